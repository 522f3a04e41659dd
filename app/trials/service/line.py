"""The line made longer: further people of the recorded order, when the alternates are used up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.accounts.terms import Desk
from app.audit.service import record
from app.draws.models import Draw
from app.draws.service import people_of, standing
from app.messages.service import tell
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.sortition.draw import next_alternate
from app.trials.models import Panel, Seat
from app.trials.replies_rules import line_stands, order_used_up
from app.trials.seat_queries import alternates, holding, locked_panel, open_numbers, set_days
from app.trials.service.seats import fill_open, next_in_line, no_day, none_open, note
from app.trials.standing import still_eligible
from app.trials.telling import waiting_in_line
from app.trials.terms import DayState, PanelState, SeatState

FURTHER = "further"  # the first line of the story of who was taken into the line later
AWAY = "person.away"


def lengthen_line(desk: Desk, panel: Panel) -> list[Seat]:
    """Go on down the recorded order, and ask for the open seats; nobody is drawn anew.

    The rest of the order are the alternates (record.md). As many are taken as the court keeps in
    line, more where the first who fits stands further down; who cannot sit is passed over, and
    his story says why. Returns who came into the line. Raises Refused where no seat is open,
    somebody in line can still take it, or nobody further down can.
    """
    panel = locked_panel(panel.id)
    draw = standing(f"panel:{panel.id}")
    if panel.state != PanelState.DRAWN or draw is None or not open_numbers(panel):
        raise Refused([none_open()])
    today = clock.today(panel.body.zone)
    if not any(day.day >= today for day in set_days(panel)):
        raise Refused([no_day()])
    if (following := next_in_line(panel)) is not None:
        raise Refused([line_stands(following.person.name)])
    people = people_of(draw)
    beyond = _beyond(panel, draw)
    cannot = still_eligible(panel, {people[tag] for tag in beyond})
    against = {tag: cannot[people[tag]] for tag in beyond if people[tag] in cannot}
    taken = beyond[: _how_far(panel, draw, beyond, against)]
    if not taken:
        held = any(day.state == DayState.HELD for day in panel.days)
        away = Counter(against.values())[AWAY]
        raise Refused([order_used_up(len(beyond), away, held)])
    new = [_into_line(desk, panel, draw, tag, against.get(tag, "")) for tag in taken]
    db.session.flush()
    db.session.expire(panel, ["seats"])
    facts = {"taken": len(taken), "passed": sum(tag in against for tag in taken)}
    record(desk, "panel:line_lengthened", panel, **facts)
    _ask_and_tell(desk, panel, new)
    panel.version += 1
    return [seat for seat in new if seat.tag not in against]


def _beyond(panel: Panel, draw: Draw) -> list[str]:
    """Return the tags after the end of the line, in the order of the record."""
    known = {seat.tag for seat in panel.seats if seat.draw_id == draw.id}
    drawn: Mapping[str, list[str]] = draw.record or {}
    return [tag for tag in drawn["alternates"] if tag not in known]


def _how_far(panel: Panel, draw: Draw, beyond: Sequence[str], against: Mapping[str, str]) -> int:
    """Return how many of `beyond` come into the line, 0 where none of them fits an open seat."""
    kept = {seat.tag for seat in holding(panel) if seat.draw_id == draw.id}
    gone = {seat.tag for seat in panel.seats if seat.draw_id == draw.id} - kept
    fits = next_alternate(draw.record or {}, kept, gone | against.keys())
    able = [place for place, tag in enumerate(beyond, 1) if tag not in against]
    if fits is None and (panel.composition or not able):
        return 0
    usual = able[: max(panel.alternates, 1)]
    return max(usual[-1], beyond.index(fits) + 1 if fits else 0)


def _into_line(desk: Desk, panel: Panel, draw: Draw, tag: str, against: str) -> Seat:
    order: list[str] = (draw.record or {})["order"]
    seat = Seat(
        panel_id=panel.id,
        draw_id=draw.id,
        person_id=people_of(draw)[tag],
        tag=tag,
        position=order.index(tag) + 1,
        state=SeatState.RELEASED if against else SeatState.ALTERNATE,
        reason=against,
    )
    db.session.add(seat)
    db.session.flush()
    note(seat, FURTHER, desk)
    if against:
        note(seat, SeatState.RELEASED, desk, against)
    return seat


def _ask_and_tell(desk: Desk, panel: Panel, new: Sequence[Seat]) -> None:
    """Ask for the open seats; who only stands in line now is told his place."""
    fill_open(desk, panel)
    if panel.answer_by is None:
        return
    places = {seat.id: place for place, seat in enumerate(alternates(panel), 1)}
    tell(waiting_in_line(seat, places[seat.id]) for seat in new if seat.id in places)
