"""Years of trials in an invented province: panels, seats, days, who sat, who was told."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from random import Random
from typing import Any, NamedTuple

from app.demo.province.assessors import OnRoll, moment_of
from app.demo.province.records import DrawRoom, Placed
from app.demo.province.told import audited, told
from app.demo.province.writer import Writer
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
from app.trials.tally import tally
from app.trials.terms import (
    DayPart,
    DayState,
    Matter,
    PanelState,
    PartyRole,
    Procedure,
    SeatState,
)

YEARS = 3
AHEAD = 28  # days
ALTERNATES = 4
CAP = 30  # cases a year
LEAD = 14  # days between a draw and the first sitting, at least
PARTS = (DayPart.AM, DayPart.PM, DayPart.WHOLE)
ROOMS = ("第一法庭", "第二法庭", "第三法庭")
NAMES = ("宏达建材公司", "钱大海", "吴小川", "顺达出租车公司", "郑一民", "韩梅香")
CAUSES = {
    Matter.CIVIL: ("民间借贷纠纷", "房屋买卖合同纠纷", "机动车交通事故责任纠纷", "劳动争议"),
    Matter.CRIMINAL: ("盗窃罪", "故意伤害罪", "诈骗罪", "交通肇事罪"),
    Matter.ADMINISTRATIVE: ("不服行政处罚", "不服行政强制"),
}
MARKS = {Matter.CIVIL: "民初", Matter.CRIMINAL: "刑初", Matter.ADMINISTRATIVE: "行初"}
# How many days a panel sits, and how many in a hundred sit so long.
LENGTHS, SHARES = (1, 2, 3, 4, 6), (40, 25, 15, 10, 10)
OLD_SHARES = (75, 25, 0, 0, 0)  # in 1953 most cases were tried within a day
FORMS, FORM_SHARES = ((1, 2), (2, 1), (3, 4)), (62, 32, 6)  # judges and assessors
DECLINES, STAYS_AWAY, QUIETER = 0.07, 0.02, 0.4
REASONS = ("外出务工", "住院治疗", "照顾病人", "单位派出差")


class Sitting(NamedTuple):
    """A panel as it is planned: when it is drawn, on which days it sits, in which half."""

    drawn: date
    days: tuple[date, ...]
    part: DayPart


@dataclass
class CourtYears:
    """A court's trials as they are written: who is away when, who sat in what.

    `room` draws true records; without it a draw's record is left empty, as the bench wants it:
    there a hundred tags a draw would make a gigabyte that no measured page reads. `last` is the
    last day of any panel.
    """

    write: Writer
    body_id: int
    people: list[OnRoll]
    today: date
    random: Random
    last: date
    room: DrawRoom | None = None
    mark: str = ""
    book: str = "cn-2018"
    presiding: Sequence[str] = ("周文",)
    told_since: date = date.min
    away: defaultdict[int, set[date]] = field(default_factory=lambda: defaultdict(set))
    busy: Counter[tuple[int, int]] = field(default_factory=Counter)
    years: defaultdict[tuple[int, int], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )
    panels: int = 0
    tree: int = 0  # where nothing is truly drawn

    def uid(self) -> str:
        """Return a public id from the court's own chance."""
        return urlsafe_b64encode(self.random.randbytes(9)).decode()


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
    if court.room is None:
        words = {"day": court.today - timedelta(days=YEARS * 365), "root": "0" * 64}
        court.tree = court.write.add(LeafTree, body_id=court.body_id, leaves=b"", **words)
    plans = sorted(_plans(court, days))
    for on, several in groupby(plans, lambda plan: plan.drawn):
        together = list(several)
        if court.room:
            court.room.publish(on, len(together))
        for plan in together:
            _panel(court, plan)
    for (person, year), (cases, halves, assigned) in court.years.items():
        totals = {"cases": cases, "halves": halves, "assigned": assigned}
        court.write.link(PersonYear, person_id=person, year=year, **totals)


def _plans(court: CourtYears, days: int) -> Iterator[Sitting]:
    """Yield panels whose days are as many as asked; courts draw every second week."""
    begin = court.today - timedelta(days=YEARS * 365)
    span = (court.last - begin).days
    shares = OLD_SHARES if court.book == "cn-1953" else SHARES
    while days > 0:
        number = min(days, court.random.choices(LENGTHS, shares)[0])
        chosen = _days(court, begin + timedelta(days=court.random.randrange(span)), number)
        tuesdays = chosen[0].toordinal() - 2 + court.body_id % 2 * 7
        lead = LEAD + tuesdays % 14
        part = court.random.choice(PARTS)
        yield Sitting(chosen[0] - timedelta(days=lead), chosen, part)
        days -= number


