"""Verbs of change: a day added, moved or cancelled, a member replaced, a seat lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.accounts.terms import Desk, clock_desk
from app.audit.service import record
from app.bodies.workdays import is_working_day
from app.messages.service import supersede, tell
from app.messages.terms import Notice
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.trials.exclusions import LABELS
from app.trials.facts import DayWords
from app.trials.models import Case, Panel, Seat, SittingDay
from app.trials.replies_rules import cannot_sit, move_refusals, needs_reason
from app.trials.seat_queries import (
    ASKED,
    alternates,
    holding,
    locked_panel,
    set_days,
)
from app.trials.service.holding import free_days, hold_days
from app.trials.service.panels import roll_frozen
from app.trials.service.parties import leave_untold
from app.trials.service.seats import ask, fill_open, give_up, line_notices
from app.trials.service.totals import counted_anew, year_ahead
from app.trials.standing import still_eligible
from app.trials.telling import Change, day_cancelled
from app.trials.telling_clerks import to_clerks
from app.trials.terms import HOLDING, DayState, PanelState, SeatState

# A mail is read by others too: why somebody may not sit stands on the panel's page alone.
NOT_NEEDED = N_("You are not needed in this case.")
MOVED_AWAY = N_("The sitting was moved to a day on which you are away.")
ADDED_AWAY = N_("The panel sits on a further day, on which you are away.")
AWAY = "person.away"


def add_day(desk: Desk, panel: Panel, to: DayWords, waivers: Mapping[str, str]) -> SittingDay:
    """Set a further sitting day of a drawn panel: its members are asked anew, those in line told.

    Raises Refused: that it is no working day, and that some cannot sit then and are replaced,
    passes with a written reason.
    """
    panel = locked_panel(panel.id)
    against = [*_not_drawn(panel), *_not_then(panel, to)]
    refuse_unless_waived(against, waivers)
    with _members_asked(desk, panel, to, waivers, ADDED_AWAY) as changes:
        new = _new_day(panel, to)
        changes.append(Change(new))
    record(desk, "day:added", new, day=to.day.isoformat(), waivers=dict(waivers))
    panel.version += 1
    return new


def move_day(
    desk: Desk, day: SittingDay, to: DayWords, reason: str, waivers: Mapping[str, str]
) -> SittingDay:
    """Move a sitting day: who holds a seat is asked anew, who is away then is replaced.

    The old row stays and names the new one. Raises Refused; that it is no working day, and that
    some cannot sit then, passes with a written reason.
    """
    panel = locked_panel(day.panel_id)
    against = [*_not_set(day), *_frozen(panel), *needs_reason(reason)]
    against += _not_then(panel, to, day)
    refuse_unless_waived(against, waivers)
    with _members_asked(desk, panel, to, waivers, MOVED_AWAY) as changes:
        new = _new_day(panel, to)
        changes.append(Change(new, day, reason.strip()))
        _end_day(day, DayState.MOVED, reason)
        day.moved_to_id = new.id
    facts = {"to": to.day.isoformat(), "reason": reason[:300], "waivers": dict(waivers)}
    record(desk, "day:moved", day, day=day.day.isoformat(), **facts)
    panel.version += 1
    return new


def cancel_day(desk: Desk, day: SittingDay, reason: str) -> SittingDay:
    """Cancel a sitting day; everybody who was told of it is told so."""
    panel = locked_panel(day.panel_id)
    against = [*_not_set(day), *_frozen(panel), *needs_reason(reason)]
    if against:
        raise Refused(against)
    with counted_anew(panel, [seat.person_id for seat in panel.seats]):
        _end_day(day, DayState.CANCELLED, reason)
        for seat in holding(panel):
            free_days(seat)
            hold_days(seat)
    asked = [seat for seat in holding(panel) if seat.state in ASKED]
    waiting = alternates(panel) if panel.answer_by else []
    tell(day_cancelled(seat, day) for seat in (*asked, *waiting))
    record(desk, "day:cancelled", day, day=day.day.isoformat(), reason=reason[:300])
    panel.version += 1
    return day


def replace_member(desk: Desk, seat: Seat, reason: str) -> Seat | None:
    """Take a member out of a seat and ask the next alternate at once; return who was asked.

    Where a day was held already, the hearing begins again (see seats.restart). None: nobody
    is left.
    """
    panel = locked_panel(seat.panel_id)
    against = needs_reason(reason)
    if seat.state not in HOLDING or panel.state != PanelState.DRAWN:
        against.append(_not_held())
    if against:
        raise Refused(against)
    give_up(desk, seat, SeatState.REPLACED, reason, reason)
    record(desk, "seat:replaced", seat, panel.body_id, reason=reason[:300])
    called = fill_open(desk, panel)
    panel.version += 1
    return called[0] if called else None


def replace_today(desk: Desk, seat: Seat, reason: str) -> Seat | None:
    """Replace a member who cannot come to the sitting of this very day; see replace_member.

    The next alternate has an hour at least, and is called by phone. Raises Refused where the
    panel does not sit today.
    """
    panel = locked_panel(seat.panel_id)
    if clock.today(panel.body.zone) not in {day.day for day in set_days(panel)}:
        raise Refused([_not_today()])
    return replace_member(desk, seat, reason)


def reopen_lost(panel_id: int) -> str:
    """Open the seats of a panel whose holders may no longer sit, ask the next; the clock's verb.

    Lost is who left office or the roll, was barred, or is kin or party of a case by now. A
    panel whose days lie behind is left alone. The clerks are told, as nobody of them was there.
    Returns how many seats were opened.
    """
    panel = locked_panel(panel_id)
    if panel.state != PanelState.DRAWN:
        return "0"
    gone, day = _open_lost(clock_desk(panel.body_id), panel), clock.today(panel.body.zone)
    for seat in gone:
        facts = {"name": seat.person.name}
        tell(to_clerks("seat.lost", panel, f"seat:{seat.id}", seat.version, day, **facts))
    return str(len(gone))


def reopen_lost_of(desk: Desk, case: Case) -> int:
    """Open the seats of a case's drawn panels whose holders may not sit in it as it is now."""
    drawn = (Panel.cases.any(Case.id == case.id), Panel.state == PanelState.DRAWN)
    ids = db.session.scalars(select(Panel.id).where(*drawn).order_by(Panel.id)).all()
    return sum(len(_open_lost(desk, locked_panel(panel_id))) for panel_id in ids)


