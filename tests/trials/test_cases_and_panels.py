"""The verbs of cases and panels, and what they leave behind, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditLine
from app.people.models import Absence, PersonYear, Tenure
from app.people.terms import KinKind, Office
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import KinWords, PartyWords, case_number
from app.trials.life import lines
from app.trials.models import Case, Panel, PartyKin
from app.trials.service.cases import change_case, words_of
from app.trials.service.drawing import annul_draw, draw_panel, freeze_panel
from app.trials.service.panels import change_panel, request_panel, withdraw_panel
from app.trials.service.seats import invite_panel
from app.trials.terms import DayState, PanelState, PartyRole, SeatState
from tests.builders import Make
from tests.trials.cases import CASE, FIRST, NOON, PANEL, TODAY, a_case, a_court, a_panel, days

PARTIES = (
    PartyWords(PartyRole.ACCUSED, "卢强", "造纸厂", (KinWords("卢小妹", KinKind.COLLATERAL),)),
    PartyWords(PartyRole.AGENT, "唐律"),
)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def keys(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.key for refusal in refused.value.refusals]


def test_a_number_is_written_as_courts_print_it():
    assert case_number(" （２０２６）试刑初 3 号 ") == "（2026）试刑初3号"
    assert case_number("(2026)试刑初3号") == "（2026）试刑初3号"
    assert case_number("Crim 3/2026 (a)") == "Crim3/2026(a)"


def test_what_was_entered_is_what_is_shown_again(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    words = replace(CASE, nature="故意伤害", parties=PARTIES, juvenile=True)
    with transaction():
        a_case(desk, 1, nature="故意伤害", parties=PARTIES, juvenile=True)
    assert words_of(db.session.scalars(select(Case)).one()) == words


def test_a_case_is_refused_for_every_reason_at_once(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    with transaction():
        a_case(desk, 1)
    with pytest.raises(Refused) as refused, transaction():
        a_case(desk, 1, filed=TODAY + timedelta(days=1), earlier="（2020）无此案号")
    assert keys(refused) == ["case.double", "case.filed", "case.earlier"]
    with pytest.raises(Refused) as refused, transaction():
        a_case(desk, 2, filed=date(1999, 1, 1))
    assert keys(refused) == ["rulebook.none"]


def test_changed_parties_leave_no_kin_behind(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    with transaction():
        case_id = a_case(desk, 1, parties=PARTIES).id
    with transaction():
        change_case(desk, db.session.get_one(Case, case_id), replace(CASE, parties=PARTIES[1:]))
    case = db.session.get_one(Case, case_id)
    assert [party.name for party in case.parties] == ["唐律"]
    assert db.session.scalar(select(func.count(PartyKin.id))) == 0
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "case:changed")).one()
    assert line.facts == {"changed": ["parties"]}


def test_a_panel_keeps_the_rule_the_book_and_the_facts_it_was_judged_by(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    with transaction():
        panel = a_panel(desk, days=days(1, 0))
        assert panel.form_rule == "panel.assessor_cases"
        assert (panel.rulebook, panel.rulebook_version) == ("cn-2018", "1")
        assert panel.facts["form"]["circumstances"] == ["wide_public_concern"]
        assert panel.alternates == 4
        assert [day.day for day in panel.days] == [FIRST, FIRST + timedelta(days=1)]


def test_by_the_resolution_the_draw_has_no_lead(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0, book="cn-1953")
    tomorrow = days(0)[0]
    soon = (replace(tomorrow, day=TODAY + timedelta(days=1)),)
    with transaction():
        assert a_panel(desk, 1, days=soon).state == PanelState.REQUESTED
        with pytest.raises(Refused, match=r"panel\.first_day"):
            a_panel(desk, 2, days=(replace(tomorrow, day=TODAY),))


def test_an_assessor_cannot_preside_and_too_many_women_are_refused(app: Flask, make: Make):
    court, desk, people = a_court(make, assessors=1)
    with pytest.raises(Refused) as refused, transaction():
        a_panel(desk, presiding=people[0].name, women=3)
    assert keys(refused) == ["panel.presiding_judge", "draw.composition"]
    person = make.person(name=people[0].name)
    office = {"office": Office.JUDGE, "since": date(2020, 1, 1)}
    make.add(Tenure(person_id=person.id, body_id=court.id, **office))
    with transaction():
        assert a_panel(desk, 3, presiding=person.name).presiding == person.name


def test_judges_alone_are_not_drawn(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    with transaction():
        panel = a_panel(desk, case={"circumstances": ()}, judges=1, assessors=0)
        assert (panel.state, panel.form_rule) == (PanelState.ALONE, "panel.single_judge")


def test_a_panel_of_judges_alone_stays_open_to_change(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    lone = replace(PANEL, judges=1, assessors=0)
    with pytest.raises(Refused, match=r"panel\.assessor_cases"), transaction():
        request_panel(desk, a_case(desk), lone, {})
    with transaction():
        panel = request_panel(desk, a_case(desk), lone, {"panel.assessor_cases": "小额诉讼程序"})
        assert panel.state == PanelState.ALONE
    with pytest.raises(Refused, match=r"panel\.second"), transaction():
        request_panel(desk, panel.cases[0], PANEL, {})
    with transaction():
        assert change_panel(desk, panel, PANEL, {}).state == PanelState.REQUESTED
    with transaction():
        change_panel(desk, panel, lone, {"panel.assessor_cases": "小额诉讼程序"})
        withdraw_panel(desk, panel, "并案审理")
    with pytest.raises(Refused, match=r"panel\.ended"), transaction():
        change_panel(desk, panel, PANEL, {})


def test_a_case_has_one_standing_panel(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    with transaction():
        panel_id = a_panel(desk).id
    with pytest.raises(Refused, match=r"panel\.second"), transaction():
        request_panel(desk, db.session.scalars(select(Case)).one(), PANEL, {})
    with pytest.raises(Refused, match=r"panel\.withdrawal_reason"), transaction():
        withdraw_panel(desk, db.session.get_one(Panel, panel_id), " ")
    with transaction():
        panel = withdraw_panel(desk, db.session.get_one(Panel, panel_id), "和解")
        assert {day.state for day in panel.days} == {DayState.CANCELLED}
    with transaction():
        request_panel(desk, db.session.scalars(select(Case)).one(), PANEL, {})


def test_a_frozen_panel_and_its_case_stay_as_they_are(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=6)
    with transaction():
        panel_id = a_panel(desk).id
    with transaction():
        change_panel(desk, db.session.get_one(Panel, panel_id), replace(PANEL, women=1), {})
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    panel, case = db.session.get_one(Panel, panel_id), db.session.scalars(select(Case)).one()
    for key, verb in (
        (r"panel\.frozen", lambda: change_panel(desk, panel, PANEL, {})),
        (r"panel\.frozen", lambda: withdraw_panel(desk, panel, "和解")),
        (r"case\.frozen", lambda: change_case(desk, case, CASE)),
    ):
        with pytest.raises(Refused, match=key), transaction():
            verb()


def test_who_was_asked_is_let_go_when_a_draw_is_annulled(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=8)
    with transaction():
        panel_id = a_panel(desk).id
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with transaction():
        draw_panel(desk, db.session.get_one(Panel, panel_id), "12")
    with transaction():
        invite_panel(desk, db.session.get_one(Panel, panel_id))
    assert db.session.scalar(select(func.sum(PersonYear.assigned))) == 2
    with transaction():
        annul_draw(desk, db.session.get_one(Panel, panel_id), "管辖错误")
    panel = db.session.get_one(Panel, panel_id)
    assert {seat.state for seat in panel.seats} == {SeatState.RELEASED}
    assert db.session.scalar(select(func.sum(PersonYear.assigned))) == 0
    assert db.session.scalar(select(func.count()).select_from(Absence)) == 0


def test_a_life_tells_of_the_draw_to_the_own_court_only(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=2)
    other = make.desk(make.court())
    with transaction():
        panel_id = a_panel(desk).id
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with transaction():
        draw_panel(desk, db.session.get_one(Panel, panel_id), None)
    person_id = db.session.get_one(Panel, panel_id).seats[0].person_id
    with app.test_request_context():
        own, others = list(lines(person_id, desk)), list(lines(person_id, other))
    assert [line.text for line in own] == ["Drawn into a seat"]
    assert own[0].day == TODAY
    assert "试刑初1号" in own[0].link_text
    assert (others[0].link, others[0].link_text) == ("", "")