def _days(court: CourtYears, first: date, number: int) -> tuple[date, ...]:
    """Return so many weekdays from a first on, none after the court's last day; fewer lie in
    February and August, none begins in the holidays of October."""
    quiet = first.month in (2, 8) and court.random.random() < QUIETER
    if quiet or (first.month == 10 and first.day < 8):
        first += timedelta(days=31)
    first = min(first, court.last - timedelta(days=2 * number + 2))
    days: list[date] = []
    while len(days) < number:
        if first.weekday() < 5:
            days.append(first)
        first += timedelta(days=1)
    return tuple(days)


def _panel(court: CourtYears, plan: Sitting) -> None:
    over = plan.days[-1] < court.today
    judges, assessors = court.random.choices(FORMS, FORM_SHARES)[0]
    presiding, *others = court.random.sample(court.presiding, min(judges, len(court.presiding)))
    court.panels += 1
    uid = {kind: court.uid() for kind in ("case", "panel", "draw")}
    panel = court.write.add(
        Panel,
        uid=uid["panel"],
        body_id=court.body_id,
        state=PanelState.CLOSED if over else PanelState.DRAWN,
        judges=judges,
        assessors=assessors,
        form_rule="panel.forms",
        presiding=presiding,
        other_judges=others,
        clerk_name="刘芳",
        clerk_phone="0990-0000 0000",
        alternates=ALTERNATES,
        rulebook=court.book,
        rulebook_version="1",
        parties_told=plan.drawn + timedelta(days=2),
        created_at=moment_of(plan.drawn - timedelta(days=5)),
    )
    case = _case(court, panel, uid["case"], plan.drawn - timedelta(days=12), assessors)
    rows = {day: _sitting(court, panel, day, plan.part) for day in plan.days}
    draw, order = _draw(court, (panel, case), uid["draw"], plan, assessors)
    _seats(court, Trial(panel, draw, rows, plan.part, over), order, assessors, plan.drawn)
    audited(court.write, court.body_id, uid, plan.drawn)


def _case(court: CourtYears, panel: int, uid: str, filed: date, assessors: int) -> int:
    write, random = court.write, court.random
    great, historical = assessors == 4, court.book == "cn-1953"
    matter = Matter.CRIMINAL if great else random.choice(tuple(Matter))
    grounds = ["ten_years_major"] if great else ["complex_or_other"]
    case = write.add(
        Case,
        uid=uid,
        body_id=court.body_id,
        number=f"（{filed.year}）{court.mark or court.body_id}{MARKS[matter]}{court.panels}号",
        matter=matter,
        nature=random.choice(CAUSES[matter]),
        procedure=Procedure.ORDINARY,
        filed=filed,
        circumstances=[] if historical else grounds,
        created_at=moment_of(filed),
    )
    write.link(PanelCase, panel_id=panel, case_id=case)
    one, other = random.sample(NAMES, 2)
    criminal = matter == Matter.CRIMINAL
    first = PartyRole.VICTIM if criminal else PartyRole.PLAINTIFF
    second = PartyRole.ACCUSED if criminal else PartyRole.DEFENDANT
    write.add(Party, case_id=case, role=first, name=one)
    write.add(Party, case_id=case, role=second, name=other)
    return case


def _sitting(court: CourtYears, panel: int, day: date, part: DayPart) -> int:
    over = day < court.today
    return court.write.add(
        SittingDay,
        uid=court.uid(),
        body_id=court.body_id,
        panel_id=panel,
        day=day,
        part=part,
        begins="14:30" if part == DayPart.PM else "09:00",
        room=court.random.choice(ROOMS),
        state=DayState.HELD if over else DayState.SET,
        recorded_at=moment_of(day, 9) if over else None,
    )


def _draw(
    court: CourtYears, rows: tuple[int, int], uid: str, plan: Sitting, seats: int
) -> tuple[int, list[Placed]]:
    """Write a panel's draw; return its id and the people in the order of the draw."""
    panel, case = rows
    can, cannot = _sorted(court, plan)
    subject, drawn_for = f"case:{case}", f"panel:{panel}"
    if court.room:
        drawn = court.room.draw(plan.drawn, subject, seats, can, cannot)
        columns, order = drawn.columns, drawn.order
    else:
        first = court.random.sample(can, min(9, len(can)))
        order = [(f"{panel:032x}{one.person:032x}", one) for one in first]
        columns = _without_record(court, plan)
    draw = court.write.add(
        Draw,
        uid=uid,
        body_id=court.body_id,
        subject=subject,
        drawn_for=drawn_for,
        attempt=1,
        state=DrawState.MADE,
        verdict_code="" if court.room else CODE_VERSION,  # true records: the clock checks them
        **columns,
    )
    return draw, order