def _open_lost(desk: Desk, panel: Panel) -> list[Seat]:
    seats = holding(panel)
    lost = still_eligible(panel, [seat.person_id for seat in seats])
    gone = [seat for seat in seats if seat.person_id in lost]
    for seat in gone:
        rule = lost[seat.person_id]
        give_up(desk, seat, SeatState.RELEASED, rule, NOT_NEEDED)
    if gone and any(seat.invited_at for seat in gone):
        fill_open(desk, panel)
    panel.version += bool(gone)
    return gone


@contextmanager
def _members_asked(
    desk: Desk, panel: Panel, to: DayWords, waivers: Mapping[str, str], why_away: str
) -> Iterator[list[Change]]:
    """Change a panel's days in the block; then who can sit is asked anew, who cannot replaced.

    The block adds what it changed to the list, for the mails. Raises Refused for members who
    cannot, unless `waivers` say why it must be that day.
    """
    year = year_ahead(panel)
    held = any(day.state == DayState.HELD for day in panel.days)
    with counted_anew(panel, [seat.person_id for seat in panel.seats]):
        changes: list[Change] = []
        yield changes
        db.session.flush()
        db.session.expire(panel, ["days"])
        persons = {seat.person_id: seat.person.name for seat in holding(panel)}
        another = not held and year_ahead(panel) != year
        cannot = still_eligible(panel, list(persons), another_year=another)
        away = [persons[who] for who, rule in cannot.items() if rule == AWAY]
        lost = [persons[who] for who, rule in cannot.items() if rule != AWAY]
        refuse_unless_waived(cannot_sit(away, lost, to.day), waivers)
        why = {who: why_away if rule == AWAY else rule for who, rule in cannot.items()}
        _ask_all_anew(desk, panel, why, changes[0])


