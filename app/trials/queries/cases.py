"""Cases and panels: the list with its filters, and one of each with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.bodies.queries import forebears
from app.draws.models import Draw
from app.people.models import Person, Tenure
from app.people.queries.scope import kept_by
from app.people.terms import Office
from app.shared.db import db
from app.shared.fullwidth import ways_written
from app.trials.facts import case_number, name_key
from app.trials.models import Case, Panel, PanelCase, Party, Seat, SeatEvent, SittingDay
from app.trials.terms import DayState, PanelState, SeatState

PAGE = 50
SORTS = {"filed": Case.filed, "number": Case.number}
TO_DRAW = (PanelState.REQUESTED, PanelState.FROZEN)


@dataclass(frozen=True)
class CaseFilter:
    """What a list of cases is narrowed to; `sort` with a minus in front runs down."""

    text: str = ""
    matter: str = ""
    view: str = ""  # week, draw, or all
    below: bool = False
    sort: str = "-filed"
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class CasePage:
    """One page of cases; `previous` and `following` are marks for the address, or empty."""

    cases: Sequence[Case]
    panels: dict[int, Panel]
    previous: str = ""
    following: str = ""


def cases_page(body_id: int, filter_: CaseFilter, today: date) -> CasePage:
    """Return one page of the cases of a court (and, where asked, of those under it).

    Keyset paging over (filed, id) or (number, id): ix_trial_case_filed, the unique key.
    """
    key = filter_.sort.lstrip("-")
    column, down = SORTS.get(key, Case.filed), filter_.sort.startswith("-")
    backwards = bool(filter_.before)
    statement = _filtered(body_id, filter_, today)
    mark = filter_.before or filter_.after
    if mark:
        statement = statement.where(_beyond(column, key, mark, down is not backwards))
    falling = down is not backwards
    order = (column.desc(), Case.id.desc()) if falling else (column, Case.id)
    found = list(db.session.scalars(statement.order_by(*order).limit(PAGE + 1)))
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    marks = [f"{getattr(case, key, case.filed)}~{case.id}" for case in found]
    has_previous = more if backwards else bool(filter_.after)
    has_following = True if backwards else more
    return CasePage(
        found,
        _newest_panels([case.id for case in found]),
        marks[0] if found and has_previous else "",
        marks[-1] if found and has_following else "",
    )


def _filtered(body_id: int, filter_: CaseFilter, today: date) -> Select[Any]:
    seen = kept_by(body_id, today) if filter_.below else forebears(body_id, today)
    where: list[Any] = [Case.body_id.in_(seen)]
    if filter_.text:
        named = select(Party.case_id).where(_holds(Party.name, *ways_written(filter_.text)))
        number = _holds(Case.number, case_number(filter_.text))
        nature = _holds(Case.nature, *ways_written(filter_.text))
        where.append(or_(number, nature, Case.id.in_(named)))
    if filter_.matter:
        where.append(Case.matter == filter_.matter)
    if filter_.view == "week":
        where.append(Case.id.in_(_sitting_between(*week_of(today))))
    if filter_.view == "draw":
        waiting = select(PanelCase.case_id).join(Panel, Panel.id == PanelCase.panel_id)
        where.append(Case.id.in_(waiting.where(Panel.state.in_(TO_DRAW))))
    return select(Case).where(*where).options(joinedload(Case.body))


def _holds(column: Any, *ways: str) -> Any:
    """Say whether a column holds a text, written in one of some ways."""
    return or_(*(column.ilike(f"%{_escaped(way)}%", escape="\\") for way in ways))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _beyond(column: Any, key: str, mark: str, falling: bool) -> Any:
    value, _, row_id = mark.rpartition("~")
    known: Any = value
    if key != "number":
        known = date.fromisoformat(value) if _is_day(value) else date.max
    last = int(row_id) if row_id.isdecimal() else 0
    if falling:
        return or_(column < known, and_(column == known, Case.id < last))
    return or_(column > known, and_(column == known, Case.id > last))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _sitting_between(first: date, last: date) -> Select[Any]:
    days = select(PanelCase.case_id).join(SittingDay, SittingDay.panel_id == PanelCase.panel_id)
    live = SittingDay.state.in_((DayState.SET, DayState.HELD))
    return days.where(SittingDay.day.between(first, last), live)


def _newest_panels(case_ids: Sequence[int]) -> dict[int, Panel]:
    """Return the newest panel of each case, with its days."""
    newest = (
        select(PanelCase.case_id, func.max(PanelCase.panel_id).label("panel_id"))
        .where(PanelCase.case_id.in_(case_ids))
        .group_by(PanelCase.case_id)
        .subquery()
    )
    rows = db.session.execute(
        select(newest.c.case_id, Panel)
        .join(Panel, Panel.id == newest.c.panel_id)
        .options(selectinload(Panel.days))
    )
    return {row.case_id: row.Panel for row in rows}


def case_by_uid(uid: str) -> Case | None:
    """Return a case with its parties and their kin, or None."""
    parties = selectinload(Case.parties).selectinload(Party.kin)
    statement = select(Case).where(Case.uid == uid).options(parties, joinedload(Case.body))
    return db.session.scalar(statement)


def case_by_number(body_id: int, number: str) -> Case | None:
    """Return a court's case by its number, or None."""
    return db.session.scalar(select(Case).where(Case.body_id == body_id, Case.number == number))


