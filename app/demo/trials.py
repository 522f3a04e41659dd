"""The demonstration's trials, by the verbs a clerk uses, with the clock held at each step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.bodies.workdays import is_working_day
from app.demo.people import Staff
from app.draws.leaves import commit_days
from app.people.models import Person, Tenure
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import CaseWords, DayWords, PanelWords, PartyWords
from app.trials.models import Case, Panel, Seat
from app.trials.replies_rules import Answer
from app.trials.service.cases import enter_case
from app.trials.service.days import Presence, close_panel, record_day
from app.trials.service.drawing import draw_panel, freeze_panel
from app.trials.service.panels import request_panel
from app.trials.service.parties import tell_parties
from app.trials.service.replies import answer_by_phone
from app.trials.service.seats import call_next, invite_panel
from app.trials.terms import (
    HOLDING,
    DayPart,
    Matter,
    PanelState,
    PartyRole,
    Procedure,
    SeatState,
)

CAUSES = {
    Matter.CIVIL: ("民间借贷纠纷", "房屋买卖合同纠纷", "机动车交通事故责任纠纷", "劳动争议"),
    Matter.CRIMINAL: ("盗窃罪", "故意伤害罪", "诈骗罪", "交通肇事罪"),
    Matter.ADMINISTRATIVE: ("不服行政处罚", "不服行政强制"),
}
MARKS = {Matter.CIVIL: "民初", Matter.CRIMINAL: "刑初", Matter.ADMINISTRATIVE: "行初"}
PARTIES = ("宏达建材公司", "钱大海", "吴小川", "顺达出租车公司", "郑一民", "绿水化工厂", "韩梅香")
ROOMS = ("第一法庭", "第二法庭", "第三法庭")
GROUNDS = ("group_or_public_interest", "wide_public_concern", "complex_or_other")


@dataclass
class Court:
    """A court of the demonstration at work; `numbers` counts its cases of a year."""

    staff: Staff
    random: Random
    desk: Desk
    numbers: int = 0

    @property
    def body(self) -> Body:
        """Return the court."""
        return db.session.get_one(Body, self.staff.body.id)


@dataclass(frozen=True)
class Plan:
    """A panel of the demonstration: when it first sits, on how many days, and of what kind."""

    first: date
    days: int = 1
    great: bool = False


def at(day: date, hour: int = 10) -> datetime:
    """Return a moment of a day in the courts' zone (UTC+8), in UTC."""
    return datetime.combine(day, time(hour), UTC) - timedelta(hours=8)


def workday(day: date, back: bool = True) -> date:
    """Return `day`, or the nearest working day before (or after) it."""
    while not is_working_day(day):
        day += timedelta(days=-1 if back else 1)
    return day


def enter(court: Court, plan: Plan, on: date) -> Panel:
    """Enter a case and ask for its panel on a day; return the panel."""
    with clock.standing_at(at(on)), transaction():
        case = enter_case(court.desk, _case(court, on, plan.great))
        panel = request_panel(court.desk, case, _panel(court, case, plan), {})
        db.session.flush()
        panel_id = panel.id
    return db.session.get_one(Panel, panel_id)


def _case(court: Court, on: date, great: bool) -> CaseWords:
    court.numbers += 1
    matter = Matter.CRIMINAL if great else court.random.choice(tuple(Matter))
    claimant, defendant = court.random.sample(PARTIES, 2)
    first = PartyRole.VICTIM if matter == Matter.CRIMINAL else PartyRole.PLAINTIFF
    second = PartyRole.ACCUSED if matter == Matter.CRIMINAL else PartyRole.DEFENDANT
    short = court.body.short[:1] or court.body.name[:1]
    return CaseWords(
        number=f"（{on.year}）{short}{court.staff.plan.county[-4:]}{MARKS[matter]}{court.numbers}号",
        matter=matter,
        procedure=Procedure.ORDINARY,
        filed=on - timedelta(days=court.random.randrange(3, 20)),
        nature=court.random.choice(CAUSES[matter]),
        circumstances=("ten_years_major",) if great else _ground(court),
        parties=(PartyWords(first, claimant), PartyWords(second, defendant)),
    )