def _new_day(panel: Panel, to: DayWords) -> SittingDay:
    new = SittingDay(
        body_id=panel.body_id,
        panel_id=panel.id,
        day=to.day,
        part=to.part,
        begins=to.begins,
        room=to.room,
        state=DayState.SET,
    )
    db.session.add(new)
    leave_untold(panel)
    db.session.flush()
    return new


def _end_day(day: SittingDay, state: DayState, reason: str) -> None:
    day.state, day.why = state, reason.strip()[:300]
    day.version += 1
    leave_untold(day.panel)
    supersede(f"day:{day.id}", day.version)
    db.session.flush()


def _ask_all_anew(desk: Desk, panel: Panel, cannot: Mapping[int, str], change: Change) -> None:
    """Free the half days of all before anybody takes new ones, then ask who can sit.

    `cannot` says why the others give up their seats: a rule's key or a text.
    """
    seats = holding(panel)
    for seat in seats:
        free_days(seat)
    for seat in seats:
        if seat.person_id in cannot:
            why = cannot[seat.person_id]
            give_up(desk, seat, SeatState.RELEASED, why, NOT_NEEDED if why in LABELS else why)
        elif seat.state == SeatState.DRAWN:
            hold_days(seat)
    now = clock.now()
    tell([ask(desk, seat, now, change) for seat in seats if seat.state in ASKED])
    if any(seat.invited_at for seat in seats):
        tell(_anew_in_line(panel, change))
        fill_open(desk, panel)


def _anew_in_line(panel: Panel, change: Change) -> list[Notice]:
    return line_notices(panel, change) if panel.answer_by and set_days(panel) else []


def _not_set(day: SittingDay) -> list[Refusal]:
    if day.state == DayState.SET:
        return []
    text = N_("This day was moved, cancelled or held already.")
    return [Refusal("day.not_set", text, way_out=N_("Look at the panel as it stands now."))]


def _not_then(panel: Panel, to: DayWords, moved: SittingDay | None = None) -> list[Refusal]:
    """Return what stands against a day in itself: over, no working day, one the panel has."""
    kept = [day for day in panel.days if day.state in (DayState.SET, DayState.HELD)]
    others = [day.day for day in kept if day is not moved]
    now = clock.now().astimezone(ZoneInfo(panel.body.zone))
    begun = to.day == now.date() and bool(to.begins) and to.begins <= f"{now:%H:%M}"
    working = is_working_day(to.day)
    return move_refusals(to.day, now.date(), working, others, begun)


def _not_drawn(panel: Panel) -> list[Refusal]:
    if panel.state == PanelState.DRAWN:
        return []
    if panel.state in (PanelState.REQUESTED, PanelState.FROZEN):
        return [_days_before_draw()]
    text = N_("This panel is closed or withdrawn, so it has no further days.")
    return [Refusal("panel.over", text, way_out=N_("Look at the panel as it stands now."))]


def _days_before_draw() -> Refusal:
    text = N_("The panel is not drawn yet.")
    way = N_("Change the days with the panel itself; a frozen roll is drawn or annulled first.")
    return Refusal("panel.not_drawn", text, way_out=way)


def _frozen(panel: Panel) -> list[Refusal]:
    """Return what stands against other days while a roll judged for these waits for its draw."""
    return [roll_frozen()] if panel.state == PanelState.FROZEN else []


def _not_held() -> Refusal:
    text = N_("This person does not hold a seat of the panel any more.")
    return Refusal("seat.not_held", text, way_out=N_("Look at the panel as it stands now."))


def _not_today() -> Refusal:
    text = N_("The panel does not sit today.")
    return Refusal("day.not_today", text, way_out=N_("Replace the member without the hurry."))
