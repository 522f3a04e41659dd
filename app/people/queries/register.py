"""The register page by page: a fixed number of statements, each reading an index.

First the tenures that a search means are gathered, at most `MANY` of them: so the count is exact
where it is small and "more than" where it is not. Few are sorted as they are; of many, the index
of the sort is walked and stops after a page; but who is looked for by name is never far apart in
the order of names, so those are all read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from app.bodies.models import Body
from app.people.models import Pause, Person, PersonYear, Roll, RollEntry, Tenure
from app.people.queries.finding import (
    AFTER_ALL_TEXT,
    Sight,
    conditions,
    gathering,
    names_sought,
    until_spans,
)
from app.people.queries.scope import elsewhere
from app.people.searching import Search
from app.people.terms import Office, PauseKind, RollKind
from app.shared.db import db

MANY = 500
PAGE = 50
# How often one person may be met in the gathering: by several grams that begin alike.
_MET = 4
OPEN = date(9999, 12, 31)
IDS = bindparam("ids", type_=Integer(), expanding=True)
DAY, YEAR = bindparam("day", type_=Date()), bindparam("year", type_=Integer())
Columns = Select[*tuple[Any, ...]]
COLUMNS = (
    *(Tenure.uid, Person.uid, Person.name, Person.pinyin, Person.district),
    *(Body.id, Body.name, Body.name_en, Tenure.office, Tenure.since),
    *(func.coalesce(Tenure.ended, Tenure.until), func.coalesce(PersonYear.cases, 0)),
    *(func.coalesce(PersonYear.halves, 0), Person.died),
)


@dataclass(frozen=True)
class Found:
    """The tenures that a search means: their ids where they are few, None where they are many."""

    search: Search
    sight: Sight
    ids: tuple[int, ...] | None

    @property
    def count(self) -> int:
        """How many there are, `MANY` where there are more."""
        return MANY if self.ids is None else len(self.ids)


@dataclass(frozen=True)
class Line:
    """A line of the register: a tenure, its person and court, the year, what interrupts it.

    Of a person at another court now neither the district nor the year is known here (None).
    """

    tenure: str
    person: str
    name: str
    pinyin: str
    district: str | None
    body_id: int
    court: str
    court_en: str
    office: Office
    since: date
    last: date | None
    cases: int | None
    halves: int | None
    died: date | None = None
    pause: PauseKind | None = None
    rolls: tuple[RollKind, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page of lines, and the tenures (uid) before and after which the others stand."""

    lines: tuple[Line, ...]
    before: str = ""
    after: str = ""


def found(search: Search, sight: Sight) -> Found:
    """Gather what a search means (one statement, at most a few thousand index rows)."""
    if search.q:
        met = 1 if sight.is_small else _MET
        statement = gathering(search, sight).limit(MANY * met + 1)
    else:
        statement = _unnamed(search, sight, MANY + 1, db.engine.dialect.name)
    ids = tuple(dict.fromkeys(db.session.scalars(statement)))
    return Found(search, sight, None if len(ids) > MANY else ids)


@lru_cache(maxsize=64)
def _unnamed(search: Search, sight: Sight, most: int, _dialect: str) -> Select[Any]:
    """Gather without a name: so many desks ask the same that it is composed once."""
    return gathering(search, sight).limit(most)


