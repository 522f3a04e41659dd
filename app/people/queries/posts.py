"""Posts of a court as they stand on a day, and how many are taken; who has not sworn yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.people.models import Act, ActLine, OathTenure, Person, Post, Tenure
from app.people.terms import Form, Office
from app.shared.db import db

MOST_UNSWORN = 200
BODY, DAY = bindparam("body", type_=Integer()), bindparam("day", type_=Date())


@dataclass(frozen=True)
class Posts:
    """The posts of one office: how many since when by which act (None where none is set)."""

    office: Office
    taken: int
    number: int | None = None
    since: date | None = None
    act: Act | None = None

    @property
    def free(self) -> int | None:
        """How many are free; below nought where more are in office than there are posts."""
        return None if self.number is None else self.number - self.taken


def posts_of(body_id: int, day: date) -> list[Posts]:
    """Return the posts of each office that a court has or fills on `day` (three statements)."""
    taken = _taken(body_id, day)
    standing = (Post.body_id == body_id, Post.since <= day, ActLine.annulled_at.is_(None))
    rows = db.session.execute(
        select(Post, Act)
        .join(ActLine, ActLine.id == Post.line_id)
        .join(Act, Act.id == ActLine.act_id)
        .where(*standing)
        .order_by(Post.since)
    )
    newest = {post.office: (post, act) for post, act in rows}
    found = [
        Posts(office, taken.get(office, 0), post.number, post.since, act)
        for office, (post, act) in newest.items()
    ]
    found += [Posts(office, number) for office, number in taken.items() if office not in newest]
    order = list(Office)
    return sorted(found, key=lambda one: order.index(one.office))


def _in_office(body_id: Any, day: Any):
    last = func.coalesce(Tenure.ended, Tenure.until)
    holds = (Tenure.since <= day, or_(last.is_(None), last >= day))
    return (Tenure.body_id == body_id, Tenure.superseded_at.is_(None), *holds)


def _taken(body_id: int, day: date) -> dict[Office, int]:
    # Who was named for one case (1953, § 8, form B) takes none of the fixed places.
    fixed = or_(Tenure.form.is_(None), Tenure.form != Form.B)
    counted = select(Tenure.office, func.count()).where(*_in_office(body_id, day), fixed)
    rows = db.session.execute(counted.group_by(Tenure.office))
    return {Office(office): number for office, number in rows}


def _without_oath(columns: Any, body_id: Any, day: Any) -> Any:
    sworn = exists().where(OathTenure.tenure_id == Tenure.id)
    where = (*_in_office(body_id, day), Tenure.office == Office.ASSESSOR, ~sworn)
    living = Person.died.is_(None)
    return columns.join(Person, Person.id == Tenure.person_id).where(*where, living)


def number_not_sworn(body_id: int, day: date) -> int:
    """Return how many assessors of a court are in office on `day` without an oath."""
    return db.session.scalar(_number_not_sworn(), {"body": body_id, "day": day}) or 0


@cache
def _number_not_sworn() -> Select[int]:
    return _without_oath(select(func.count()).select_from(Tenure), BODY, DAY)


def not_sworn(body_id: int, day: date) -> list[Tenure]:
    """Return the assessors' tenures of a court that hold on `day` without an oath, by name.

    At most 200, the first to be sworn in; each with its person.
    """
    found = _without_oath(select(Tenure), body_id, day)
    found = found.options(joinedload(Tenure.person)).order_by(Person.pinyin, Tenure.id)
    return list(db.session.scalars(found.limit(MOST_UNSWORN)))


def dead_in_office(body_id: int, day: date) -> list[Tenure]:
    """Return the tenures of a court that hold on `day` though the person died, the first five."""
    return list(db.session.scalars(_dead_in_office(), {"body": body_id, "day": day}))


@cache
def _dead_in_office() -> Select[Tenure]:
    where = (*_in_office(BODY, DAY), Person.died.is_not(None))
    found = select(Tenure).join(Person, Person.id == Tenure.person_id).where(*where)
    found = found.options(joinedload(Tenure.person)).order_by(Person.died, Tenure.id)
    return found.limit(5)
