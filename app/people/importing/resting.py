"""What rests on an import: asked before it is undone, of every table there is.

No feature above is imported here: whatever table points at a person, a tenure, an act, an oath
or a roll that the import made, is found by its foreign key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, not_, or_, select

from app.accounts.models import User
from app.audit.models import AuditLine
from app.bodies.queries import chain
from app.messages.models import Message
from app.messages.terms import MessageState
from app.people.importing.planned import ranges, within
from app.people.models import (
    Act,
    ActLine,
    OathTenure,
    Person,
    PersonYear,
    RollEntry,
    RollImport,
    Tenure,
)
from app.shared import clock
from app.shared.db import Base, db
from app.shared.refusals import Refusal
from app.shared.texts import N_

Ranges = Sequence[Sequence[int]]
# Rows of these go with the person or tenure; a later change of them shows in its version.
WITH_PERSON = frozenset(("identity", "identifier", "name_gram", "person_year", "oath_tenure"))
WAY_OUT = N_("Correct these persons one by one instead.")
SENT = (MessageState.SENT, MessageState.UNCERTAIN)
WORDS = {
    "absence": N_("Half days of absence rest on it: %(count)d, the first of %(name)s."),
    "act_line": N_("Lines of acts entered later rest on it: %(count)d, the first of %(name)s."),
    "attendance": N_("Days sat rest on it: %(count)d, the first of %(name)s."),
    "bar_check": N_("Checks rest on it: %(count)d, the first of %(name)s."),
    "kinship": N_("Kinships rest on it: %(count)d, the first of %(name)s."),
    "party": N_("Parts in cases rest on it: %(count)d, the first of %(name)s."),
    "pause": N_("Interruptions of a term rest on it: %(count)d, the first of %(name)s."),
    "roll_entry": N_("Later entries on rolls rest on it: %(count)d, the first of %(name)s."),
    "seat": N_("Seats in panels rest on it: %(count)d, the first of %(name)s."),
    "tenure": N_("Terms entered later rest on it: %(count)d, the first of %(name)s."),
}
OTHER = N_("Later records (%(table)s) rest on it: %(count)d, the first of %(name)s.")
CHANGED = N_("Persons changed since: %(count)d, the first is %(name)s.")
TENURES = N_("Terms changed since: %(count)d, the first of %(name)s.")
ACTS = N_("Acts changed since: %(count)d.")
OATHS = N_("Oaths were recorded since for persons of this import.")
TOTALS = N_("The year's totals of persons of this import have changed since.")
DRAWS = N_("Draws made since from rolls that this import filled: %(count)d.")
USERS = N_("Persons of this import who have an account: %(count)d.")
MESSAGES = N_("Messages sent to persons of this import: %(count)d.")


def made_ids(row: RollImport) -> dict[str, Ranges]:
    """Return the ranges of ids that an import made, by table."""
    return row.made.get("ids", {})


def rests_on_import(row: RollImport, corrected: Iterable[int] = ()) -> list[Refusal]:
    """Return what rests on an applied import, one refusal a kind; empty if it can be undone.

    `corrected` are tenures that it did not make, but gave a line of an act.
    """
    ids = made_ids(row)
    own = {**ids, "tenure": [*ids.get("tenure", ()), *ranges(corrected)]}
    found = [*_pointing(ids, own), *_changed(ids), *_beside(row, ids)]
    return list(found)


def _refusal(text: str, **facts: Any) -> Refusal:
    return Refusal("import.rests", text, facts, WAY_OUT)


def _pointing(ids: dict[str, Ranges], own: dict[str, Ranges]) -> Iterator[Refusal]:
    """Rows of any table that point at what was made, and were not made with it (`own`)."""
    for table in Base.metadata.sorted_tables:
        if table.name in WITH_PERSON:
            continue
        points = [
            within(key.parent, ids[key.column.table.name])
            for key in table.foreign_keys
            if ids.get(key.column.table.name)
        ]
        if not points:
            continue
        where = or_(*points)
        if own.get(table.name):
            where = and_(where, not_(within(table.c.id, own[table.name])))
        count = db.session.scalar(select(func.count()).select_from(table).where(where))
        if count:
            text = WORDS.get(table.name, OTHER)
            yield _refusal(text, count=count, table=table.name, name=_first_name(table, where))


def _first_name(table: Table, where: ColumnElement[bool]) -> str:
    """Return the name of the person whom the first of the rows concerns, where it names one."""
    if "person_id" in table.c:
        statement = select(Person.name).join(table, table.c.person_id == Person.id)
    elif "tenure_id" in table.c:
        statement = select(Person.name).join(Tenure, Tenure.person_id == Person.id)
        statement = statement.join(table, table.c.tenure_id == Tenure.id)
    else:
        return "--"
    return db.session.scalar(statement.where(where).order_by(Person.id).limit(1)) or "--"


def _changed(ids: dict[str, Ranges]) -> Iterator[Refusal]:
    """Persons, terms, acts and entries that were changed after they were made."""
    later = and_(within(Person.id, ids.get("person", ())), Person.version != 1)
    yield from _counted(CHANGED, select(Person.name).where(later))
    held = and_(within(Tenure.id, ids.get("tenure", ())), Tenure.version != 1)
    held = and_(held, Tenure.superseded_at.is_(None))
    of_tenure = select(Person.name).join(Tenure, Tenure.person_id == Person.id)
    yield from _counted(TENURES, of_tenure.where(held))
    left = and_(within(RollEntry.id, ids.get("roll_entry", ())), RollEntry.reason != "")
    of_entry = select(Person.name).join(RollEntry, RollEntry.person_id == Person.id)
    yield from _counted(WORDS["roll_entry"], of_entry.where(left))
    acts = and_(within(Act.id, ids.get("act", ())), Act.version != 1)
    lines = and_(within(ActLine.id, ids.get("act_line", ())), ActLine.annulled_at.is_not(None))
    annulled = select(ActLine.act_id).where(lines)
    changed = select(func.count()).select_from(Act).where(or_(acts, Act.id.in_(annulled)))
    if count := db.session.scalar(changed):
        yield _refusal(ACTS, count=count)


def _counted(text: str, names: Any) -> Iterator[Refusal]:
    count = db.session.scalar(select(func.count()).select_from(names.subquery()))
    if count:
        first = db.session.scalar(names.order_by(Person.id).limit(1))
        yield _refusal(text, count=count, name=first)


def _beside(row: RollImport, ids: dict[str, Ranges]) -> Iterator[Refusal]:
    """What points at persons without a foreign key: oaths, totals, accounts, messages, draws."""
    persons = ids.get("person", ())
    if _oaths_since(row, ids):
        yield _refusal(OATHS)
    sums = (func.count(), func.sum(PersonYear.cases), func.sum(PersonYear.halves))
    totals = select(*sums).where(within(PersonYear.person_id, persons))
    if [number or 0 for number in db.session.execute(totals).one()] != row.made["totals"]:
        yield _refusal(TOTALS)
    accounts = select(func.count()).where(within(User.person_id, persons))
    if count := db.session.scalar(accounts):
        yield _refusal(USERS, count=count)
    if count := len(messages_to(row, ids, sent=True)):
        yield _refusal(MESSAGES, count=count)
    if persons and (count := _draws(row)):
        yield _refusal(DRAWS, count=count)


def _oaths_since(row: RollImport, ids: dict[str, Ranges]) -> bool:
    """Say whether an oath covers more or fewer terms than the import said."""
    tenures = within(OathTenure.tenure_id, ids.get("tenure", ()))
    covered = db.session.scalar(select(func.count()).where(tenures))
    others = select(OathTenure.oath_id, OathTenure.tenure_id).where(
        within(OathTenure.oath_id, ids.get("oath", ())), not_(tenures)
    )
    added = {tuple(pair) for pair in row.made["oath_pairs"]}
    return (
        covered != row.made["oaths"] or not {(a, b) for a, b in db.session.execute(others)} <= added
    )


def messages_to(row: RollImport, ids: dict[str, Ranges], sent: bool) -> list[int]:
    """Return the ids of messages to persons of the import that went out, or did not."""
    columns = (Message.id, Message.recipient)
    since = (Message.recipient.startswith("person:"), Message.created_at >= row.applied_at)
    state = Message.state.in_(SENT) if sent else Message.state.not_in(SENT)
    found = db.session.execute(select(*columns).where(*since, state))
    persons = ids.get("person", ())
    return [
        message.id
        for message in found
        if any(a <= int(message.recipient.partition(":")[2]) <= b for a, b in persons)
    ]


def _draws(row: RollImport) -> int:
    """Count draws since, at the courts of the tenures and those above: audit knows them."""
    made = select(Tenure.body_id).where(within(Tenure.id, made_ids(row).get("tenure", ())))
    courts = set(db.session.scalars(made.distinct())) | {row.body_id}
    bodies = {body for court in courts for body in chain(court, clock.today())}
    drawn = select(func.count()).where(
        AuditLine.act == "draw:frozen",
        AuditLine.body_id.in_(bodies),
        AuditLine.at >= row.applied_at,
    )
    return db.session.scalar(drawn) or 0
