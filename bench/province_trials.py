"""Three years of trials in an invented province: panels, seats, days, who sat, who was told."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.draws.models import Draw, LeafTree
from app.draws.terms import CODE_VERSION, DrawState
from app.people.models import Absence, PersonYear
from app.people.terms import AbsenceKind
from app.trials.facts import HALVES
from app.trials.models import (
    Attendance,
    Case,
    Panel,
    PanelCase,
    Party,
    Seat,
    SeatEvent,
    SittingDay,
)
from app.trials.terms import (
    DayPart,
    DayState,
    Matter,
    PanelState,
    PartyRole,
    Procedure,
    SeatState,
)
from bench.province_people import moment_of
from bench.province_told import audited, told
from bench.writer import Writer

YEARS = 3
AHEAD = 28  # days
SEATS, ALTERNATES = 2, 4
PARTS = (DayPart.AM, DayPart.PM, DayPart.WHOLE)
ROOMS = ("第一法庭", "第二法庭", "第三法庭")
NAMES = ("宏达建材公司", "钱大海", "吴小川", "顺达出租车公司", "郑一民", "韩梅香")
OPEN_SEATS = (SeatState.ACCEPTED,) * 6 + (SeatState.INVITED,) * 3 + (SeatState.DRAWN,)


@dataclass
class CourtYears:
    """A court's trials as they are written: who is away when, what each year adds up to."""

    write: Writer
    body_id: int
    people: list[int]
    today: date
    random: Random
    away: defaultdict[int, set[date]] = field(default_factory=lambda: defaultdict(set))
    cases: Counter[tuple[int, int]] = field(default_factory=Counter)
    assigned: Counter[tuple[int, int]] = field(default_factory=Counter)
    halves: Counter[tuple[int, int]] = field(default_factory=Counter)
    panels: int = 0


@dataclass(frozen=True)
class Trial:
    """A panel's row, its draw's, its days with their rows, and whether it lies behind."""

    panel: int
    draw: int
    rows: dict[date, int]
    part: DayPart
    over: bool

    @property
    def days(self) -> set[date]:
        """The days it sits."""
        return {*self.rows}

    @property
    def first(self) -> date:
        """The first of them."""
        return min(self.rows)


def write_trials(court: CourtYears, days: int) -> None:
    """Write panels until a court has so many sitting days, then the totals of the years."""
    tree = court.write.add(
        LeafTree,
        body_id=court.body_id,
        day=court.today - timedelta(days=YEARS * 365),
        root="0" * 64,
        leaves=b"",
    )
    while days > 0:
        number = min(days, 1 + (court.random.random() < 0.25))
        _panel(court, tree, _days(court, number))
        days -= number
    for person, year in court.cases | court.assigned | court.halves:
        court.write.link(
            PersonYear,
            person_id=person,
            year=year,
            cases=court.cases[person, year],
            halves=court.halves[person, year],
            assigned=court.assigned[person, year],
        )


def _days(court: CourtYears, number: int) -> list[date]:
    first = court.today - timedelta(days=court.random.randrange(-AHEAD, YEARS * 365))
    days: list[date] = []
    while len(days) < number:
        if first.weekday() < 5:
            days.append(first)
        first += timedelta(days=1)
    return days


def _panel(court: CourtYears, tree: int, days: list[date]) -> None:
    over, part = days[-1] < court.today, court.random.choice(PARTS)
    court.panels += 1
    panel = court.write.add(
        Panel,
        body_id=court.body_id,
        state=PanelState.CLOSED if over else PanelState.DRAWN,
        judges=1,
        assessors=SEATS,
        form_rule="panel.forms",
        presiding="周文",
        clerk_name="刘芳",
        clerk_phone="0990-0000 0000",
        alternates=ALTERNATES,
        rulebook="cn-2018",
        rulebook_version="1",
        created_at=moment_of(days[0] - timedelta(days=20)),
    )
    case = _case(court, panel, days[0] - timedelta(days=30))
    rows = {day: _sitting(court, panel, day, part, over) for day in days}
    draw = _draw(court, tree, panel, days[0] - timedelta(days=14))
    trial = Trial(panel, draw, rows, part, over)
    sample = court.random.sample(court.people, min(12, len(court.people)))
    free = [person for person in sample if not trial.days & court.away[person]]
    for position, person in enumerate(free[: SEATS + ALTERNATES], 1):
        _seat(court, trial, person, position)
    audited(court.write, court.body_id, {"panel": panel, "case": case, "draw": draw}, days[0])


