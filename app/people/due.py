"""What is due about people: terms that end and caps that come near are told, old kin deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

from flask_babel import gettext, ngettext

from app.accounts.recipients import desk_recipients
from app.accounts.terms import RoleKind
from app.messages.terms import Notice, Recipient
from app.messages.writing import in_language, path_to
from app.people.models import Tenure
from app.people.queries.books import Books, books_on
from app.people.queries.ending import CAP, NEAR, near_caps, terms_ending
from app.people.service import forget_unneeded_kin
from app.people.terms import Office
from app.shared.collected import DueAct

TERM_END, CAP_NEAR = "reminder.term_end", "reminder.cap_near"


def messages(day: date, body_id: int | None = None) -> Iterable[Notice]:
    """Return who is to be told what on `day` about terms and caps, in one body where it is named.

    Six statements and one for each court that is concerned.
    """
    books = books_on(day, TERM_END, NEAR, CAP)
    yield from terms_end(day, books, body_id)
    yield from caps_near(day, books, body_id)


def acts(day: date) -> Iterator[DueAct]:
    """Yield what the clock does about people once a day: delete kinships nobody needs."""
    yield DueAct("kinship.unneeded", "all", day, partial(forget_unneeded_kin, day))


def terms_end(day: date, books: Books, only: int | None = None) -> Iterator[Notice]:
    """Tell, 180 and 90 days before (default), the court's officers and at last the assessor."""
    leads = {lead for value in books.ever(TERM_END) for lead in value}
    by_court: dict[tuple[int, date], list[Tenure]] = {}
    for tenure in terms_ending(day + timedelta(days=lead) for lead in leads):
        if tenure.until and tenure.person.died is None and only in (None, tenure.body_id):
            by_court.setdefault((tenure.body_id, tenure.until), []).append(tenure)
    for (body_id, until), tenures in by_court.items():
        own = books.value(body_id, TERM_END) or ()
        lead = (until - day).days
        if lead not in own:
            continue
        for recipient in desk_recipients(body_id, RoleKind.PERSONNEL):
            yield _to_officer(recipient, body_id, until, len(tenures), day)
        if lead == min(own):
            assessors = [tenure for tenure in tenures if tenure.office == Office.ASSESSOR]
            yield from (_to_assessor(tenure, until, day) for tenure in assessors)


def _to_officer(recipient: Recipient, body_id: int, until: date, number: int, day: date) -> Notice:
    with in_language(recipient.language):
        named = {"day": until.isoformat(), "days": (until - day).days}
        title = ngettext(
            "%(num)s term ends on %(day)s", "%(num)s terms end on %(day)s", number, **named
        )
        text = ngettext(
            "In %(days)s days %(num)s term ends. Whoever follows is appointed by an act.",
            "In %(days)s days %(num)s terms end. Whoever follows is appointed by an act.",
            number,
            **named,
        )
    link = path_to("people.register", within=(until - day).days, sort="until")
    return Notice(
        rule=TERM_END,
        subject=f"term_end:{body_id}:{until.isoformat()}",
        version=1,
        due_day=day,
        body_id=body_id,
        recipient=recipient,
        title=title,
        text=text,
        link=link,
        useful_until=_end_of(until),
    )


def _to_assessor(tenure: Tenure, until: date, day: date) -> Notice:
    person = tenure.person
    recipient = Recipient(
        f"person:{person.id}", person.name, person.language, person.mail or "", not person.mail
    )
    with in_language(person.language):
        named = {"day": until.isoformat()}
        title = gettext("Your term as assessor ends on %(day)s", **named)
        text = gettext("Until then you may be drawn for a panel. Thank you for your service.")
    return Notice(
        rule=TERM_END,
        subject=f"tenure:{tenure.id}",
        version=until.toordinal(),
        due_day=day,
        body_id=tenure.body_id,
        recipient=recipient,
        title=title,
        text=text,
        useful_until=_end_of(until),
    )


def caps_near(day: date, books: Books, only: int | None = None) -> Iterator[Notice]:
    """Tell a court's officers, once a week, how many are near the yearly cap (default)."""
    monday = day - timedelta(days=day.weekday())
    for body_id, number in near_caps(day, books).items():
        if only not in (None, body_id):
            continue
        for recipient in desk_recipients(body_id, RoleKind.PERSONNEL):
            yield _near_cap(recipient, body_id, number, monday)


def _near_cap(recipient: Recipient, body_id: int, number: int, monday: date) -> Notice:
    with in_language(recipient.language):
        title = ngettext(
            "%(num)s assessor is near the yearly cap",
            "%(num)s assessors are near the yearly cap",
            number,
        )
        text = gettext("Who has reached it is not drawn any more this year. See who it is.")
    return Notice(
        rule=CAP_NEAR,
        subject=f"cap_near:{body_id}",
        version=monday.toordinal(),
        due_day=monday,
        body_id=body_id,
        recipient=recipient,
        title=title,
        text=text,
        link=path_to("people.register", near=1, sort="-cases"),
        useful_until=_end_of(monday + timedelta(days=6)),
    )


def _end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
