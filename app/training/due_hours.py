"""What is due of class hours: first sittings before the training, cadres short in the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from flask_babel import gettext, ngettext

from app.accounts.recipients import recipients_at
from app.accounts.terms import RoleKind
from app.messages.terms import Notice, Recipient
from app.messages.writing import in_language, path_to
from app.people.queries.books import Books, books_on
from app.people.telling import reader
from app.training.hours import PRE_SERVICE, SECTION, SECTION_DAYS
from app.training.queries.short import (
    FirstSitting,
    courts_with_cadres,
    first_sittings,
    numbers_short,
)

LEADS = (14, 3)  # days before a first sitting
DAYS_OF_YEAR = ((10, 1), (12, 1))  # on which courts are told who is short in the year


def messages(day: date, body_id: int | None = None) -> Iterable[Notice]:
    """Return who is to be told what on `day` about class hours, in one body where it is named.

    Eight statements and one for each number of hours that some court asks.
    """
    books = books_on(day, PRE_SERVICE, SECTION, SECTION_DAYS)
    yield from before_first_sittings(books, day, body_id)
    if (day.month, day.day) in DAYS_OF_YEAR:
        yield from short_in_the_year(books, day, body_id)


def before_first_sittings(books: Books, day: date, only: int | None = None) -> Iterator[Notice]:
    """Tell the assessor and his court that hours are missing before he first sits (default)."""
    found = [
        (one, asked)
        for one in first_sittings([day + timedelta(days=lead) for lead in LEADS], only)
        if (asked := books.value(one.body_id, PRE_SERVICE) or 0) > one.have
    ]
    officers = recipients_at({one.body_id for one, _ in found}, RoleKind.PERSONNEL) if found else {}
    for one, asked in found:
        if one.person.died is None:
            yield _to_assessor(one, asked, day)
        for recipient in officers.get(one.body_id, ()):
            yield _of_first_sitting(one, asked, recipient, day)


def short_in_the_year(books: Books, day: date, only: int | None = None) -> Iterator[Notice]:
    """Tell courts in October and December how many cadres are short in the year (default)."""
    asked: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for body_id in courts_with_cadres(day, only):
        if hours := books.value(body_id, SECTION):
            asked[hours, books.value(body_id, SECTION_DAYS)].append(body_id)
    for (hours, days), body_ids in asked.items():
        numbers = numbers_short(body_ids, hours, days, day)
        officers = recipients_at(set(numbers), RoleKind.PERSONNEL) if numbers else {}
        for body_id, number in sorted(numbers.items()):
            for recipient in officers.get(body_id, ()):
                yield _of_the_year(body_id, number, hours, recipient, day)


def _to_assessor(one: FirstSitting, asked: int, day: date) -> Notice:
    with in_language(one.person.language):
        facts = {"day": one.day.isoformat(), "have": one.have, "hours": asked}
        title = gettext("Class hours are missing before your first sitting on %(day)s", **facts)
        text = gettext(
            "%(have)s of %(hours)s class hours of pre-service training are done. Ask your court"
            " for a course; if you have done one elsewhere, show it the certificate.",
            **facts,
        )
    return _notice(one, reader(one.person), day, title, text)


def _of_first_sitting(one: FirstSitting, asked: int, recipient: Recipient, day: date) -> Notice:
    with in_language(recipient.language):
        facts = {"name": one.person.name, "day": one.day.isoformat()}
        facts |= {"have": str(one.have), "hours": str(asked)}
        title = gettext("%(name)s sits for the first time on %(day)s: hours are missing", **facts)
        text = gettext(
            "%(name)s has done %(have)s of %(hours)s class hours of pre-service training. Nominate"
            " for a course that ends before, or enter what was done elsewhere.",
            **facts,
        )
    link = path_to("records.person", uid=one.person.uid)
    return _notice(one, recipient, day, title, text, link)


def _notice(
    one: FirstSitting, recipient: Recipient, day: date, title: str, text: str, link: str = ""
) -> Notice:
    return Notice(
        rule="training.first_sitting",
        subject=f"first_sitting:{one.person.id}:{one.day.isoformat()}",
        version=1,
        due_day=day,
        body_id=one.body_id,
        recipient=recipient,
        title=title,
        text=text,
        link=link,
        useful_until=_end_of(one.day),
    )


def _of_the_year(body_id: int, number: int, hours: int, recipient: Recipient, day: date) -> Notice:
    with in_language(recipient.language):
        title = ngettext(
            "%(num)s cadre has fewer than %(hours)s class hours this year",
            "%(num)s cadres have fewer than %(hours)s class hours this year",
            number,
            hours=hours,
        )
        text = gettext(
            "Their days of teaching are too few as well. A course that ends this year still counts."
        )
    return Notice(
        rule="training.short",
        subject=f"hours:{body_id}:{day.year}",
        version=1,
        due_day=day,
        body_id=body_id,
        recipient=recipient,
        title=title,
        text=text,
        link=path_to("nominations.index"),
        useful_until=_end_of(date(day.year, 12, 31)),
    )


def _end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
