"""From a draw's record to the seats of its panel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.terms import Desk
from app.draws.models import Draw
from app.draws.service import people_of
from app.people.models import Absence, Person
from app.shared.db import db
from app.shared.texts import N_
from app.sortition.draw import next_alternate
from app.trials.facts import HALVES
from app.trials.models import Panel, Seat, SeatEvent
from app.trials.service.holding import hold_days
from app.trials.service.totals import counted_anew
from app.trials.terms import DayState, SeatState

TAKEN_ELSEWHERE = N_("Taken by another panel or course between the freeze and the draw")


@dataclass(frozen=True)
class Seating:
    """Who takes which seat: {seat number: tag}, and who was drawn for one and is not free."""

    seats: Mapping[int, str]
    fallen: Mapping[int, str]


def prepare_seats(desk: Desk, panel: Panel, draw: Draw, order: Sequence[str]) -> list[Seat]:
    """Make the seats of a drawn panel: those seated with their number, the alternates in order.

    The panel is locked, `order` is the record's. Two draws at once may have frozen the same
    person: whoever draws second finds him away, and the record's own next alternate takes the
    seat, which his story says. Half days of those seated are held from now on.
    """
    people, record = people_of(draw), draw.record or {}
    waiting = record["alternates"][: panel.alternates]
    taken = _not_free(panel, [people[tag] for tag in (*record["seats"], *waiting)])
    busy = {tag for tag, person_id in people.items() if person_id in taken}
    seating = seat_the_free(record, busy)
    rows = [*_rows(panel, draw, people, order, seating, waiting)]
    seated = [row for row in rows if row.state == SeatState.DRAWN]
    with counted_anew(panel, [row.person_id for row in seated]):
        db.session.add_all(rows)
        db.session.flush()
        db.session.expire(panel, ["seats"])
    for row in rows:
        db.session.add(
            SeatEvent(seat_id=row.id, what=row.state, by=desk.name[:80], note=row.reason)
        )
    for row in sorted(seated, key=lambda one: one.person_id):
        hold_days(row)
    return rows


def seat_the_free(record: Mapping[str, object], busy: Collection[str]) -> Seating:
    """Return who takes each seat of a record when the tags in `busy` are not free any more.

    A seat that nobody left can take within the composition stays open.
    """
    drawn: list[str] = list(record["seats"])  # type: ignore[call-overload]
    seats = {number: tag for number, tag in enumerate(drawn, 1) if tag not in busy}
    fallen = {number: tag for number, tag in enumerate(drawn, 1) if tag in busy}
    for number in fallen:
        tag = next_alternate(record, set(seats.values()), set(busy) - set(seats.values()))
        if tag is None:
            break
        seats[number] = tag
    return Seating(seats, fallen)


def _rows(
    panel: Panel,
    draw: Draw,
    people: Mapping[str, int],
    order: Sequence[str],
    seating: Seating,
    waiting: Sequence[str],
) -> list[Seat]:
    position = {tag: number for number, tag in enumerate(order, 1)}

    def row(tag: str, state: SeatState, seat_no: int | None, reason: str = "") -> Seat:
        return Seat(
            panel_id=panel.id,
            draw_id=draw.id,
            person_id=people[tag],
            tag=tag,
            position=position[tag],
            seat_no=seat_no,
            state=state,
            reason=reason,
        )

    rows = [row(tag, SeatState.DRAWN, number) for number, tag in seating.seats.items()]
    for number, tag in seating.fallen.items():
        rows.append(row(tag, SeatState.RELEASED, number, TAKEN_ELSEWHERE))
    seated = set(seating.seats.values())
    rows += [row(tag, SeatState.ALTERNATE, None) for tag in waiting if tag not in seated]
    return rows


def _not_free(panel: Panel, first: Collection[int]) -> set[int]:
    """Return who is away on a half day of the panel.

    The people `first` in order are locked before, in one order of ids, so that two draws that
    share them take turns and never wait for each other in a circle.
    """
    locked = select(Person.id).where(Person.id.in_(sorted(first))).order_by(Person.id)
    db.session.execute(locked.with_for_update(key_share=True)).all()
    days = [day for day in panel.days if day.state == DayState.SET]
    halves = {(day.day, half) for day in days for half in HALVES[day.part]}
    rows = db.session.execute(
        select(Absence.person_id, Absence.day, Absence.half).where(
            Absence.day.in_({day.day for day in days})
        )
    )
    return {row.person_id for row in rows if (row.day, row.half) in halves}