def _case(court: CourtYears, panel: int, filed: date) -> int:
    write, random = court.write, court.random
    case = write.add(
        Case,
        body_id=court.body_id,
        number=f"（{filed.year}）{court.body_id:03}民初{court.panels}号",
        matter=random.choice(tuple(Matter)),
        nature="民间借贷纠纷",
        procedure=Procedure.ORDINARY,
        filed=filed,
        circumstances=["complex"],
        created_at=moment_of(filed),
    )
    write.link(PanelCase, panel_id=panel, case_id=case)
    plaintiff, defendant = random.sample(NAMES, 2)
    write.add(Party, case_id=case, role=PartyRole.PLAINTIFF, name=plaintiff)
    write.add(Party, case_id=case, role=PartyRole.DEFENDANT, name=defendant)
    return case


def _sitting(court: CourtYears, panel: int, day: date, part: DayPart, over: bool) -> int:
    return court.write.add(
        SittingDay,
        body_id=court.body_id,
        panel_id=panel,
        day=day,
        part=part,
        begins="14:30" if part == DayPart.PM else "09:00",
        room=court.random.choice(ROOMS),
        state=DayState.HELD if over else DayState.SET,
        recorded_at=moment_of(day, 9) if over else None,
    )


def _draw(court: CourtYears, tree: int, panel: int, day: date) -> int:
    # Its record is left empty: 130 tags each would make a gigabyte that no measured page reads.
    return court.write.add(
        Draw,
        body_id=court.body_id,
        tree_id=tree,
        leaf_index=court.panels,
        subject=f"case:{panel}",
        drawn_for=f"panel:{panel}",
        attempt=1,
        state=DrawState.MADE,
        verdict_code=CODE_VERSION,
        frozen={},
        frozen_hash="0" * 64,
        record={},
        tags=b"{}",
        excluded=b"{}",
        frozen_at=moment_of(day),
        made_at=moment_of(day),
    )


def _seat(court: CourtYears, trial: Trial, person: int, position: int) -> None:
    held = position <= SEATS
    state = SeatState.RELEASED if trial.over else SeatState.ALTERNATE
    if held:
        state = SeatState.ACCEPTED if trial.over else court.random.choice(OPEN_SEATS)
    asked = moment_of(trial.first - timedelta(days=13))
    answered = asked + timedelta(days=1) if state == SeatState.ACCEPTED else None
    seat = court.write.add(
        Seat,
        panel_id=trial.panel,
        draw_id=trial.draw,
        person_id=person,
        tag=f"{trial.panel:032x}{person:032x}",
        position=position,
        seat_no=position if held else None,
        state=state,
        asked=int(held),
        invited_at=asked if held else None,
        answer_by=asked + timedelta(days=3) if held else None,
        answered_at=answered,
        answered_how="phone" if answered else "",
        counted=held and trial.over,
        created_at=asked,
    )
    for what in ("drawn", "invited", state.value) if held else ("alternate",):
        court.write.add(SeatEvent, seat_id=seat, at=asked, what=what, by="刘芳")
    if held:
        _hold(court, trial, seat, person)
        told(court.write, court.body_id, seat, person, asked)


def _hold(court: CourtYears, trial: Trial, seat: int, person: int) -> None:
    held = {"kind": AbsenceKind.SITTING, "subject": f"seat:{seat}"}
    (court.cases if trial.over else court.assigned)[person, trial.first.year] += 1
    court.away[person] |= trial.days
    halves = HALVES[trial.part]
    for day, row in trial.rows.items():
        for half in halves:
            court.write.link(Absence, person_id=person, day=day, half=half, **held)
        if trial.over:
            court.halves[person, day.year] += len(halves)
            who = {"day_id": row, "seat_id": seat, "person_id": person}
            court.write.link(Attendance, **who, halves=len(halves))