def _ground(court: Court) -> tuple[str, ...]:
    if court.staff.plan.book == "cn-1953":
        return ()  # the resolution names no cases: assessors sit in all of first instance
    return (court.random.choice(GROUNDS),)


def _panel(court: Court, case: Case, plan: Plan) -> PanelWords:
    judges, assessors = (3, 4) if plan.great else court.random.choice(((1, 2), (2, 1)))
    days, day = [], plan.first
    for _ in range(plan.days):
        day = workday(day, back=False)
        part = DayPart.WHOLE if plan.great else court.random.choice(tuple(DayPart))
        begins = "14:30" if part == DayPart.PM else "09:00"
        days.append(DayWords(day, part, begins, court.random.choice(ROOMS)))
        day += timedelta(days=1)
    return PanelWords(
        judges=judges,
        assessors=assessors,
        presiding=court.random.choice(court.staff.presiding[1:]),
        days=tuple(days),
        clerk_name="刘芳",
        clerk_phone=court.body.phone,
        women=1 if plan.great else 0,
    )


def draw(court: Court, panel: Panel, on: date, invite: bool = True) -> None:
    """Draw a panel on a day with a number from outside, and invite those drawn."""
    with clock.standing_at(at(on - timedelta(days=7))), transaction():
        commit_days(court.body.id, on, 1, None)
    number = str(court.random.randrange(10**6)).zfill(6)
    with clock.standing_at(at(on)), transaction():
        freeze_panel(court.desk, panel, {})
        db.session.flush()
        draw_panel(court.desk, panel, number)
        db.session.flush()
        if invite:
            invite_panel(court.desk, panel)


def answer_all(court: Court, panel: Panel, on: date, refusing: float = 0.08) -> None:
    """Write down every seat's answer; who cannot is followed by the next in order."""
    for _ in range(12):
        with clock.standing_at(at(on)), transaction():
            waiting = _seats(panel, SeatState.INVITED)
            if not waiting:
                return
            for seat in waiting:
                says_no = court.random.random() < refusing
                answer = Answer.NO if says_no else Answer.YES
                answer_by_phone(court.desk, seat, answer, "外出务工" if says_no else "")
                db.session.flush()
                if says_no and not _seats(panel, SeatState.INVITED):
                    _call(court, panel)


def _call(court: Court, panel: Panel) -> None:
    try:
        call_next(court.desk, panel)
    except Refused:
        return  # nobody is left in line, or the seat was filled by the answer itself


def _seats(panel: Panel, state: SeatState) -> list[Seat]:
    where = select(Seat).where(Seat.panel_id == panel.id, Seat.state == state)
    return list(db.session.scalars(where.order_by(Seat.position)))


def hold(court: Court, panel: Panel) -> None:
    """Tell the parties, record every day of a panel on its evening, and close the panel."""
    with clock.standing_at(at(panel.days[0].day, 8)), transaction():
        tell_parties(court.desk, panel)
    for day in list(panel.days):
        with clock.standing_at(at(day.day, 17)), transaction():
            whole = 2 if day.part == DayPart.WHOLE else 1
            seats = _seats(panel, SeatState.ACCEPTED)
            sat = {seat.id: Presence(whole) for seat in seats}
            if sat:
                record_day(court.desk, day, sat)
    with clock.standing_at(at(panel.days[-1].day, 18)), transaction():
        if all(day.recorded_at for day in panel.days):
            close_panel(court.desk, panel)


def some_assessor(panel: Panel) -> Person:
    """Return one who accepted a seat of a panel."""
    return _seats(panel, SeatState.ACCEPTED)[0].person


def one_who_holds_no_seat(court: Court) -> Tenure:
    """Return the tenure of the first assessor of a court who holds no seat of a panel ahead."""
    drawn = select(Seat.person_id).join(Panel).where(Panel.state == PanelState.DRAWN)
    held = drawn.where(Seat.state.in_(HOLDING))
    mine = (Tenure.body_id == court.body.id, Tenure.office == Office.ASSESSOR)
    free = select(Tenure).where(*mine, Tenure.person_id.not_in(held))
    return db.session.scalars(free.order_by(Tenure.id).limit(1)).one()
