"""A roll as the database holds it, judged for a trial; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.accounts.terms import Desk, RoleKind
from app.bodies.models import BodyLink, LocalRule
from app.bodies.terms import BodyKind, LinkKind
from app.messages.models import Message
from app.messages.terms import Channel
from app.people.models import Check, Kinship, Pause, Person, PersonYear, Roll, RollEntry, Tenure
from app.people.queries import tenures_of
from app.people.service import enter_absence, record_oath
from app.people.terms import CheckKind, Form, KinKind, Office, PauseKind, RollKind
from app.portal.service import save_month
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import KinWords, PartyWords
from app.trials.models import Panel
from app.trials.queries.cases import panel_by_uid
from app.trials.queries.roll import homes_of
from app.trials.service.drawing import draw_panel, freeze_panel, judge_roll
from app.trials.terms import PanelState, PartyRole, SeatState
from tests.builders import LONG_AGO, Make
from tests.trials.cases import FIRST, NOON, TODAY, a_case, a_court, a_panel, days


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def kept_out(panel: Panel) -> dict[str, list[str]]:
    """Return who cannot be drawn for a panel, by rule."""
    roll = judge_roll(panel).roll
    return {key: [one.name for one in people] for key, people in roll.cannot.items()}


def test_each_table_is_heard(app: Flask, make: Make):
    _, desk, people = a_court(make, assessors=10)
    ended, paused, barred, cleared, kin, named, capped, leaving, party = people[:9]
    tenures = {row.person_id: row for row in db.session.scalars(select(Tenure))}
    tenures[ended.id].ended = FIRST - timedelta(days=1)
    entries = {row.person_id: row for row in db.session.scalars(select(RollEntry))}
    entries[leaving.id].until = FIRST - timedelta(days=1)

    def check(person_id: int, day: date, found: bool) -> Check:
        words: dict[str, Any] = {"source": "执行局", "kind": CheckKind.DEBTOR}
        return Check(person_id=person_id, day=day, barred=found, **words)

    make.add(
        Pause(tenure_id=tenures[paused.id].id, kind=PauseKind.LEAVE, since=FIRST),
        check(barred.id, TODAY - timedelta(days=90), False),
        check(barred.id, TODAY, True),
        check(cleared.id, TODAY - timedelta(days=90), True),
        check(cleared.id, TODAY - timedelta(days=1), False),
        Kinship(person_id=kin.id, kin_name="Lu Qiang", kind=KinKind.SPOUSE),
        PersonYear(person_id=capped.id, year=FIRST.year, cases=20, assigned=10),
    )
    parties = (
        PartyWords(PartyRole.ACCUSED, "Lu Qiang", "", (KinWords(named.name, KinKind.DIRECT_LINE),)),
        PartyWords(PartyRole.ATTACHED_PLAINTIFF, party.name),
    )
    with transaction():
        panel = a_panel(desk, case={"parties": parties})
        assert kept_out(panel) == {
            "person.in_office": [ended.name, paused.name],
            "person.on_roll": [leaving.name],
            "bar.personal": [barred.name],
            "recusal.party": [party.name],
            "recusal.kin": [kin.name, named.name],
            "cap.cases": [capped.name],
        }
        assert [one.name for one in judge_roll(panel).roll.can] == [cleared.name, people[9].name]


def test_who_serves_in_a_court_is_not_drawn(app: Flask, make: Make):
    _, desk, (judge, cadre, former, assessor) = a_court(make, assessors=4)
    there, long_ago = make.court(), date(2015, 1, 1)
    make.add(
        Tenure(person_id=judge.id, body_id=there.id, office=Office.JUDGE, since=TODAY),
        Tenure(person_id=cadre.id, body_id=there.id, office=Office.CADRE, since=long_ago),
        Tenure(
            person_id=former.id,
            body_id=there.id,
            office=Office.PRESIDENT,
            since=long_ago,
            ended=date(2019, 12, 31),
        ),
    )
    with transaction():
        panel = a_panel(desk)
        assert kept_out(panel) == {"bar.office": [judge.name, cadre.name]}
        assert [one.name for one in judge_roll(panel).roll.can] == [former.name, assessor.name]


@pytest.mark.parametrize("book", ["cn-2018", "cn-1953"])
def test_without_an_oath_nobody_is_drawn_where_the_book_asks_for_one(
    app: Flask, make: Make, book: str
):
    court, desk, sworn = a_court(make, assessors=1, book=book)
    roll = db.session.scalars(select(Roll)).one()
    unsworn = [make.assessor(court, roll, sworn=False) for _ in range(2)]
    asked = book == "cn-2018"
    with transaction():
        panel = a_panel(desk)
        names = [one.name for one in unsworn]
        assert kept_out(panel) == ({"oath.required": names} if asked else {})
        panel_id = panel.id
    if asked:
        with pytest.raises(Refused, match=r"draw\.pool_too_small"), transaction():
            freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with transaction():
        for one in unsworn:
            record_oath(desk, tenures_of(one.id), clock.today())
        assert kept_out(db.session.get_one(Panel, panel_id)) == {}
        can = judge_roll(db.session.get_one(Panel, panel_id)).roll.can
        assert {one.person_id for one in can} == {one.id for one in [*sworn, *unsworn]}


def test_form_b_is_drawn_for_its_own_trial_only(app: Flask, make: Make):
    _, desk, (here, elsewhere, unbound, fixed) = a_court(make, assessors=4, book="cn-1953")
    tenures = {row.person_id: row for row in db.session.scalars(select(Tenure))}
    cases = ((here, "(2026)试刑初1号"), (elsewhere, "（2026）试刑初2号"), (unbound, ""))
    for person, number in cases:
        tenures[person.id].form, tenures[person.id].for_case = Form.B, number
    db.session.commit()
    with transaction():
        first, second = a_panel(desk, 1), a_panel(desk, 2)
        key = "form_b.tenure_per_case"
        assert kept_out(first) == {key: [elsewhere.name, unbound.name]}
        assert kept_out(second) == {key: [here.name, unbound.name]}
        can = [one.name for one in judge_roll(first).roll.can]
        assert can == [here.name, fixed.name]


def test_the_home_courts_own_limit_counts(app: Flask, make: Make):
    court, desk, people = a_court(make, assessors=3)
    make.add(
        LocalRule(body_id=court.id, key="cap.cases", value=12, since=LONG_AGO),
        PersonYear(person_id=people[0].id, year=FIRST.year, cases=12),
    )
    with transaction():
        assert kept_out(a_panel(desk)) == {"cap.cases": [people[0].name]}


def test_a_higher_court_draws_from_the_basic_courts_in_its_area(app: Flask, make: Make):
    middle, desk, own = a_court(make, assessors=0, kind=BodyKind.INTERMEDIATE)
    below = make.court(under=middle)
    elsewhere = make.court()
    inside = make.assessors(below, make.roll(below), 3)
    homes = set(db.session.scalars(homes_of(middle, TODAY, load("cn-2018"))))
    assert homes == {middle.id, below.id}
    assert set(db.session.scalars(homes_of(middle, TODAY, load("cn-1953")))) == {middle.id}
    make.assessors(elsewhere, make.roll(elsewhere), 3)
    with transaction():
        panel = a_panel(desk)
        can = judge_roll(panel).roll.can
        assert sorted(one.person_id for one in can) == sorted(one.id for one in inside)
        panel_id = panel.id
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with transaction():
        draw_panel(desk, db.session.get_one(Panel, panel_id), None)
    assert db.session.get_one(Panel, panel_id).state == PanelState.DRAWN
    assert own == []


def test_a_link_lets_a_court_draw_from_another(app: Flask, make: Make):
    special, desk, _ = a_court(make, assessors=0, kind=BodyKind.SPECIAL)
    other = make.court()
    people = make.assessors(other, make.roll(other), 2)
    ended = make.court()
    make.assessors(ended, make.roll(ended), 2)
    words = {"body_id": special.id, "kind": LinkKind.DRAWS_FROM, "since": LONG_AGO}
    make.add(
        BodyLink(to_id=other.id, **words),
        BodyLink(to_id=ended.id, until=TODAY - timedelta(days=1), **words),
    )
    with transaction():
        can = judge_roll(a_panel(desk)).roll.can
        assert {one.person_id for one in can} == {one.id for one in people}


def test_a_special_roll_holds_its_own_people_only(app: Flask, make: Make):
    court, desk, _ = a_court(make, assessors=2)
    forest = make.assessors(court, make.roll(court, RollKind.SPECIALIST, "林业"), 3)
    make.assessors(court, make.roll(court, RollKind.SPECIALIST, "环境"), 1)
    with transaction():
        panel = a_panel(desk, roll_kind="specialist", roll_subject="林业")
        can = judge_roll(panel).roll.can
        assert {one.person_id for one in can} == {one.id for one in forest}


def test_who_sat_in_an_earlier_stage_does_not_sit_again(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=8)
    with transaction():
        panel = a_panel(desk, 1)
        panel_id, number = panel.id, panel.cases[0].number
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with transaction():
        draw_panel(desk, db.session.get_one(Panel, panel_id), None)
        panel = db.session.get_one(Panel, panel_id)
        seats = [seat for seat in panel.seats if seat.state == SeatState.DRAWN]
        seats[0].state = SeatState.ACCEPTED
        panel.state = PanelState.CLOSED
        sat = seats[0].person.name
    with transaction():
        middle = a_case(desk, 2, earlier=number)
        last = a_panel(desk, 3, case={"earlier": middle.number}, days=days(30))
        assert kept_out(last) == {"recusal.prior_stage": [sat]}


def test_only_the_cap_may_be_set_aside_with_a_reason(app: Flask, make: Make):
    _, desk, people = a_court(make, assessors=3)
    make.add(*(PersonYear(person_id=p.id, year=FIRST.year, cases=30) for p in people[:2]))
    with transaction():
        panel_id = a_panel(desk).id
    with pytest.raises(Refused, match=r"cap\.cases"), transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with transaction():
        panel = db.session.get_one(Panel, panel_id)
        draw = freeze_panel(desk, panel, {"cap.cases": "年末案件集中", "bar.office": "x"})
        assert len(draw.frozen["pool"]) == 3
        assert "cap.cases" not in draw.frozen["rules"]
        assert "bar.office" in draw.frozen["rules"]
        assert panel.waivers == {"cap.cases": "年末案件集中"}


def test_a_rule_that_was_not_refused_is_not_set_aside(app: Flask, make: Make):
    _, desk, people = a_court(make, assessors=3)
    make.add(PersonYear(person_id=people[0].id, year=FIRST.year, cases=30))
    with transaction():
        panel = a_panel(desk)
        draw = freeze_panel(desk, panel, {"cap.cases": "x"})
        assert len(draw.frozen["pool"]) == 2
        assert "cap.cases" in draw.frozen["rules"]
        assert panel.waivers == {}


def test_only_who_may_sets_a_rule_aside_and_the_overseers_are_told(app: Flask, make: Make):
    court, desk, people = a_court(make, assessors=2)
    make.add(*(PersonYear(person_id=p.id, year=FIRST.year, cases=30) for p in people))
    with transaction():
        panel_id = a_panel(desk).id
    reason = {"cap.cases": "年末案件集中"}
    for_it = make.desk(court, RoleKind.IT)
    with pytest.raises(Refused, match=r"cap\.cases"), transaction():
        freeze_panel(for_it, db.session.get_one(Panel, panel_id), reason)
    with transaction():
        draw = freeze_panel(desk, db.session.get_one(Panel, panel_id), reason)
        assert "waived:cap.cases" in draw.frozen["rules"]
    assert told("draw.limit_set_aside") == {f"user:{desk.id}"}


def told(rule: str) -> set[str]:
    """Return who has a message of a rule in his inbox."""
    where = (Message.rule == rule, Message.channel == Channel.INBOX)
    return set(db.session.scalars(select(Message.recipient).where(*where)))


def test_who_is_left_out_by_the_office_is_counted_told_and_seen(
    app: Flask, make: Make, client: FlaskClient
):
    court, desk, people = a_court(make, assessors=10)
    for person in people[:4]:
        with transaction():
            enter_absence(desk, db.session.get_one(Person, person.id), [FIRST])
    own = Desk(make.user(court, person_id=people[4].id).id, "", court.id, frozenset())
    with transaction():
        enter_absence(own, db.session.get_one(Person, people[4].id), [FIRST])
        panel_id = a_panel(desk).id
    assert told("absence.noted") == {f"person:{person.id}" for person in people[:4]}
    with transaction():
        draw = freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
        counts, uid = draw.frozen["excluded_count_by_rule"], draw.uid
    assert counts == {"person.away": 1, "person.away_by_office": 4}
    assert told("draw.away_by_office") == {f"user:{desk.id}"}
    page = client.get(f"/draws/record/{uid}").text
    assert "4 of those left out are so by absences that the office wrote down" in page


def test_days_that_the_person_has_kept_are_his_own(app: Flask, make: Make):
    _, desk, people = a_court(make, assessors=5)
    person = people[0]
    with transaction():
        enter_absence(desk, db.session.get_one(Person, person.id), [FIRST])
        panel_id = a_panel(desk).id
    roll = judge_roll(db.session.get_one(Panel, panel_id), desk).roll
    assert set(roll.cannot) == {"person.away_by_office"}
    with transaction():
        mine = make.user(None, person_id=person.id)
        own = Desk(mine.id, "", desk.body_id, frozenset())
        save_month(own, person, set(), set(), {FIRST})
    roll = judge_roll(db.session.get_one(Panel, panel_id), desk).roll
    assert set(roll.cannot) == {"person.away"}


def test_the_statements_do_not_grow_with_the_roll(app: Flask, make: Make):
    court, desk, _ = a_court(make, assessors=3)
    with transaction():
        uid = a_panel(desk).uid

    def count() -> int:
        sent: list[str] = []

        def note(_c: Any, _cursor: Any, text: str, *_more: Any) -> None:
            if text.lstrip().upper().startswith(("SELECT", "WITH")):
                sent.append(text)

        with transaction("read"):
            panel = panel_by_uid(uid)
            assert panel is not None
            event.listen(db.engine, "before_cursor_execute", note)
            judge_roll(panel)
            event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    few = count()
    make.assessors(court, db.session.scalars(select(RollEntry)).first().roll, 25)  # type: ignore[union-attr]
    assert count() == few
    assert few <= 15  # eleven for the roll, the rest for the rulebook that holds today
