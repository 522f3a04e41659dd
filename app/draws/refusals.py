"""What the keeping of draws refuses, and in what words (pure)."""

from __future__ import annotations

from app.shared.refusals import Refusal
from app.shared.texts import N_


def no_root(day: str) -> Refusal:
    """No secrets were published for the day: the clock stood still."""
    return Refusal(
        "draw.no_root",
        N_("Nothing was published for %(day)s before the day, so no draw can rest on it yet."),
        {"day": day},
        N_("Publish today's root now: every record of today will show that it came late."),
    )


def opened(day: str) -> Refusal:
    """The secrets of the day are public already."""
    return Refusal(
        "draw.day_opened",
        N_("The secrets of %(day)s are public already; nothing can be drawn under them."),
        {"day": day},
        N_("Open the page anew and freeze the roll under the secrets of today."),
    )


def burned(day: str) -> Refusal:
    """The secret may have been opened in the database that this one was restored from."""
    return Refusal(
        "draw.burned",
        N_("This database was restored from a backup, so the secrets of %(day)s are burned."),
        {"day": day},
        N_("Annul this draw with that reason, and freeze the roll under a new secret."),
    )


def drawn_already(state: str) -> Refusal:
    """A subject has one draw that stands."""
    way_out = {
        "frozen": N_("Carry the frozen draw out, or annul it with a reason."),
        "made": N_("Annul that draw with a reason before a new attempt."),
    }
    return Refusal(
        "draw.already",
        N_("The roll was frozen for this already; the draw stands or was carried out."),
        {"state": state},
        way_out[state],
    )


def not_frozen() -> Refusal:
    """Only a frozen draw can be carried out."""
    return Refusal(
        "draw.not_frozen",
        N_("This draw was carried out or annulled already."),
        way_out=N_("Look at its record as it stands now."),
    )


def contribution_required() -> Refusal:
    """The court's rule asks for a number from outside."""
    return Refusal(
        "draw.contribution",
        N_("The rule of this court asks for a number from outside the office."),
        way_out=N_("Let the parties or a second department read one out, and type it."),
        place="contribution",
    )
