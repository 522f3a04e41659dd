"""Rows against each other and against the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.people.identity import read_number
from app.people.imports.matching import classify, doubles
from app.people.imports.terms import (
    Fault,
    Known,
    KnownPerson,
    Row,
    State,
)
from app.people.terms import Office, RollKind
from app.shared.dates import Birth
from app.shared.refusals import SOFT
from tests.people.imports.roll_rows import BORN, CITY, WEST, around, number, row


def hashed(text: str) -> str:
    """Stand for the keyed hash of the register."""
    return f"hash of {text}"


def person(given: Row, n: int = 1, **values: Any) -> KnownPerson:
    """Return somebody whom the register knows as the row says, some values changed."""
    whole = {**given.values, **values}
    read = whole.get("id_number")
    if read:
        whole["id_number"] = hashed(read.number)
    kept = {key: value for key, value in whole.items() if value is not None}
    return KnownPerson(n, kept, has_number=bool(read))


def known(*people: KnownPerson) -> Known:
    """Return a register of these people."""
    by_birth: dict[tuple[str, str], tuple[KnownPerson, ...]] = {}
    for one in people:
        birth = one.values.get("birth")
        for key in {str(birth), str(birth.year), ""} if birth else {""}:
            place = (one.values["name"], key)
            by_birth[place] = (*by_birth.get(place, ()), one)
    by_number = {p.values["id_number"]: p for p in people if p.has_number}
    return Known(by_number, by_birth, hashed)


def outcome(given: Row, *people: KnownPerson):
    """Return what the row would do to a register of these people."""
    return classify(given, known(*people))


def test_nobody_known_is_new_and_the_same_again_is_the_same():
    given = row()
    assert outcome(given).state is State.NEW
    again = outcome(given, person(given, 5))
    assert (again.state, again.person, again.changes) == (State.SAME, 5, ())


def test_what_the_row_states_otherwise_is_a_change():
    given = row(phone="18612341402")
    found = outcome(given, person(given, 5, phone="13800000000", education="master"))
    assert found.state is State.CHANGED
    change = found.changes[0]
    assert (change.field, change.before, change.after) == ("phone", "13800000000", "18612341402")
    assert len(found.changes) == 1


def test_a_number_under_another_name_changes_the_name_and_is_pointed_out():
    found = outcome(row(name="张珊"), person(row(name="张三"), 5))
    assert (found.state, found.person) == (State.CHANGED, 5)
    assert [(f.key, f.strength) for f in found.faults] == [("import.other_name", SOFT)]


def test_a_person_without_a_number_in_the_register_gets_it():
    found = outcome(row(), person(row(id_number=None), 5))
    assert (found.state, found.person) == (State.CHANGED, 5)
    assert [change.field for change in found.changes] == ["id_number"]


def test_a_namesake_born_the_same_day_with_another_number_is_somebody_else():
    other = person(row(id_number=read_number(number(order=14))), 5)
    assert outcome(row(), other).state is State.NEW


def test_without_a_number_name_and_birth_find_the_person():
    given = row(id_number=None)
    assert outcome(given, person(row(), 5)).person == 5
    assert outcome(given, person(row(), 5)).state is State.SAME
    assert outcome(row(id_number=None, birth=Birth(1990)), person(row(), 5)).state is State.SAME
    assert outcome(row(id_number=None, birth=Birth(1991)), person(row(), 5)).state is State.NEW


def test_a_day_fills_what_was_known_as_a_year_only_or_not_at_all():
    for birth in (Birth(1990), None):
        found = outcome(row(id_number=None), person(row(id_number=None, birth=birth), 5))
        assert (found.state, found.person) == (State.CHANGED, 5)
        assert [change.field for change in found.changes] == ["birth"]


def test_several_of_one_name_and_birth_need_a_number():
    two = (person(row(), 5), person(row(id_number=read_number(number(order=14))), 6))
    found = outcome(row(id_number=None), *two)
    assert (found.state, [f.key for f in found.faults]) == (State.WRONG, ["import.several"])
    assert outcome(row(id_number=None, birth=None), *two).state is State.WRONG


def test_a_hard_fault_keeps_the_row_out():
    given = row()
    wrong = Row(given.values, (Fault("until", "x", "y"),), 2)
    assert outcome(wrong).state is State.WRONG
    assert outcome(wrong, person(given, 5)).person == 5


def test_one_person_twice_for_one_term_is_a_double():
    rows = [row(2), row(3, name="李四", id_number=read_number(number(order=14))), row(4)]
    faults = doubles(rows, around())
    assert {index: fault.key for index, fault in faults.items()} == {2: "import.double"}
    assert faults[2].facts["line"] == 2


def test_without_a_number_name_and_birth_make_a_double():
    bare = {"id_number": None}
    assert set(doubles([row(2, **bare), row(3, **bare)], around())) == {1}
    assert not doubles([row(2, **bare), row(3, **bare, birth=Birth(1991))], around())
    assert not doubles([Row({}, (), 2), Row({}, (), 3)], around())


def test_one_number_with_two_names_is_at_fault():
    faults = doubles([row(2), row(3, name="李四")], around())
    assert faults[1].key == "import.number_twice"


def test_two_terms_and_two_special_rolls_of_one_person_are_no_doubles():
    earlier = row(2, **{"from": date(2017, 5, 6), "until": date(2022, 5, 5)})
    special = row(4, roll=RollKind.JUVENILE)
    assert not doubles([earlier, row(3), special], around())
    assert doubles([row(2), row(3, roll=RollKind.GENERAL, court=None)], around())


def test_two_basic_courts_at_once_in_one_file():
    faults = doubles([row(2), row(3, court=WEST)], around())
    assert faults[1].key == "roll.one_basic_court"
    later = row(3, court=WEST, **{"from": date(2027, 5, 6), "until": None})
    assert not doubles([row(2), later], around())
    assert not doubles([row(2), row(3, court=CITY)], around())
    assert not doubles([row(2), row(3, court=WEST, office=Office.JUDGE)], around())
    assert not doubles([row(2), row(3, court=WEST)], around("cn-1953"))


def test_births_of_the_defaults_agree():
    """The rows above are of one person whose number and birth fit."""
    assert row().values["id_number"].birth == BORN
