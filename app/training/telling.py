"""What is told about cohorts: to the courts that may nominate, to the people who go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import gettext

from app.accounts.recipients import recipients_at
from app.accounts.terms import RoleKind
from app.messages.terms import Notice, Recipient
from app.messages.writing import LINK, in_language, path_to
from app.people.telling import reader
from app.shared import clock
from app.shared.screens import body_name, span
from app.training.models import Cohort, Enrolment

ADMITTED = "enrolment.admitted"


def cohort_facts(cohort: Cohort) -> dict[str, Any]:
    """Return what every word about a cohort names, in the language of the block."""
    host = cohort.host if cohort.host_id != cohort.body_id else cohort.body
    return {
        "course": cohort.course.title,
        "number": cohort.number,
        "school": body_name(cohort.body),
        "days": span(cohort.starts, cohort.ends),
        "place": cohort.place or body_name(host),
        "contact": cohort.contact or cohort.body.phone or body_name(cohort.body),
        "by": cohort.nominate_by.isoformat(),
    }


def ends_at(day: date) -> datetime:
    """Return a moment by which a day is over in every zone."""
    return datetime.combine(day, time(23, 59), UTC)


def cohort_opened(cohort: Cohort, court_ids: Sequence[int], day: date) -> Iterator[Notice]:
    """Tell the personnel officers of the courts that may nominate that a cohort is open."""
    for body_id, recipient in officers_of(court_ids):
        with in_language(recipient.language):
            facts = cohort_facts(cohort)
            title = gettext("Nominate by %(by)s: %(course)s", **facts)
            text = gettext(
                "%(school)s takes nominations for %(course)s, %(number)s.\nDays: %(days)s\n"
                "Place: %(place)s\nNominate by: %(by)s\nQuestions: %(contact)s",
                **facts,
            )
        yield _to_court("cohort.opened", cohort, body_id, recipient, day, title, text)


def decided(cohort: Cohort, numbers: dict[int, tuple[int, int]], day: date) -> Iterator[Notice]:
    """Tell each court that nominated how many were admitted and refused."""
    for body_id, recipient in officers_of(numbers):
        admitted, refused = numbers[body_id]
        with in_language(recipient.language):
            facts = cohort_facts(cohort) | {"admitted": admitted, "refused": refused}
            title = gettext("Decided: nominations for %(course)s", **facts)
            text = gettext(
                "%(school)s decided on your nominations for %(course)s, %(number)s: %(admitted)s"
                " admitted, %(refused)s refused. The reasons stand on the page of the cohort.",
                **facts,
            )
        said = _to_court("cohort.decided", cohort, body_id, recipient, day, title, text)
        yield replace(said, subject=f"cohort:{cohort.id}:{cohort.version}")  # each stands by itself


def cohort_cancelled(cohort: Cohort, gone: Sequence[Enrolment]) -> Iterator[Notice]:
    """Tell everybody who was on its list, and their courts, that a cohort is cancelled."""
    day = clock.today(cohort.body.zone)
    for one in gone:
        if one.decided_at is not None:
            with in_language(one.person.language):
                title, text = _cancelled(cohort)
            yield _to_person("cohort.cancelled", one, cohort.version, title, text)
    for body_id, recipient in officers_of({one.body_id for one in gone}):
        with in_language(recipient.language):
            title, text = _cancelled(cohort)
        yield _to_court("cohort.cancelled", cohort, body_id, recipient, day, title, text)


def _cancelled(cohort: Cohort) -> tuple[str, str]:
    facts = cohort_facts(cohort) | {"why": cohort.why}
    title = gettext("Cancelled: %(course)s", **facts)
    text = gettext(
        "%(course)s, %(number)s of %(school)s is cancelled: %(why)s\nYou need not keep these days"
        " free: %(days)s\nQuestions: %(contact)s",
        **facts,
    )
    return title, text


def admitted(enrolment: Enrolment) -> Notice:
    """Tell somebody that he has a seat: what, when, where."""
    cohort = enrolment.cohort
    with in_language(enrolment.person.language):
        facts = cohort_facts(cohort) | {"name": enrolment.person.name}
        title = gettext("You have a seat: %(course)s, %(days)s", **facts)
        text = gettext("%(name)s, you are admitted to a course of %(school)s.", **facts)
        text += "\n\n" + _details(facts)
    return _to_person(ADMITTED, enrolment, enrolment.version, title, text)


def cohort_changed(enrolment: Enrolment) -> Notice:
    """Tell somebody who has a seat that days or place are others now."""
    cohort = enrolment.cohort
    with in_language(enrolment.person.language):
        facts = cohort_facts(cohort) | {"name": enrolment.person.name}
        title = gettext("Changed: %(course)s, %(days)s", **facts)
        text = gettext("%(name)s, days, half days or place of your course changed.", **facts)
        text += "\n\n" + _details(facts)
    return _to_person("cohort.changed", enrolment, cohort.version, title, text)


def cohort_ahead(enrolment: Enrolment, today: date) -> Notice:
    """Remind somebody who has a seat that the course begins in some days."""
    cohort = enrolment.cohort
    left = (cohort.starts - today).days
    with in_language(enrolment.person.language):
        facts = cohort_facts(cohort) | {"name": enrolment.person.name, "left": left}
        if left == 1:
            title = gettext("Your course begins tomorrow: %(course)s", **facts)
        else:
            title = gettext("Your course begins in %(left)s days: %(course)s", **facts)
        text = gettext("%(name)s, your course at %(school)s begins soon.", **facts)
        text += "\n\n" + _details(facts)
    return _to_person("reminder.cohort", enrolment, cohort.version, title, text, today)


def withdrawn(enrolment: Enrolment) -> Notice:
    """Tell somebody that his seat is taken back, and why."""
    with in_language(enrolment.person.language):
        facts = cohort_facts(enrolment.cohort) | {"name": enrolment.person.name}
        facts["why"] = gettext(enrolment.reason) if enrolment.reason else "--"
        title = gettext("No seat any more: %(course)s", **facts)
        text = gettext(
            "%(name)s, your seat in %(course)s, %(number)s was taken back: %(why)s\nYou need not"
            " keep these days free: %(days)s\nQuestions: %(contact)s",
            **facts,
        )
    return _to_person("enrolment.withdrawn", enrolment, enrolment.version, title, text)


def nominations_close(cohort: Cohort, court_ids: Iterable[int], day: date) -> Iterator[Notice]:
    """Remind the personnel officers of courts that have not nominated that the time runs out."""
    for body_id, recipient in officers_of(court_ids):
        with in_language(recipient.language):
            facts = cohort_facts(cohort)
            title = gettext("Nominations end on %(by)s: %(course)s", **facts)
            text = gettext(
                "Your court has nominated nobody yet for %(course)s, %(number)s of %(school)s.\n"
                "Days: %(days)s\nNominate by: %(by)s\nQuestions: %(contact)s",
                **facts,
            )
        yield _to_court("cohort.deadline", cohort, body_id, recipient, day, title, text)


def _details(facts: dict[str, Any]) -> str:
    return gettext(
        "Course: %(course)s, %(number)s\nDays: %(days)s\nPlace: %(place)s\nQuestions: %(contact)s",
        **facts,
    )


def officers_of(court_ids: Iterable[int]) -> Iterator[tuple[int, Recipient]]:
    """Yield the personnel officers at some courts, each once, with the court."""
    told: set[str] = set()
    found = recipients_at(sorted(set(court_ids)), RoleKind.PERSONNEL)
    for body_id, recipients in sorted(found.items()):
        for recipient in recipients:
            if recipient.key not in told:
                told.add(recipient.key)
                yield body_id, recipient


def _to_person(
    rule: str,
    enrolment: Enrolment,
    version: int,
    title: str,
    text: str,
    day: date | None = None,
) -> Notice:
    cohort = enrolment.cohort
    return Notice(
        rule=rule,
        subject=f"enrolment:{enrolment.id}",
        version=version,
        due_day=day or clock.today(cohort.body.zone),
        body_id=cohort.body_id,
        recipient=reader(enrolment.person),
        title=title,
        text=text,
        useful_until=ends_at(cohort.ends),
    )


def _to_court(
    rule: str,
    cohort: Cohort,
    body_id: int,
    recipient: Recipient,
    day: date,
    title: str,
    text: str,
) -> Notice:
    return Notice(
        rule=rule,
        subject=f"cohort:{cohort.id}",
        version=cohort.version,
        due_day=day,
        body_id=body_id,
        recipient=recipient,
        title=title,
        text=f"{text}\n{LINK}",
        link=path_to("nominations.cohort", uid=cohort.uid),
        useful_until=ends_at(cohort.ends),
    )
