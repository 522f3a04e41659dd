"""What a school and a court are told when the clock takes somebody off a cohort's list."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.accounts.recipients import recipients_at
from app.accounts.terms import RoleKind
from app.messages.terms import Notice, Recipient
from app.messages.writing import LINK, in_language, path_to
from app.shared import clock
from app.training.models import Enrolment
from app.training.telling import cohort_facts, ends_at, officers_of


def place_given_up(enrolment: Enrolment, had_a_seat: bool) -> Iterator[Notice]:
    """Tell the court that its nominee goes no more, and the school where a seat came free."""
    cohort = enrolment.cohort
    for body_id, recipient in officers_of([enrolment.body_id]):
        yield _notice(enrolment, had_a_seat, body_id, recipient, "nominations.cohort")
    if had_a_seat:
        for recipient in recipients_at([cohort.body_id], RoleKind.SCHOOL).get(cohort.body_id, ()):
            yield _notice(enrolment, True, cohort.body_id, recipient, "admission.seats")


def _notice(
    enrolment: Enrolment, had_a_seat: bool, body_id: int, recipient: Recipient, page: str
) -> Notice:
    cohort = enrolment.cohort
    with in_language(recipient.language):
        facts = cohort_facts(cohort) | {"name": enrolment.person.name}
        facts["why"] = gettext(enrolment.reason)
        title = gettext("%(name)s goes no more to %(course)s", **facts)
        text = gettext(
            "%(name)s was taken off the list of %(course)s, %(number)s: %(why)s.", **facts
        )
        if had_a_seat:
            text += "\n" + gettext("The seat is free again.")
    return Notice(
        rule="enrolment.left",
        subject=f"enrolment:{enrolment.id}",
        version=enrolment.version,
        due_day=clock.today(cohort.body.zone),
        body_id=body_id,
        recipient=recipient,
        title=title,
        text=f"{text}\n{LINK}",
        link=path_to(page, uid=cohort.uid),
        useful_until=ends_at(cohort.ends),
    )
