"""Which tenures a search of the register means, as conditions that use an index.

One condition drives (`gathering`): its index is read; all others are only asked of the rows it
gives. Which one is chosen by how many bodies are in sight: a single court's
tenures are few, a country's are not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    and_,
    any_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from app.people.models import Identifier, NameGram, Person, PersonYear, Roll, RollEntry, Tenure
from app.people.queries.caps import Caps
from app.people.queries.scope import kept_by
from app.people.searching import Search, Status, Wanted, wanted
from app.people.terms import RollKind
from app.shared.db import db
from app.shared.sealed import keyed_hash

FEW_BODIES = 20
AFTER_ALL_TEXT = "\U0010ffff"


@dataclass(frozen=True)
class Sight:
    """From where and when the register is looked at; `bodies` are all whose people are seen."""

    body_id: int
    day: date
    bodies: tuple[int, ...]
    caps: Caps

    @property
    def is_small(self) -> bool:
        """Say whether the tenures of these bodies are few enough to be read one by one."""
        return len(self.bodies) <= FEW_BODIES


def sight_from(body_id: int, day: date, caps: Caps) -> Sight:
    """Return what is in sight from a body on a day (one statement)."""
    return Sight(body_id, day, tuple(db.session.scalars(kept_by(body_id, day))), caps)


def among(column: Any, bodies: tuple[int, ...]) -> ColumnElement[bool]:
    """Return the condition that a column is one of the bodies; thousands go as one parameter."""
    if len(bodies) <= FEW_BODIES:
        return column.in_(bodies)
    if db.engine.dialect.name == "postgresql":
        return column == any_(literal(list(bodies), ARRAY(Integer)))
    listed = func.json_each(json.dumps(bodies)).table_valued("value")
    return column.in_(select(listed.c.value))


def conditions(search: Search, sight: Sight, by_gram: bool = False) -> list[ColumnElement[bool]]:
    """Return the conditions of a search on Tenure joined with Person; no index is meant by them.

    They are written as expressions, so that the index of the driving one is taken. `by_gram`:
    the first gram drives already.
    """
    found: list[Any] = [
        Tenure.superseded_at.is_(None),
        among(Tenure.body_id + 0, sight.bodies),
        *_status(search, sight),
    ]
    if search.sex:
        found.append(Person.sex == search.sex)
    if search.district:
        found.append(func.coalesce(Person.district, "") == search.district)
    if search.roll:
        found.append(_on_roll(search, sight))
    if search.within:
        ends = func.coalesce(Tenure.until, date.max)
        found.append(ends.between(sight.day, sight.day + timedelta(days=search.within)))
    if search.near:
        found.append(_near(sight))
    if search.q:
        found += _named(wanted(search.q), by_gram)
    return found


def gathering(search: Search, sight: Sight) -> Select[Any]:
    """Return the select of all tenure ids of a search, from the index that narrows it most."""
    statement = select(Tenure.id).join(Person, Person.id == Tenure.person_id)
    sought = wanted(search.q) if search.q else None
    by_gram = bool(sought and (sought.grams or sought.prefix)) and not sight.is_small
    rest = conditions(search, sight, by_gram)
    if sought and (sought.number or sought.phone):
        return statement.where(_exact(sought), *rest)
    if sought and by_gram:
        gram = aliased(NameGram)
        statement = statement.join(gram, gram.person_id == Person.id)
        return statement.where(_gram(sought, gram), *rest)
    return statement.where(_driving(search, sight), *rest)


def names_sought(search: Search) -> ColumnElement[bool] | None:
    """Return the condition of a name that many bear, None where no name is looked for.

    One letter means so many that the order of the list is walked instead.
    """
    sought = wanted(search.q) if search.q else None
    if sought is None or not (sought.grams or len(sought.prefix) > 1):
        return None
    return Tenure.person_id.in_(select(NameGram.person_id).where(_gram(sought, NameGram)))


def _driving(search: Search, sight: Sight) -> ColumnElement[bool]:
    """Return the condition whose index is read where no name is looked for."""
    if not sight.is_small:
        if search.near:
            low = max((sight.caps.lowest() or 0) - sight.caps.near, 0)
            near = select(PersonYear.person_id).where(
                PersonYear.year == sight.day.year, PersonYear.cases >= low
            )
            return Tenure.person_id.in_(near)
        if search.within:
            return and_(*until_spans(search, sight))
        if search.district:
            return Person.district == search.district
        if search.roll and search.roll != RollKind.GENERAL:
            of_kind = select(RollEntry.tenure_id).join(Roll, Roll.id == RollEntry.roll_id)
            on_roll = of_kind.where(Roll.kind == search.roll, among(Roll.body_id, sight.bodies))
            return Tenure.id.in_(on_roll)
    return among(Tenure.body_id, sight.bodies)


def until_spans(search: Search, sight: Sight) -> list[ColumnElement[bool]]:
    """Return between which last days a search looks, for the index of them (ix_tenure_until)."""
    spans = []
    if search.status == Status.OFFICE or search.within:
        spans.append(Tenure.until >= sight.day)
    if search.within:
        spans.append(Tenure.until <= sight.day + timedelta(days=search.within))
    return spans


def _status(search: Search, sight: Sight) -> list[ColumnElement[bool]]:
    ends = func.coalesce(Tenure.until, date.max)
    if search.status == Status.OFFICE:
        last = func.coalesce(Tenure.ended, ends)
        return [Tenure.since <= sight.day, ends >= sight.day, last >= sight.day]
    later = aliased(Tenure)
    last_of_all = ~exists().where(
        later.person_id == Tenure.person_id,
        later.superseded_at.is_(None),
        tuple_(later.since, later.id) > tuple_(Tenure.since, Tenure.id),
        among(later.body_id + 0, sight.bodies),
    )
    if search.status == Status.ENDED:
        return [func.coalesce(Tenure.ended, ends) < sight.day, last_of_all]
    return [last_of_all]


def _on_roll(search: Search, sight: Sight) -> ColumnElement[bool]:
    standing = exists().where(
        RollEntry.person_id == Tenure.person_id,
        RollEntry.tenure_id == Tenure.id,
        RollEntry.since <= sight.day,
        or_(RollEntry.until.is_(None), RollEntry.until >= sight.day),
        Roll.id == RollEntry.roll_id,
        Roll.kind == search.roll,
    )
    return standing


def _near(sight: Sight) -> ColumnElement[bool]:
    """Cases of the year plus what is left until the warning reach the cap of the own court."""
    caps = sight.caps
    whole: Any = caps.whole
    own = {body: cap for body, cap in caps.own.items() if body in set(sight.bodies)}
    if whole is None and not own:
        return false()
    if own:
        whole = case(own, value=Tenure.body_id, else_=caps.whole)
    year = aliased(PersonYear)
    return exists().where(
        year.person_id == Tenure.person_id,
        year.year == sight.day.year,
        year.cases + caps.near >= whole,
    )


def _named(sought: Wanted | None, by_gram: bool) -> list[ColumnElement[bool]]:
    if sought is None:
        return [Person.id.is_(None)]
    if sought.number or sought.phone:
        return []
    found: list[Any] = [
        exists().where(gram.person_id == Tenure.person_id, gram.gram == text)
        for gram, text in ((aliased(NameGram), text) for text in sought.grams[by_gram:])
    ]
    if sought.prefix and not by_gram:
        gram = aliased(NameGram)
        found.append(exists().where(gram.person_id == Tenure.person_id, _gram(sought, gram)))
    if sought.within:
        bare = func.replace(func.replace(func.lower(Person.name), "·", ""), " ", "")
        whole = aliased(NameGram)
        borne = exists().where(whole.person_id == Person.id, whole.gram == sought.within)
        found.append(or_(func.replace(bare, sought.within, "") != bare, borne))
    return found


def _gram(sought: Wanted, gram: Any) -> ColumnElement[bool]:
    if sought.grams:
        return gram.gram == sought.grams[0]
    return and_(gram.gram >= sought.prefix, gram.gram < sought.prefix + AFTER_ALL_TEXT)


def _exact(sought: Wanted) -> ColumnElement[bool]:
    number = keyed_hash(sought.number) if sought.number else ""
    phone = keyed_hash(sought.phone) if sought.phone else ""
    by_number = select(Identifier.person_id).where(
        Identifier.hash == number, Identifier.superseded_at.is_(None)
    )
    by_phone = select(Person.id).where(Person.phone_hash == phone)
    return Tenure.person_id.in_(by_number.union(by_phone))
