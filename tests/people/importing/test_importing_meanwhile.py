"""Applying while others write: weighed anew, done once, half of it never."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from app.accounts.terms import Desk
from app.bodies.models import District
from app.people.importing import applying
from app.people.importing.applying import apply_import, ready_to_apply
from app.people.importing.jobs import apply_rows
from app.people.models import Act, Identifier, NameGram, Person, RollEntry, RollImport, Tenure
from app.people.service import enter_people
from app.people.service.rows import Said
from app.people.terms import IdKind
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.people.importing.sheets import (
    count,
    faults_of,
    number_of,
    outcomes,
    people,
    person,
    previewed,
    xlsx,
)


def apply_with_a_write_between(desk: Desk, import_id: int, write: Callable[[], Any]) -> None:
    """Apply as the worker does, while somebody else writes after the rows were weighed."""

    @contextmanager
    def reading() -> Iterator[None]:
        with transaction("read"):
            yield
        with transaction():
            write()

    with transaction():
        ready_to_apply(desk, import_id, {})
    with transaction():
        apply_import(desk, import_id, reading=reading)


def test_what_changes_between_weighing_and_writing_is_weighed_anew(app: Flask, make: Make):
    desk = make.desk(make.court())
    import_id = previewed(desk, xlsx(people(4))).id
    known = Said(person(2)[0], identifiers=((IdKind.NUMBER, number_of(2)),))
    apply_with_a_write_between(desk, import_id, lambda: enter_people(desk, [known]))
    row = db.session.get_one(RollImport, import_id)
    assert outcomes(row) == {"new": 3, "wrong": 1}
    assert faults_of(row)[1][0] == "import.now_known"
    assert (count(Person), count(Tenure)) == (4, 3)


def test_a_court_that_changes_between_weighing_and_writing_counts(app: Flask, make: Make):
    court = make.court()
    desk, body_id = make.desk(court), court.id
    import_id = previewed(desk, xlsx([person(1, 所在区县="城东"), person(2)])).id
    new = District(body_id=body_id, name="城西")
    apply_with_a_write_between(desk, import_id, lambda: db.session.add(new))
    assert outcomes(db.session.get_one(RollImport, import_id)) == {"new": 1, "wrong": 1}
    assert count(Person) == 1


def test_an_import_applied_between_weighing_and_writing_is_not_applied_twice(
    app: Flask, make: Make
):
    desk = make.desk(make.court())
    import_id = previewed(desk, xlsx(people(2))).id
    with pytest.raises(Refused, match=r"import\.applied"):
        apply_with_a_write_between(desk, import_id, lambda: apply_import(desk, import_id))
    assert count(Person) == 2


def test_two_imports_of_the_same_people_make_them_once(app: Flask, make: Make):
    desk = make.desk(make.court())
    first, second = previewed(desk, xlsx(people(4))), previewed(desk, xlsx(people(5)))
    for row in (first, second):
        with transaction():
            apply_rows(desk, row.id, {})
    assert count(Person) == 5
    assert outcomes(db.session.get_one(RollImport, second.id)) == {"new": 1, "same": 4}


def test_what_fails_half_way_leaves_nothing(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
):
    desk = make.desk(make.court())
    row = previewed(desk, xlsx(people(3)))

    def broken(*_: Any) -> None:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(applying.Making, "year", broken)
    with pytest.raises(RuntimeError), transaction():
        apply_rows(desk, row.id, {})
    assert [count(table) for table in (Person, Tenure, Act, RollEntry, NameGram)] == [0] * 5
    assert db.session.get_one(RollImport, row.id).state == "previewed"


def at_once(app: Flask, work: Callable[[int], Any], number: int) -> list[Any]:
    """Do `work(0)` … at the same moment, each in a thread with its own session."""
    together = threading.Barrier(number)

    def one(n: int) -> Any:
        with app.app_context():
            together.wait(30)
            try:
                with transaction():
                    return work(n)
            except Refused as refused:
                return refused
            finally:
                db.session.remove()

    with ThreadPoolExecutor(number) as pool:
        return [job.result(60) for job in [pool.submit(one, n) for n in range(number)]]


def test_two_officers_at_once_apply_it_once(app: Flask, make: Make):
    court = make.court()
    desks = [make.desk(court), make.desk(court)]
    import_id = previewed(desks[0], xlsx(people(40))).id
    db.session.rollback()
    results = at_once(app, lambda n: apply_rows(desks[n], import_id, {}).id, 2)
    refused = [one for one in results if isinstance(one, Refused)]
    assert len(refused) == 1
    assert refused[0].refusals[0].key == "import.applied"
    assert (count(Person), count(Tenure), count(RollEntry)) == (40, 40, 40)


def test_two_files_with_the_same_people_at_once_make_them_once(app: Flask, make: Make):
    court = make.court()
    desks = [make.desk(court), make.desk(court)]
    ids = [previewed(desks[n], xlsx(people(30 + n))).id for n in range(2)]
    db.session.rollback()
    results = at_once(app, lambda n: apply_rows(desks[n], ids[n], {}).id, 2)
    assert sorted(results) == sorted(ids)
    assert (count(Person), count(Tenure), count(Identifier)) == (31, 31, 31)