def _sorted(court: CourtYears, plan: Sitting) -> tuple[list[OnRoll], dict[str, list[int]]]:
    """Return who can be drawn for a panel, and by which rule the others cannot."""
    can: list[OnRoll] = []
    cannot: defaultdict[str, list[int]] = defaultdict(list)
    sworn, days = plan.drawn - timedelta(days=LEAD), {*plan.days}
    for one in court.people:
        if one.since > sworn or one.last < plan.days[-1]:
            cannot["person.in_office"].append(one.person)
        elif days & court.away[one.person]:
            cannot["person.away"].append(one.person)
        elif court.busy[one.person, plan.days[0].year] >= CAP:
            cannot["cap.cases"].append(one.person)
        else:
            can.append(one)
    return can, cannot


def _without_record(court: CourtYears, plan: Sitting) -> dict[str, Any]:
    return {
        "tree_id": court.tree,
        "leaf_index": court.panels,
        "frozen": {},
        "frozen_hash": "0" * 64,
        "record": {},
        "tags": b"{}",
        "excluded": b"{}",
        "frozen_at": moment_of(plan.drawn),
        "made_at": moment_of(plan.drawn),
    }


def _seats(
    court: CourtYears, trial: Trial, order: Sequence[Placed], number: int, drawn: date
) -> None:
    """Write the seats in the drawn order: who declines is followed by the first in line."""
    waiting, holders = iter(range(1, number + 1)), 0
    seat_no = next(waiting, None)
    for position, one in enumerate(order[: number + ALTERNATES], 1):
        spare = len(order[: number + ALTERNATES]) - position - (number - holders) + 1
        declines = spare > 0 and court.random.random() < DECLINES
        if seat_no is None:
            _seat(court, trial, one, (position, None, drawn), SeatState.ALTERNATE)
        elif declines:
            _seat(court, trial, one, (position, seat_no, drawn), SeatState.DECLINED)
        else:
            seat = _seat(court, trial, one, (position, seat_no, drawn), SeatState.ACCEPTED)
            _hold(court, trial, seat, one[1].person, holders == 0)
            holders, seat_no = holders + 1, next(waiting, None)


def _seat(
    court: CourtYears,
    trial: Trial,
    placed: Placed,
    place: tuple[int, int | None, date],
    state: SeatState,
) -> int:
    (tag, one), (position, seat_no, drawn) = placed, place
    asked, held = moment_of(drawn), state == SeatState.ACCEPTED
    invited = state != SeatState.ALTERNATE
    at_end = SeatState.RELEASED if trial.over and not invited else state
    seat = court.write.add(
        Seat,
        uid=court.uid(),
        panel_id=trial.panel,
        draw_id=trial.draw,
        person_id=one.person,
        tag=tag,
        position=position,
        seat_no=seat_no,
        state=at_end,
        asked=int(invited),
        invited_at=asked if invited else None,
        answer_by=asked + timedelta(days=3) if invited else None,
        answered_at=asked + timedelta(days=1) if invited else None,
        answered_how="phone" if invited else "",
        reason=court.random.choice(REASONS) if state == SeatState.DECLINED else "",
        counted=held and trial.first < court.today,
        created_at=asked,
    )
    for what in ("drawn", "invited", state.value) if invited else ("alternate",):
        court.write.add(SeatEvent, seat_id=seat, at=asked, what=what, by="刘芳")
    if invited and drawn >= court.told_since:
        told(court.write, court.body_id, seat, one.person, asked)
    return seat


def _hold(court: CourtYears, trial: Trial, seat: int, person: int, first: bool) -> None:
    """Take a person's half days, write down on which days he sat, and add it to his years."""
    held = {"kind": AbsenceKind.SITTING, "subject": f"seat:{seat}"}
    court.away[person] |= trial.days
    court.busy[person, trial.first.year] += 1
    halves, sat = HALVES[trial.part], []
    for day, row in trial.rows.items():
        for half in halves:
            court.write.link(Absence, person_id=person, day=day, half=half, **held)
        if day < court.today:
            absent = not first and court.random.random() < STAYS_AWAY
            came = 0 if absent else len(halves)
            who = {"day_id": row, "seat_id": seat, "person_id": person}
            court.write.link(Attendance, **who, halves=came, note="因病未到" if absent else "")
            sat.append((day, came))
    held_in = None if trial.over else min(d for d in trial.days if d >= court.today).year
    for year, total in tally(sat, 1, held_in).items():
        for n, more in enumerate((total.cases, total.halves, total.assigned)):
            court.years[person, year][n] += more
