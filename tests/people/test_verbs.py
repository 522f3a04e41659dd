"""The verbs of people: what they write, what they refuse, what they leave in the audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.terms import Desk
from app.audit.models import AuditLine
from app.bodies.models import Body
from app.messages.models import Message
from app.messages.terms import Channel
from app.people.models import (
    Absence,
    ActLine,
    Identifier,
    NameGram,
    Oath,
    Pause,
    Person,
    PersonYear,
    RollEntry,
    Tenure,
)
from app.people.queries import bars_among, oaths_of, tenures_of
from app.people.service import (
    Appointment,
    Decision,
    NewEntry,
    NewTenure,
    Said,
    appoint,
    begin_tenure,
    begin_tenures,
    bring_year_totals,
    change_person,
    correct_identifier,
    end_kinship,
    end_tenure,
    enter_absence,
    enter_on_roll,
    enter_people,
    enter_person,
    forget_kinship,
    leave_roll,
    note_kinship,
    pause_tenure,
    record_check,
    record_oath,
    resume_tenure,
    withdraw_absence,
)
from app.people.terms import (
    AbsenceKind,
    CheckKind,
    Half,
    IdKind,
    KinKind,
    LineKind,
    Office,
    PauseKind,
)
from app.shared import clock
from app.shared.acting import refusal_of
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make

NUMBER = "110101198503070015"
TERM = (date(2025, 1, 1), date(2029, 12, 31))


@pytest.fixture
def court(make: Make) -> Body:
    return make.court()


@pytest.fixture
def desk(make: Make, court: Body) -> Desk:
    return make.desk(court)


def keys(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.key for refusal in refused.value.refusals]


def acts() -> list[str]:
    return [line.act for line in db.session.query(AuditLine).order_by(AuditLine.id)]


def grams(person: Person) -> set[str]:
    return {row.gram for row in db.session.query(NameGram).filter_by(person_id=person.id)}


def test_a_person_entered_is_found_by_every_reading_and_the_last_four(desk: Desk):
    said = Said("单雄信", birth=date(1985, 3, 7), phone="13912345678")
    said = Said(**{**vars(said), "identifiers": ((IdKind.NUMBER, NUMBER),)})
    with transaction():
        person = enter_person(desk, said)
    assert {"单", "雄信", "shanxiongxin", "danxiongxin", "sxx", "dxx", "0015"} <= grams(person)
    assert (person.pinyin, person.birth_year, person.phone_last4) == ("Shan Xiongxin", 1985, "5678")
    assert acts() == ["person:entered"]
    stored = db.session.query(Identifier).one()
    assert (stored.number, stored.last4) == (NUMBER, "0015")


def test_a_number_stands_in_the_register_once(desk: Desk):
    said = Said("王甲", identifiers=((IdKind.NUMBER, NUMBER),))
    with transaction():
        enter_person(desk, said)
    with pytest.raises(Refused) as refused, transaction():
        enter_person(desk, said)
    assert keys(refused) == ["person.double"]
    assert refused.value.refusals[0].facts["name"] == "王甲"
    with pytest.raises(IntegrityError) as error, transaction():
        enter_people(desk, [said])
    guard = refusal_of(error.value)
    assert guard is not None
    assert guard.key == "person.double"


def test_many_people_go_in_at_once_in_their_order(desk: Desk):
    with transaction():
        ids = enter_people(desk, [Said(f"王{c}") for c in "甲乙丙丁"])
    people = {person.id: person.name for person in db.session.query(Person)}
    assert [people[i] for i in ids] == ["王甲", "王乙", "王丙", "王丁"]
    assert len({p.number for p in db.session.query(Person)}) == 4


def test_a_corrected_number_supersedes_the_former(desk: Desk):
    with transaction():
        person = enter_person(desk, Said("王甲", identifiers=((IdKind.NUMBER, NUMBER),)))
        other = "11010119850307004X"
        correct_identifier(desk, person, IdKind.NUMBER, other)
    rows = db.session.query(Identifier).order_by(Identifier.id).all()
    assert [row.superseded_at is None for row in rows] == [False, True]
    assert "004x" in grams(person)
    assert "0015" not in grams(person)


def test_contact_changes_keep_the_values_out_of_the_audit(make: Make, desk: Desk):
    person = make.person()
    with transaction():
        changed = change_person(desk, person, phone="13912345678", mail=person.mail)
    line = db.session.query(AuditLine).one()
    assert changed == ["phone"]
    assert (line.act, line.facts) == ("person:changed", {"fields": ["phone"]})
    assert (person.phone_last4, person.version) == ("5678", 2)
    with pytest.raises(ValueError, match="not changed this way: name"):
        change_person(desk, person, name="王乙")


def test_a_tenure_that_rules_stand_against_does_not_begin(make: Make, desk: Desk, court: Body):
    young = make.person(birth=date(2000, 1, 1), education="junior_high")
    new = NewTenure(young.id, court.id, Office.ASSESSOR, *TERM)
    with pytest.raises(Refused) as refused, transaction():
        begin_tenure(desk, new, {"education.minimum": "Knows the trade"})
    assert keys(refused) == ["age.minimum"]


def test_a_soft_rule_passes_with_a_reason_that_is_kept(make: Make, desk: Desk, court: Body):
    person = make.person(education="junior_high")
    new = NewTenure(person.id, court.id, Office.ASSESSOR, *TERM)
    with transaction():
        begin_tenure(desk, new, {"education.minimum": "Knows the trade"})
    facts = db.session.query(AuditLine).one().facts
    assert facts["waivers"] == {"education.minimum": "Knows the trade"}
    assert (facts["rulebook"], facts["rulebook_version"]) == ("cn-2018", 1)


def test_one_person_twice_in_one_office_is_refused_in_words(make: Make, desk: Desk, court: Body):
    person = make.assessor(court)
    there = make.court()
    new = NewTenure(person.id, there.id, Office.ASSESSOR, date(2027, 1, 1), date(2031, 12, 31))
    with pytest.raises(Refused) as refused, transaction():
        begin_tenure(desk, new, {"roll.one_basic_court": "x", "term.reappointment": "x"})
    assert keys(refused) == ["tenure.overlap"]
    with pytest.raises(IntegrityError) as error, transaction():
        begin_tenures(desk, [new])
    guard = refusal_of(error.value)
    assert guard is not None
    assert guard.key == "tenure.overlap"


def test_an_assessor_becomes_judge_only_when_the_same_act_ends_his_tenure(
    make: Make, desk: Desk, court: Body
):
    person = make.assessor(court, make.roll(court))
    first = date(2026, 7, 1)
    by = Decision("试验区人大常委会", "2026-7", first)
    new = Appointment(by, first, office=Office.JUDGE)
    with pytest.raises(Refused) as refused, transaction():
        appoint(desk, person, new)
    assert keys(refused) == ["bar.office"]
    assert len(tenures_of(person.id)) == 1
    with transaction():
        appoint(desk, person, replace(new, ends_assessor="Took another office: Judge"))
    judge, assessor = tenures_of(person.id)
    assert (judge.office, judge.since, judge.until) == (Office.JUDGE, first, None)
    assert (assessor.ended, assessor.ended_why) == (date(2026, 6, 30), "Took another office: Judge")
    lines = db.session.query(ActLine).filter_by(act_id=judge.start_line and judge.start_line.act_id)
    assert {line.kind: line.id for line in lines} == {
        LineKind.APPOINTS: judge.start_line_id,
        LineKind.REMOVES: assessor.end_line_id,
    }
    assert db.session.query(RollEntry).one().until == date(2026, 6, 30)


def test_the_tenure_in_another_court_is_that_courts_to_end(make: Make, desk: Desk, court: Body):
    person = make.assessor(make.court())
    make.add(Tenure(person_id=person.id, body_id=court.id, office=Office.TRAINEE, since=TERM[0]))
    by = Decision("试验区人大常委会", "2026-8", date(2026, 7, 1))
    new = Appointment(by, by.adopted, office=Office.CADRE, ends_assessor="x")
    with pytest.raises(Refused) as refused, transaction():
        appoint(desk, person, new)
    assert keys(refused) == ["bar.office"]
    assert "that court" in refused.value.refusals[0].way_out


def test_a_tenure_ends_within_its_term_only(make: Make, desk: Desk, court: Body):
    roll = make.roll(court)
    tenure = tenures_of(make.assessor(court, roll).id)[0]
    with pytest.raises(Refused) as refused, transaction():
        end_tenure(desk, tenure, date(2030, 1, 1), "Late")
    assert keys(refused) == ["tenure.end"]
    with transaction():
        end_tenure(desk, tenure, date(2026, 6, 30), "Resigned for good cause")
    again = NewTenure(tenure.person_id, court.id, Office.ASSESSOR, date(2026, 7, 1))
    with transaction():
        assert begin_tenures(desk, [again])
    assert db.session.query(RollEntry).one().until == date(2026, 6, 30)
    assert db.session.query(Tenure).filter(Tenure.superseded_at.is_not(None)).count() == 1


def test_leave_interrupts_and_ends_without_ending_the_tenure(make: Make, desk: Desk, court: Body):
    tenure = tenures_of(make.assessor(court).id)[0]
    first = date(2026, 3, 1)
    with transaction():
        pause = pause_tenure(desk, tenure, PauseKind.LEAVE, first, None, "Abroad")
    with pytest.raises(Refused) as refused, transaction():
        pause_tenure(desk, tenure, PauseKind.SUSPENSION, date(2026, 5, 1), None, "")
    assert keys(refused) == ["pause.twice"]
    with transaction():
        resume_tenure(desk, pause, date(2026, 4, 30))
    assert db.session.query(Pause).one().until == date(2026, 4, 30)
    with transaction():
        resume_tenure(desk, pause, first - timedelta(days=1))
    assert db.session.query(Pause).count() == 0
    assert tenure.ended is None


def test_one_oath_covers_several_tenures(make: Make, desk: Desk, court: Body):
    tenures = [tenures_of(make.assessor(court, sworn=False).id)[0] for _ in range(3)]
    with pytest.raises(Refused) as refused, transaction():
        record_oath(desk, tenures, date(2024, 12, 31))
    assert keys(refused) == ["oath.after_appointment"]
    with pytest.raises(Refused) as refused, transaction():
        record_oath(desk, tenures, clock.today() + timedelta(days=1))
    assert keys(refused) == ["oath.day"]
    with transaction():
        record_oath(desk, tenures, date(2025, 1, 20), "Hall 1")
    assert {oath.day for oath in oaths_of(t.id for t in tenures).values()} == {date(2025, 1, 20)}
    assert db.session.query(Oath).count() == 1


def test_the_last_check_of_a_kind_counts_until_it_expires(make: Make, desk: Desk):
    person = make.person()
    day = date(2026, 1, 10)
    with transaction():
        record_check(desk, person, CheckKind.DEBTOR, True, "Court list", day, date(2026, 6, 30))
    assert [bar.kind for bar in bars_among([person.id], day)[person.id]] == [CheckKind.DEBTOR]
    assert bars_among([person.id], day - timedelta(days=1)) == {}
    assert bars_among([person.id], date(2026, 7, 1)) == {}
    with transaction():
        record_check(desk, person, CheckKind.DEBTOR, False, "Court list", date(2026, 2, 1))
    assert bars_among([person.id], date(2026, 3, 1)) == {}
    assert acts() == ["check:recorded", "check:recorded"]


def test_a_person_comes_on_a_roll_once_with_a_secret(make: Make, desk: Desk, court: Body):
    roll = make.roll(court)
    person = make.assessor(court)
    entry = NewEntry(roll.id, person.id, tenures_of(person.id)[0].id, date(2025, 1, 1))
    with transaction():
        row = enter_on_roll(desk, entry)
    assert len(row.secret) == 32
    with pytest.raises(Refused) as refused, transaction():
        enter_on_roll(desk, entry)
    assert keys(refused) == ["roll.double"]
    with transaction():
        leave_roll(desk, row, date(2026, 1, 1), "Moved to another roll")
        assert enter_on_roll(desk, entry).secret != row.secret


def test_own_days_do_not_push_a_sitting_aside(make: Make, desk: Desk):
    person = make.person()
    days = [date(2026, 5, n) for n in (4, 5, 6)]
    make.add(
        Absence(person_id=person.id, day=days[1], half=Half.AM, kind=AbsenceKind.SITTING),
    )
    with pytest.raises(Refused) as refused, transaction():
        enter_absence(desk, person, days)
    assert keys(refused) == ["absence.bound"]
    assert refused.value.refusals[0].facts["days"] == "2026-05-05"
    with transaction():
        assert enter_absence(desk, person, days, [Half.PM]) == 3
        assert enter_absence(desk, person, days[:1]) == 1
    with transaction():
        assert withdraw_absence(desk, person, days[0], days[2]) == 4
    assert [row.kind for row in db.session.query(Absence)] == [AbsenceKind.SITTING]


def test_a_person_is_told_of_days_that_somebody_else_notes_or_takes_back(make: Make, desk: Desk):
    person, days = make.person(), [date(2026, 5, 4), date(2026, 5, 5)]
    own = Desk(make.user(None, person_id=person.id).id, "", desk.body_id, frozenset())

    def told() -> list[str]:
        where = (Message.recipient == f"person:{person.id}", Message.channel == Channel.INBOX)
        found = db.session.scalars(select(Message.title).where(*where).order_by(Message.id))
        return [title.partition(":")[0] for title in found]

    with transaction():
        enter_absence(own, person, days)
        withdraw_absence(own, person, days[0], days[1])
    assert told() == []
    for _ in range(2):
        with transaction():
            enter_absence(desk, person, days)
        with transaction():
            withdraw_absence(desk, person, days[0], days[1])
    noted, gone = "Noted as days on which you are not free", "No longer noted as days on which"
    assert told() == [noted, f"{gone} you are not free"] * 2


def test_totals_brought_along_replace_cases_and_days_but_not_what_is_assigned(
    make: Make, desk: Desk
):
    person = make.person()
    make.add(PersonYear(person_id=person.id, year=2026, cases=1, halves=1, assigned=2))
    with transaction():
        bring_year_totals(desk, [(person.id, 2026, 12, 25), (person.id, 2025, 3, 6)])
    db.session.expire_all()
    rows = db.session.query(PersonYear).order_by(PersonYear.year).all()
    assert [(r.year, r.cases, r.halves, r.assigned) for r in rows] == [
        (2025, 3, 6, 0),
        (2026, 12, 25, 2),
    ]


def test_kinship_is_forgotten_when_no_longer_needed(make: Make, desk: Desk):
    person = make.person()
    with transaction():
        kinship = note_kinship(desk, person, "赵小", KinKind.SPOUSE, source="本人申报")
        end_kinship(desk, kinship, date(2026, 11, 1))
        forget_kinship(desk, kinship)
    assert acts() == ["kinship:noted", "kinship:ended", "kinship:forgotten"]
    assert "赵小" not in str([line.facts for line in db.session.query(AuditLine)])
