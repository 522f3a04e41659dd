"""Questions about the past answer rightly: as of any day, and as it was known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.bodies.models import Body, BodyLink, Succession
from app.bodies.queries import forebears, heirs
from app.bodies.terms import LinkKind, SuccessionKind
from app.people.models import RollEntry, Tenure
from app.people.queries import (
    identity_on,
    in_office,
    kept_by,
    rests_on,
    scope_of,
    tenures_of,
)
from app.people.service import (
    NewEntry,
    NewLine,
    NewTenure,
    Said,
    annul_act,
    annul_line,
    begin_tenure,
    correct_identity,
    end_tenure,
    enter_act,
    enter_on_roll,
    enter_person,
)
from app.people.service.persons import Who
from app.people.terms import LineKind, Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import LONG_AGO, Make

MARCH = datetime(2026, 3, 10, 8, tzinfo=UTC)


def names(tenures: list[Tenure]) -> list[str]:
    return [tenure.person.name for tenure in tenures]


def test_two_courts_merge_in_the_middle_of_a_term(make: Make):
    above = make.court()
    old, other, new = make.court(under=above), make.court(under=above), make.court(under=above)
    one = make.assessor(old, name="王甲")
    two = make.assessor(other, name="李乙")
    merged = date(2026, 7, 1)
    for court in (old, other):
        link = db.session.query(BodyLink).filter_by(body_id=court.id, kind=LinkKind.HIGHER).one()
        link.until = merged - timedelta(days=1)
        before = {"before_id": court.id, "after_id": new.id, "on": merged}
        make.add(Succession(kind=SuccessionKind.MERGED, **before))

    on_the_eve = merged - timedelta(days=1)
    assert names(in_office(old.id, Office.ASSESSOR, on_the_eve)) == ["王甲"]
    assert names(in_office(new.id, Office.ASSESSOR, on_the_eve)) == []
    assert names(in_office(new.id, Office.ASSESSOR, merged)) == ["王甲", "李乙"]
    assert in_office(old.id, Office.ASSESSOR, merged) == []
    assert in_office(new.id, Office.ASSESSOR, date(2030, 1, 1)) == []
    for body in (new, above):
        for person in (one, two):
            scope = scope_of(person.id, body.id, merged)
            assert scope is not None
            assert (scope.own, scope.whole) == (body is new, True)
    assert scope_of(one.id, other.id, merged) is None


def test_a_court_is_split_and_nobody_is_counted_in_both_halves(make: Make):
    above = make.court()
    whole = make.court(under=above)
    north, south = make.court(under=above), make.court(under=above)
    tribunal = make.court(under=whole)
    split = date(2026, 7, 1)
    eve = split - timedelta(days=1)
    one = make.assessor(whole, name="王甲")
    two = make.assessor(whole, name="李乙")
    make.assessor(whole, name="张丙")  # not given a place yet
    make.assessor(tribunal, name="周丁")
    for half in (north, south):
        halved = {"before_id": whole.id, "after_id": half.id, "on": split}
        make.add(Succession(kind=SuccessionKind.SPLIT, **halved))
    for person, half in ((one, north), (two, south)):  # the act that says who goes where
        tenure = tenures_of(person.id)[0]
        kept = {"office": Office.ASSESSOR, "since": split, "until": tenure.until}
        tenure.ended = eve
        make.add(Tenure(person_id=person.id, body_id=half.id, **kept))
    link = db.session.query(BodyLink).filter_by(body_id=tribunal.id).one()
    link.until = eve
    make.add(BodyLink(body_id=tribunal.id, to_id=south.id, kind=LinkKind.HIGHER, since=split))

    def office(body: Body, day: date) -> list[str]:
        return names(in_office(body.id, Office.ASSESSOR, day))

    assert [office(body, eve) for body in (north, south)] == [[], []]
    assert office(whole, eve) == ["王甲", "李乙", "张丙"]
    assert (office(north, split), office(south, split)) == (["王甲"], ["李乙"])
    assert office(whole, split) == ["张丙"]
    assert office(tribunal, split) == office(tribunal, eve) == ["周丁"]
    seen = {body.id: set(db.session.scalars(kept_by(body.id, split))) for body in (north, south)}
    assert seen == {north.id: {north.id}, south.id: {south.id, tribunal.id}}
    assert forebears(north.id, split) == (north.id,)
    assert heirs(whole.id, split) == (whole.id,)


def test_a_half_that_merges_on_takes_only_its_own_with_it(make: Make):
    whole, north, south, new = (make.court() for _ in range(4))
    make.assessor(whole, name="张丙")
    make.assessor(north, name="王甲", since=date(2026, 7, 1))
    make.assessor(south, name="李乙", since=date(2026, 7, 1))
    for before, after, on, kind in (
        (whole, north, date(2026, 7, 1), SuccessionKind.SPLIT),
        (whole, south, date(2026, 7, 1), SuccessionKind.SPLIT),
        (north, new, date(2027, 1, 1), SuccessionKind.RENAMED),
    ):
        make.add(Succession(kind=kind, before_id=before.id, after_id=after.id, on=on))
    day = date(2027, 1, 1)
    assert names(in_office(new.id, Office.ASSESSOR, day)) == ["王甲"]
    assert names(in_office(south.id, Office.ASSESSOR, day)) == ["李乙"]
    assert in_office(north.id, Office.ASSESSOR, day) == []
    assert heirs(north.id, day) == (new.id,)
    assert heirs(north.id, day - timedelta(days=1)) == (north.id,)
    assert forebears(new.id, day) == (new.id, north.id)


def test_what_is_written_in_a_circle_ends_all_the_same(make: Make):
    one, other = make.court(), make.court()
    for before, after in ((one, other), (other, one)):
        merged = {"before_id": before.id, "after_id": after.id, "on": date(2026, 7, 1)}
        make.add(Succession(kind=SuccessionKind.MERGED, **merged))
    assert forebears(one.id, date(2026, 7, 1)) == (one.id, other.id)
    assert heirs(one.id, date(2026, 7, 1)) == ()


def test_a_birth_date_corrected_later(make: Make):
    desk = make.desk(make.court())
    with clock.standing_at(MARCH), transaction():
        person = enter_person(desk, Said("单雄信", birth=date(1985, 3, 7)))
        person_id = person.id
    later = MARCH + timedelta(days=30)
    with clock.standing_at(later), transaction():
        right = Who("单雄信", birth=date(1985, 7, 3))
        correct_identity(desk, db.session.merge(person), right, "Card compared")

    now = identity_on(person_id, later.date())
    then = identity_on(person_id, later.date(), known_at=MARCH + timedelta(days=1))
    before = identity_on(person_id, later.date(), known_at=MARCH - timedelta(days=1))
    assert now is not None
    assert (now.birth, now.reason) == (date(1985, 7, 3), "Card compared")
    assert then is not None
    assert then.birth == date(1985, 3, 7)
    assert before is None
    assert db.session.merge(person).birth == date(1985, 7, 3)


def test_a_name_changed_on_a_day_is_true_before_and_after(make: Make):
    desk = make.desk(make.court())
    with transaction():
        person = enter_person(desk, Said("王芳", birth=date(1985, 3, 7)))
        changed = Who("王方", birth=date(1985, 3, 7))
        correct_identity(desk, person, changed, "Name changed", true_from=date(2020, 5, 1))
        person_id = person.id
    with transaction():
        right = Who("王方", birth=date(1985, 3, 8))
        correct_identity(desk, db.session.merge(person), right, "Card compared")
    old, new = identity_on(person_id, date(2020, 4, 30)), identity_on(person_id, date(2020, 5, 1))
    assert old is not None
    assert new is not None
    assert (old.name, old.birth) == ("王芳", date(1985, 3, 8))
    assert (new.name, new.birth) == ("王方", date(1985, 3, 8))


def test_an_end_entered_late_was_not_known_before(make: Make):
    court = make.court()
    desk = make.desk(court)
    with clock.standing_at(MARCH):
        person = make.assessor(court, make.roll(court), name="王甲")
    tenure = tenures_of(person.id)[0]
    kept = tenure.id
    later = MARCH + timedelta(days=20)
    with clock.standing_at(later), transaction():
        end_tenure(desk, db.session.merge(tenure), date(2026, 3, 15), "Moved away")

    asked = date(2026, 3, 20)
    assert in_office(court.id, Office.ASSESSOR, date(2026, 3, 15)) != []
    assert in_office(court.id, Office.ASSESSOR, asked) == []
    as_then = in_office(court.id, Office.ASSESSOR, asked, known_at=MARCH + timedelta(days=12))
    assert names(as_then) == ["王甲"]
    assert [t.id for t in tenures_of(person.id)] == [kept]
    assert db.session.query(RollEntry).filter_by(tenure_id=kept).one().until == date(2026, 3, 15)


@pytest.fixture
def sixty(make: Make):
    """A court and its desk, an act that appoints two and removes a third, a roll with them."""
    court = make.court()
    desk, roll = make.desk(court), make.roll(court)
    third = make.assessor(court, roll, name="孙丙", since=LONG_AGO, until=None)
    with transaction():
        people = [
            enter_person(desk, Said(n, birth=date(1980, 1, 1), education="bachelor"))
            for n in ("王甲", "李乙")
        ]
        lines = [NewLine(LineKind.APPOINTS, person.id) for person in people]
        lines.append(NewLine(LineKind.REMOVES, third.id))
        act = enter_act(
            desk, organ="区人大常委会", number="〔2025〕1号", adopted=date(2025, 1, 1), lines=lines
        )
        db.session.refresh(act)
        for person, line in zip(people, act.lines, strict=False):
            new = NewTenure(person.id, court.id, Office.ASSESSOR, date(2025, 1, 1))
            new = NewTenure(**{**vars(new), "until": date(2029, 12, 31), "start_line_id": line.id})
            tenure = begin_tenure(desk, new)
            enter_on_roll(desk, NewEntry(roll.id, person.id, tenure.id, date(2025, 1, 1)))
        removed = tenures_of(third.id)[0]
        end_tenure(desk, removed, date(2024, 12, 31), "Removed", act.lines[2])
    return court, desk, act.id


def test_one_line_of_an_act_is_annulled_and_the_others_stand(make: Make, sixty):
    court, desk, act_id = sixty
    day, before = date(2026, 1, 1), clock.now()
    from app.people.models import Act

    assert names(in_office(court.id, Office.ASSESSOR, day)) == ["王甲", "李乙"]
    with transaction():
        act = db.session.get_one(Act, act_id)
        assert [t.person.name for t in rests_on([act.lines[0].id]).begun] == ["王甲"]
        fallen = annul_line(desk, act.lines[0], "The wrong person was named")
        assert len(fallen.begun) == len(fallen.entries) == 1
        assert annul_line(desk, act.lines[0], "Twice").begun == ()

    assert names(in_office(court.id, Office.ASSESSOR, day)) == ["李乙"]
    assert names(in_office(court.id, Office.ASSESSOR, date(2025, 1, 1))) == ["李乙"]
    known_before = in_office(court.id, Office.ASSESSOR, day, known_at=before)
    assert names(known_before) == ["王甲", "李乙"]
    never = db.session.query(RollEntry).filter(RollEntry.until < RollEntry.since).all()
    assert len(never) == 1


def test_an_annulled_removal_lets_the_tenure_go_on(make: Make, sixty):
    court, desk, act_id = sixty
    from app.people.models import Act

    with transaction():
        annul_act(desk, db.session.get_one(Act, act_id), "Not quorate")
    assert names(in_office(court.id, Office.ASSESSOR, date(2026, 1, 1))) == ["孙丙"]
    assert db.session.query(RollEntry).filter(RollEntry.until.is_(None)).count() == 1
