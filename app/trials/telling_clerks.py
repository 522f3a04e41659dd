"""What the clerks of a court are told about replies and days, at their desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from flask_babel import gettext

from app.accounts.recipients import desk_recipients, recipients_at
from app.accounts.terms import RoleKind
from app.messages.terms import Notice, Recipient
from app.messages.writing import LINK, in_language, path_to
from app.shared.screens import join_phrases
from app.shared.texts import N_
from app.trials.models import Panel
from app.trials.telling import case_words

DESK_WORDS = {
    "seat.nobody_left": (
        N_("No alternate is left for seat %(seat)s: %(case)s"),
        N_("Nobody in line can take the seat. Go on down the drawn order, or move the day."),
    ),
    "seat.lost": (
        N_("%(name)s can no longer sit: %(case)s"),
        N_(
            "The seat was opened by the system and the next in line, if any, is asked. See why, "
            "and tell the parties who sits."
        ),
    ),
    "seat.not_then": (
        N_("%(name)s cannot come then: %(case)s"),
        N_("Other days were offered: %(offered)s. Keep the days and replace, or move the day."),
    ),
    "seat.answer_due": (
        N_("%(name)s has not answered yet: %(case)s"),
        N_("The answer is due by %(by)s. A call today keeps the seat."),
    ),
    "seat.unproven": (
        N_("%(name)s did not answer, and nothing proves that the invitation came: %(case)s"),
        N_("Reach the person by phone, or write down how the letter was delivered."),
    ),
    "seat.locked": (
        N_("%(name)s typed wrong digits five times: %(case)s"),
        N_("Call the person; then write the answer down or send a new link."),
    ),
    "day.not_recorded": (
        N_("Who sat on %(day)s is not written down yet: %(case)s"),
        N_("Write it down, so that cases and days of the year are right."),
    ),
}


def to_clerks(
    rule: str, panel: Panel, subject: str, version: int, on: date, /, **facts: object
) -> Iterable[Notice]:
    """Tell the clerks' desk one of DESK_WORDS, with the path of the page where it is dealt with."""
    clerks = desk_recipients(panel.body_id, RoleKind.CLERK)
    return to_desk(clerks, rule, panel, subject, version, on, **facts)


def clerks_of(panels: Iterable[Panel]) -> dict[int, list[Recipient]]:
    """Return the clerks of several panels' courts, by body; one statement."""
    return recipients_at({panel.body_id for panel in panels}, RoleKind.CLERK)


def to_desk(
    recipients: Iterable[Recipient],
    rule: str,
    panel: Panel,
    subject: str,
    version: int,
    on: date,
    /,
    **facts: object,
) -> Iterator[Notice]:
    """Tell each of `recipients` one of DESK_WORDS."""
    title, text = DESK_WORDS[rule]
    for recipient in recipients:
        with in_language(recipient.language):
            lists = {key: join_phrases(one) for key, one in facts.items() if isinstance(one, list)}
            said = {"case": case_words(panel), **facts, **lists}
            yield Notice(
                rule=rule,
                subject=subject,
                version=version,
                due_day=on,
                body_id=panel.body_id,
                recipient=recipient,
                title=gettext(title) % said,
                text=f"{gettext(text) % said}\n{LINK}",
                link=path_to("replies.panel", uid=panel.uid),
            )