def page_of(what: Found, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """Return a page after or before a tenure (uid), or the first (five statements)."""
    if what.ids == ():
        return Page(())
    back = bool(before)
    cursor = _key_at(what, before or after) if before or after else None
    ids = _walk(what, cursor, back, size + 1)
    more, ids = len(ids) > size, ids[:size]
    lines = lines_of(ids[::-1] if back else ids, what.sight)
    if not lines:
        return Page(())
    has_before = more if back else cursor is not None
    has_after = cursor is not None if back else more
    first, last = lines[0].tenure, lines[-1].tenure
    return Page(tuple(lines), first if has_before else "", last if has_after else "")


def neighbour(what: Found, tenure: Tenure, back: bool) -> Tenure | None:
    """Return the tenure before or after one in the list of a search, or None at its end."""
    key = _key_at(what, tenure.uid)
    ids = _walk(what, key, back, 1) if key else []
    return db.session.get(Tenure, ids[0]) if ids else None


def ids_of(what: Found, most: int) -> list[int]:
    """Return the tenures of a search in its order, at most `most` of them (one statement)."""
    return _walk(what, None, False, most)


def count_of(what: Found) -> int:
    """Return how many tenures a search means, however many (one statement)."""
    if what.ids is not None:
        return len(what.ids)
    meant = gathering(what.search, what.sight).subquery()
    return db.session.scalar(select(func.count(meant.c.id.distinct()))) or 0


def portions_of(what: Found, size: int) -> Iterator[list[int]]:
    """Yield all tenures of a search in its order, `size` at a time, each read by its own
    statement from behind the last one's key."""
    cursor: tuple[Any, ...] | None = None
    while rows := _rows(what, cursor, False, size):
        yield [row[2] for row in rows]
        cursor = rows[-1]


def _walk(what: Found, cursor: tuple[Any, ...] | None, back: bool, limit: int) -> list[int]:
    """Return ids in the order of the search, from behind a key on; backwards if asked."""
    return [row[2] for row in _rows(what, cursor, back, limit)]


def _rows(
    what: Found, cursor: tuple[Any, ...] | None, back: bool, limit: int
) -> list[tuple[Any, ...]]:
    """Return (first key, second key, id) of the tenures behind a key.

    The rows that have a value are walked first; those without only where they can still come.
    """
    down = what.search.down != back
    rows: list[tuple[Any, ...]] = []
    for branch in _branches(what):
        if branch.fixed is not None and len(rows) == limit:
            last = rows[-1][0]
            if last > branch.fixed if down else last < branch.fixed:
                break
        more = [tuple(row) for row in db.session.execute(_ordered(branch, cursor, down, limit))]
        rows = sorted([*rows, *more], reverse=down) if rows else more
    return rows[:limit]


@dataclass(frozen=True)
class _Branch:
    """A select of tenures and its two sort keys before the tenure's id.

    `fixed` is the value of the first key where it is one for all rows of the branch; `ends` are
    bounds of the key that is walked, which every row keeps: they lead planners to its index.
    """

    statement: Select[Any]
    k1: Any
    k2: Any
    ends: tuple[Any, Any] = (0, 2**31 - 1)
    fixed: Any = None


def _ordered(
    branch: _Branch, cursor: tuple[Any, ...] | None, down: bool, limit: int
) -> Select[Any]:
    k1 = branch.k1 if branch.fixed is None else literal(branch.fixed)
    statement = branch.statement.add_columns(k1, branch.k2, Tenure.id)
    keys: tuple[Any, ...] = (branch.k1, branch.k2, Tenure.id)
    if branch.fixed is not None:
        keys = keys[1:]
        if cursor and cursor[0] != branch.fixed:
            ahead = branch.fixed < cursor[0] if down else branch.fixed > cursor[0]
            cursor = None if ahead else ()
        cursor = cursor[1:] if cursor else cursor
    if cursor == ():
        statement = statement.where(false())
    elif cursor:
        at, here = tuple_(*cursor), tuple_(*keys)
        statement = statement.where(here < at if down else here > at)
        # The first key once more by itself: of the three, only it is a prefix of an index.
        statement = statement.where(keys[0] <= cursor[0] if down else keys[0] >= cursor[0])
    else:
        least, greatest = branch.ends
        statement = statement.where(keys[0] <= greatest if down else keys[0] >= least)
    return statement.order_by(*(key.desc() if down else key for key in keys)).limit(limit)


def _branches(what: Found) -> list[_Branch]:
    """Return the selects whose rows, merged, are the list: those with a value, those without."""
    search, sight = what.search, what.sight
    base = select().select_from(Tenure).join(Person, Person.id == Tenure.person_id)
    if what.ids is not None:
        return [_few(base.where(Tenure.id.in_(what.ids)), search, sight.day)]
    by_name = names_sought(search)
    if by_name is not None:
        return [_few(base.where(by_name, *conditions(search, sight, True)), search, sight.day)]
    base = base.where(*conditions(search, sight))
    if search.sort == "until":
        spans = until_spans(search, sight)
        return [
            _Branch(base.where(*spans), Tenure.until, Tenure.person_id, (date.min, OPEN)),
            _Branch(base.where(Tenure.until.is_(None)), None, Tenure.person_id, fixed=OPEN),
        ]
    if search.sort == "cases":
        year = (PersonYear.person_id == Tenure.person_id) & (PersonYear.year == sight.day.year)
        counted = _Branch(base.join(PersonYear, year), PersonYear.cases, PersonYear.person_id)
        if search.near:
            return [counted]
        none = base.where(~select(PersonYear.year).where(year).exists())
        return [counted, _Branch(none, None, Tenure.person_id, fixed=0)]
    return [_Branch(base, Person.sort_key, Person.id, ("", AFTER_ALL_TEXT))]


def _few(base: Select[Any], search: Search, day: date) -> _Branch:
    if search.sort == "until":
        last = func.coalesce(Tenure.until, literal(OPEN))
        return _Branch(base, last, Tenure.person_id, (date.min, OPEN))
    if search.sort == "cases":
        year = (PersonYear.person_id == Tenure.person_id) & (PersonYear.year == day.year)
        cases = func.coalesce(PersonYear.cases, 0)
        return _Branch(base.outerjoin(PersonYear, year), cases, Person.id)
    return _Branch(base, Person.sort_key, Person.id, ("", AFTER_ALL_TEXT))


def _key_at(what: Found, uid: str) -> tuple[Any, ...] | None:
    """Return the sort key of a tenure, so that the next page begins behind it."""
    base = select().select_from(Tenure).join(Person, Person.id == Tenure.person_id)
    branch = _few(base.where(Tenure.uid == uid), what.search, what.sight.day)
    row = db.session.execute(branch.statement.add_columns(branch.k1, branch.k2, Tenure.id)).first()
    return tuple(row) if row else None


def lines_of(ids: list[int], sight: Sight) -> list[Line]:
    """Return the lines of tenures in the order of their ids (three statements, or four)."""
    day = sight.day
    named = {"ids": ids, "day": day, "year": day.year}
    rows = db.session.execute(_lines(), named).all()
    lines = {row[0]: Line(*row[2:]) for row in rows}
    over = {row[0]: row[1] for row in rows if (lines[row[0]].last or day) < day}
    gone = elsewhere(over.values(), sight.bodies, day)
    for tenure_id in (i for i, person_id in over.items() if person_id in gone):
        lines[tenure_id] = replace(lines[tenure_id], district=None, cases=None, halves=None)
    for tenure_id, kind in db.session.execute(_rolls(), named):
        if kind not in lines[tenure_id].rolls:
            more = (*lines[tenure_id].rolls, kind)
            lines[tenure_id] = replace(lines[tenure_id], rolls=more)
    for tenure_id, kind in db.session.execute(_pauses(), named):
        lines[tenure_id] = replace(lines[tenure_id], pause=kind)
    return [lines[i] for i in ids if i in lines]


@cache
def _lines() -> Columns:
    same_year = (PersonYear.person_id == Tenure.person_id) & (PersonYear.year == YEAR)
    lines = select(Tenure.id, Tenure.person_id, *COLUMNS).join(
        Person, Person.id == Tenure.person_id
    )
    of_court = lines.join(Body, Body.id == Tenure.body_id)
    return of_court.outerjoin(PersonYear, same_year).where(Tenure.id.in_(IDS))


@cache
def _rolls() -> Columns:
    kinds = select(RollEntry.tenure_id, Roll.kind).join(Roll, Roll.id == RollEntry.roll_id)
    return kinds.where(*_on(RollEntry))


@cache
def _pauses() -> Columns:
    return select(Pause.tenure_id, Pause.kind).where(*_on(Pause))


def _on(row: Any) -> tuple[Any, ...]:
    """Return the conditions that a dated row of the tenures holds on the day."""
    open_ = or_(row.until.is_(None), row.until >= DAY)
    return row.tenure_id.in_(IDS), row.since <= DAY, open_
