"""What those are told who oversee a court's draws: its president, the inspectors above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask_babel import gettext

from app.accounts.recipients import desk_recipients
from app.accounts.terms import RoleKind
from app.bodies.queries import chain
from app.draws.models import Draw
from app.messages.terms import Notice, Recipient
from app.messages.writing import in_language, path_to
from app.shared import clock
from app.shared.screens import body_name
from app.shared.texts import N_
from app.trials.models import Panel
from app.trials.telling import case_words

OVERSEER_WORDS = {
    "draw.annulled": (
        N_("Draw no. %(attempt)s was annulled: %(case)s"),
        N_(
            "%(court)s annulled the draw of assessors. Reason given: %(reason)s\nThis was draw no."
            " %(attempt)s for this case; a further draw will be no. %(next)s. Each has a public"
            " record."
        ),
    ),
    "draw.limit_set_aside": (
        N_("The yearly limit of cases was set aside for a draw: %(case)s"),
        N_("%(court)s set the limit aside for the whole roll. Reason given: %(reason)s"),
    ),
    "draw.away_by_office": (
        N_("%(number)s of %(all)s people are left out by absences written down lately: %(case)s"),
        N_(
            "At %(court)s these absences were written down for others by the desk that draws, since"
            " the case was entered or since the day's root was published. Each person was told."
            " Ask whether they are right before the panel sits."
        ),
    ),
}


def limit_set_aside(panel: Panel, draw: Draw, reason: str) -> Iterable[Notice]:
    """Tell that the yearly limit of cases was set aside for a whole roll, and why."""
    return to_overseers("draw.limit_set_aside", panel, draw, reason=reason)


def many_left_out(panel: Panel, draw: Draw, number: int, can: int) -> Iterable[Notice]:
    """Tell that many are left out by what the office wrote down with the draw ahead."""
    return to_overseers("draw.away_by_office", panel, draw, number=number, all=number + can)


def draw_annulled(panel: Panel, draw: Draw) -> Iterable[Notice]:
    """Tell of an annulment: who draws again and again is seen by others than himself."""
    facts = {"reason": draw.annulled_why, "attempt": draw.attempt, "next": draw.attempt + 1}
    return to_overseers("draw.annulled", panel, draw, **facts)


def to_overseers(rule: str, panel: Panel, draw: Draw, **facts: object) -> Iterator[Notice]:
    """Tell the court's president and the inspectors of the courts above one of OVERSEER_WORDS."""
    title, text = OVERSEER_WORDS[rule]
    for recipient in _overseers(panel):
        with in_language(recipient.language):
            said = {"case": case_words(panel), "court": body_name(panel.body), **facts}
            yield Notice(
                rule=rule,
                subject=f"draw:{draw.id}",
                version=1,
                due_day=clock.today(panel.body.zone),
                body_id=panel.body_id,
                recipient=recipient,
                title=gettext(title) % said,
                text=gettext(text) % said,
                link=path_to("draws.record", uid=draw.uid),
            )


def _overseers(panel: Panel) -> list[Recipient]:
    found = desk_recipients(panel.body_id, RoleKind.PRESIDENT)
    for body_id in chain(panel.body_id, clock.today(panel.body.zone)):
        found += desk_recipients(body_id, RoleKind.INSPECTOR)
    return list({one.key: one for one in found}.values())
