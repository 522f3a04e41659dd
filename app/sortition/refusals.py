"""What the draw refuses, and in what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.shared.refusals import Refusal
from app.shared.texts import N_
from app.sortition.terms import Composition, Entry


def pool_too_small(pool: int, seats: int) -> Refusal:
    """Fewer people can be drawn than there are seats."""
    return Refusal(
        key="draw.pool_too_small",
        text=N_("Seats to fill: %(seats)s. People who can be drawn: %(pool)s."),
        facts={"seats": seats, "pool": pool, "missing": seats - pool},
        way_out=N_("See which rule thins the roll most, and whether another roll may be used."),
    )


def impossible(pool: Sequence[Entry], seats: int, composition: Composition) -> list[Refusal]:
    """Say why no panel keeps the composition: each minimum out of reach, or all together."""
    counted = Counter(bound for entry in pool for bound in entry.features.items())
    out_of_reach = [
        Refusal(
            key="draw.composition",
            text=N_(
                "The panel must have at least %(minimum)s with %(feature)s = %(value)s;"
                " %(available)s of those who can be drawn have it."
            ),
            facts={
                "feature": bound[0],
                "value": bound[1],
                "minimum": least,
                "available": counted[bound],
            },
            way_out=N_("Lower the minimum by a decision of the court, or use another roll."),
        )
        for bound, least in sorted(composition.minimum.items())
        if counted[bound] < least
    ]
    return out_of_reach or [_together(len(pool), seats)]


def _together(pool: int, seats: int) -> Refusal:
    return Refusal(
        key="draw.composition",
        text=N_(
            "No panel of %(seats)s out of the %(pool)s people who can be drawn keeps every"
            " minimum and maximum at once."
        ),
        facts={"seats": seats, "pool": pool},
        way_out=N_("Change the minimums or maximums by a decision of the court."),
    )


def too_hard(seats: int) -> Refusal:
    """The exact count would take too long: the draw refuses rather than guesses."""
    return Refusal(
        key="draw.composition_too_hard",
        text=N_(
            "Whether %(seats)s seats can be filled under all these minimums and maximums"
            " together could not be decided in time."
        ),
        facts={"seats": seats},
        way_out=N_("Ask for minimums and maximums of fewer features at once."),
    )


def changed_after_freeze() -> Refusal:
    """What is to be drawn from is not what was frozen."""
    return Refusal(
        key="draw.changed_after_freeze",
        text=N_("The list or the rules were changed after they were fixed for this draw."),
        way_out=N_("Annul this draw with the reason, and draw again under the next secret."),
    )


def not_committed(index: int) -> Refusal:
    """The secret does not belong to the root that was published."""
    return Refusal(
        key="draw.leaf",
        text=N_("Secret %(index)s does not lead to the root that was published for the day."),
        facts={"index": index},
        way_out=N_("Annul this draw with the reason, and draw again under the next secret."),
    )


def no_contribution() -> Refusal:
    """An empty contribution would count as none, other characters could hide something."""
    return Refusal(
        key="draw.contribution",
        text=N_("The number from outside holds digits and plain letters only."),
        way_out=N_("Type the number that was read out, or draw without one if the rules allow it."),
        place="contribution",
    )


def annulled() -> Refusal:
    """Nothing more can rest on an annulled draw."""
    return Refusal(
        key="draw.annulled",
        text=N_("This draw was annulled."),
        way_out=N_("Draw again under the next secret."),
    )


def not_opened() -> Refusal:
    """A draw that was frozen and not carried out has no order yet."""
    return Refusal(
        key="draw.not_opened",
        text=N_("The secret of this draw was never opened, so it has no order."),
        way_out=N_("Draw again under the next secret."),
    )


def no_reason() -> Refusal:
    """A draw is annulled by somebody and for a reason."""
    return Refusal(
        key="draw.annulment_reason",
        text=N_("A draw is annulled only with a written reason."),
        way_out=N_("Write who annuls the draw and why."),
        place="reason",
    )