def panel_by_uid(uid: str) -> Panel | None:
    """Return a panel with cases, parties, kin and days, or None."""
    parties = selectinload(Panel.cases).selectinload(Case.parties).selectinload(Party.kin)
    options = (parties, selectinload(Panel.days), joinedload(Panel.body))
    return db.session.scalar(select(Panel).where(Panel.uid == uid).options(*options))


def panels_of(case_id: int) -> list[Panel]:
    """Return the panels of a case, newest first, with their days."""
    of_case = select(PanelCase.panel_id).where(PanelCase.case_id == case_id)
    statement = select(Panel).where(Panel.id.in_(of_case)).options(selectinload(Panel.days))
    return list(db.session.scalars(statement.order_by(Panel.id.desc())))


def draws_of(subject: str) -> list[Draw]:
    """Return the draws for a panel (panel:ID), newest first (ix_draw_drawn_for)."""
    where = Draw.drawn_for == subject
    return list(db.session.scalars(select(Draw).where(where).order_by(Draw.id.desc())))


def seats_of(draw_id: int) -> list[Seat]:
    """Return the seats of one draw in its order, with their people."""
    statement = select(Seat).where(Seat.draw_id == draw_id).options(joinedload(Seat.person))
    return list(db.session.scalars(statement.order_by(Seat.position)))


@dataclass(frozen=True)
class AsDrawn:
    """What a draw gave, whatever happened since: its seats by number, its alternates in order,
    and who was drawn for a seat but had been taken elsewhere since the freeze."""

    seated: tuple[Seat, ...]
    waiting: tuple[Seat, ...]
    fallen: tuple[Seat, ...]


def as_drawn(draw_id: int) -> AsDrawn:
    """Return the outcome of one draw: the first line of each seat's story says where it stood."""
    story = aliased(SeatEvent)
    first = select(func.min(story.id)).where(story.seat_id == Seat.id).scalar_subquery()
    statement = select(Seat, SeatEvent.what).join(SeatEvent, SeatEvent.id == first)
    rows = db.session.execute(
        statement.where(Seat.draw_id == draw_id)
        .options(joinedload(Seat.person))
        .order_by(Seat.position)
    ).all()

    def those(state: SeatState) -> list[Seat]:
        return [row.Seat for row in rows if row.what == state]

    by_number = sorted(those(SeatState.DRAWN), key=lambda seat: seat.seat_no or 0)
    return AsDrawn(
        tuple(by_number), tuple(those(SeatState.ALTERNATE)), tuple(those(SeatState.RELEASED))
    )


def people_named(ids: Sequence[int]) -> dict[int, Person]:
    """Return people by id."""
    return {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def offices_of_name(body_id: int, name: str, day: date) -> set[str]:
    """Return the offices held in a body on `day` by people of a name."""
    rows = db.session.scalars(
        select(Tenure.office)
        .join(Person, Person.id == Tenure.person_id)
        .where(
            Person.name == name,
            Tenure.body_id == body_id,
            Tenure.superseded_at.is_(None),
            Tenure.since <= day,
            or_(Tenure.until.is_(None), Tenure.until >= day),
            or_(Tenure.ended.is_(None), Tenure.ended >= day),
        )
    )
    return {str(office) for office in rows}


def person_borne(number: str, name: str) -> int | None:
    """Return the id of the person with a register number, if he bears the name (unique number)."""
    row = db.session.execute(select(Person.id, Person.name).where(Person.number == number)).first()
    return row.id if row and name_key(row.name) == name_key(name) else None


def judges_of(body_id: int, day: date) -> list[str]:
    """Return the names of a court's judges in office on `day`, for the list of suggestions."""
    offices = (Office.JUDGE, Office.PRESIDENT, Office.VICE_PRESIDENT)
    rows = db.session.scalars(
        select(Person.name)
        .join(Tenure, Tenure.person_id == Person.id)
        .where(
            Tenure.body_id == body_id,
            Tenure.office.in_(offices),
            Tenure.superseded_at.is_(None),
            Tenure.since <= day,
            or_(Tenure.until.is_(None), Tenure.until >= day),
            or_(Tenure.ended.is_(None), Tenure.ended >= day),
        )
        .order_by(Person.sort_key)
        .limit(300)
    )
    return list(dict.fromkeys(rows))
