"""ID numbers that a spreadsheet kept as figures: never taken for somebody else's number."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from app.people.models import Person
from app.shared.db import db
from tests.builders import Make
from tests.people.importing.sheets import (
    HEADINGS,
    comma_separated,
    faults_of,
    number_of,
    outcomes,
    person,
    previewed,
    xlsx,
)

PLACE = HEADINGS.index("身份证号码")


def with_figures(number: int) -> list[list]:
    """Return rows whose ID numbers are figures, as whoever typed them left them."""
    rows = [list(person(n)) for n in range(1, 10 * number) if number_of(n).isdigit()][:number]
    for row in rows:
        row[PLACE] = int(row[PLACE])  # type: ignore[call-overload]
    return rows


def test_every_number_kept_as_a_figure_says_so(app: Flask, make: Make):
    row = previewed(make.desk(make.court()), xlsx(with_figures(200)))
    assert outcomes(row) == {"wrong": 200}
    assert {keys[0] for keys in faults_of(row)} == {"import.figure"}
    assert not db.session.scalar(select(func.count()).select_from(Person))


def zeroed(n: int, **other: str) -> list[str]:
    """Return a row as CSV has it after a spreadsheet kept the number as a figure."""
    return person(n, 身份证号码=number_of(n)[:15] + "000", **other)


def fits_by_chance() -> int:
    """Return an n whose number still has a fitting last place after its last three are zeros."""
    from app.people.identity import NotANumber, read_number

    for n in range(1, 300):
        try:
            read_number(number_of(n)[:15] + "000")
        except NotANumber:
            continue
        return n
    raise AssertionError("one of eleven fits")


def test_zeros_that_fit_by_chance_are_wrong_beside_those_that_do_not(app: Flask, make: Make):
    desk, lucky = make.desk(make.court()), fits_by_chance()
    rows = [zeroed(lucky, 性别="", 出生日期=""), zeroed(lucky + 1), person(lucky + 2)]
    row = previewed(desk, comma_separated(rows), "roll.csv")
    assert faults_of(row)[:2] == [["import.lost_digits"]] * 2
    assert outcomes(row) == {"wrong": 2, "new": 1}


def test_a_number_that_rightly_ends_in_zeros_is_taken(app: Flask, make: Make):
    alone = [zeroed(fits_by_chance(), 性别="", 出生日期="")]
    row = previewed(make.desk(make.court()), comma_separated(alone), "roll.csv")
    assert outcomes(row) == {"new": 1}
