"""Courts and other bodies: founded, placed under another, given districts, books, own values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.audit.service import Actor, record
from app.bodies.models import Body, BodyLink, CalendarDay, District, LocalRule, RulebookAssignment
from app.bodies.queries import body_by_code, districts_of, rulebook_of
from app.bodies.terms import BodyKind, LinkKind
from app.rulebooks.loader import load
from app.rulebooks.terms import RulebookError
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_


@dataclass(frozen=True)
class NewBody:
    """A body as it is entered: its public code, its kind, its names, from when it is open."""

    code: str
    kind: BodyKind
    name: str
    name_en: str
    opened: date
    zone: str = "Asia/Shanghai"


def found_body(actor: Actor, new: NewBody, under: Body | None, book: str) -> Body:
    """Enter a body, under a higher court and with a rulebook of its own where one is named.

    Raises Refused for a code that is taken, and where no rulebook would hold in it.
    """
    if body_by_code(new.code) is not None:
        text = N_("The code %(code)s belongs to another body.")
        raise Refused([Refusal("body.code", text, {"code": new.code}, place="code")])
    body = Body(**vars(new))
    db.session.add(body)
    db.session.flush()
    if under is not None:
        since = new.opened
        link = BodyLink(body_id=body.id, to_id=under.id, kind=LinkKind.HIGHER, since=since)
        db.session.add(link)
    if book:
        assign_book(actor, body, book, new.opened)
    db.session.flush()
    _refuse_without_book(body, new.opened)
    record(actor, "body:founded", body, body.id, code=new.code)
    return body


def link_bodies(actor: Actor, body: Body, to: Body, kind: LinkKind, since: date) -> None:
    """Say in what relation a body stands to another from a day on."""
    db.session.add(BodyLink(body_id=body.id, to_id=to.id, kind=kind, since=since))
    record(actor, "body:linked", body, body.id, to=to.code, kind=kind.value, since=str(since))


def assign_book(actor: Actor, body: Body, book: str, since: date) -> None:
    """Let a body, and all under it, work by a rulebook from a day on. Raises Refused."""
    try:
        load(book)
    except RulebookError as error:
        raise Refused([_wrong(str(error))]) from error
    db.session.add(RulebookAssignment(body_id=body.id, rulebook=book, since=since))
    record(actor, "body:book_assigned", body, body.id, book=book, since=str(since))


def add_districts(actor: Actor, body: Body, names: Iterable[str]) -> list[str]:
    """Add districts to a court's area; return those that were new."""
    new = [name for name in dict.fromkeys(names) if name not in districts_of(body.id)]
    db.session.add_all(District(body_id=body.id, name=name) for name in new)
    record(actor, "body:districts_added", body, body.id, names=new)
    return new


def set_own_value(actor: Actor, body: Body, key: str, value: Any, since: date) -> None:
    """Set a court's own value of a rule that its book leaves to it, from a day on.

    Raises Refused for an unknown rule, one that is not local, and a value of another kind.
    """
    book = rulebook_of(body.id, since)
    try:
        book.with_local({key: value})
    except RulebookError as error:
        raise Refused([_wrong(str(error))]) from error
    where = (LocalRule.body_id == body.id, LocalRule.key == key, LocalRule.since == since)
    row = db.session.scalar(select(LocalRule).where(*where))
    if row is None:
        row = LocalRule(body_id=body.id, key=key, since=since)
        db.session.add(row)
    row.value = value
    record(actor, "body:value_set", body, body.id, key=key, value=value, since=str(since))


def announce_day(actor: Actor, day: date, working: bool, name: str) -> None:
    """Note a day announced as a holiday or as a make-up workday; it goes before the library's."""
    row = db.session.get(CalendarDay, day) or CalendarDay(day=day)
    row.working, row.name = working, name
    db.session.add(row)
    record(actor, "calendar:announced", row, day=str(day), working=working)


def _refuse_without_book(body: Body, day: date) -> None:
    try:
        rulebook_of(body.id, day)
    except LookupError:
        text = N_("No rulebook would hold in %(name)s.")
        way_out = N_("Name a rulebook, or the court above that works by one.")
        raise Refused([Refusal("body.book", text, {"name": body.name}, way_out)]) from None


def _wrong(said: str) -> Refusal:
    return Refusal("body.rule", N_("%(said)s"), {"said": said})
