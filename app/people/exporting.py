"""The register as a spreadsheet: exactly the list that is shown, read portion by portion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only

from app.people import labels
from app.people.identity import mask_number, mask_phone
from app.people.models import Identifier, Person, PersonYear, Tenure
from app.people.queries import elsewhere
from app.people.queries.register import Found, ids_of, portions_of
from app.people.standing import status_of
from app.shared.db import db
from app.shared.screens import body_name, days_of_halves
from app.shared.spreadsheets import write_table
from app.shared.texts import N_

WAITED_FOR = 20_000  # lines: some seconds; a longer list is the work of a job
PORTION = 1_000
Reading = Callable[[], AbstractContextManager[Any]]
HEADINGS = (
    *(N_("Register number"), N_("Name"), N_("Pinyin"), N_("Sex"), N_("Birth date")),
    *(N_("ID number"), N_("Telephone"), N_("Education"), N_("Occupation"), N_("Employer")),
    *(N_("District"), N_("Court"), N_("Office"), N_("Status"), N_("Term from")),
    *(N_("Term until"), N_("Cases this year"), N_("Days this year")),
)
# What is of the present: of a person at another court now it is that court's.
NOW = frozenset(
    (
        *("ID number", "Telephone", "Education", "Occupation", "Employer", "District"),
        *("Cases this year", "Days this year"),
    )
)
READ = (
    *(Person.number, Person.name, Person.pinyin, Person.sex, Person.birth, Person.birth_year),
    *(
        Person.phone,
        Person.education,
        Person.occupation,
        Person.employer,
        Person.district,
        Person.died,
    ),
)


def is_long(what: Found) -> bool:
    """Say whether a list is too long for somebody to wait until it is written."""
    return len(ids_of(what, WAITED_FOR + 1)) > WAITED_FOR


def headings() -> list[str]:
    """Return the headings of the list in the reader's language."""
    return [gettext(heading) for heading in HEADINGS]


def table_of(what: Found, full: bool) -> bytes:
    """Return the list as XLSX; numbers are masked unless `full`."""
    return write_table(headings(), rows_of(what, full))


def rows_of(what: Found, full: bool, reading: Reading = nullcontext) -> Iterator[list[str]]:
    """Yield the lines of a list in its order; a thousand are in memory at once.

    Each portion is read inside `reading()`, which long work gives to end what it has read.
    """
    portions = portions_of(what, PORTION)
    while True:
        with reading():
            rows = _portion(next(portions, []), what, full)
        if not rows:
            return
        yield from rows


def _portion(ids: Sequence[int], what: Found, full: bool) -> list[list[str]]:
    found = {row.Tenure.id: row for row in _tenures(ids, what.sight.day)} if ids else {}
    people = {row.Tenure.person_id for row in found.values()}
    numbers = _numbers(people)
    gone = elsewhere(people, what.sight.bodies, what.sight.day)
    rows = []
    for tenure in (found[i].Tenure for i in ids if i in found):
        row = _row(found[tenure.id], numbers, what.sight.day, full)
        rows.append(_of_its_time(row) if tenure.person_id in gone else row)
    db.session.expunge_all()
    return rows


def _of_its_time(row: list[str]) -> list[str]:
    """Return a row without what is of the present."""
    named = zip(HEADINGS, row, strict=True)
    return ["" if heading in NOW else cell for heading, cell in named]


def _tenures(ids: Sequence[int], day: date) -> Iterable[Any]:
    same_year = (PersonYear.person_id == Tenure.person_id) & (PersonYear.year == day.year)
    statement = select(Tenure, PersonYear.cases, PersonYear.halves).outerjoin(PersonYear, same_year)
    options = (joinedload(Tenure.person).load_only(*READ), joinedload(Tenure.body))
    return db.session.execute(statement.where(Tenure.id.in_(ids)).options(*options))


def _numbers(person_ids: Iterable[int]) -> dict[int, str]:
    statement = select(Identifier).where(
        Identifier.person_id.in_(list(person_ids)), Identifier.superseded_at.is_(None)
    )
    rows = db.session.scalars(statement.options(load_only(Identifier.person_id, Identifier.number)))
    return {row.person_id: row.number for row in rows}


def _row(row: Any, numbers: dict[int, str], day: date, full: bool) -> list[str]:
    tenure, person = row.Tenure, row.Tenure.person
    number, phone = numbers.get(person.id, ""), person.phone or ""
    last = tenure.ended or tenure.until
    born = person.birth or person.birth_year or ""
    status, _ = status_of(day, tenure.since, last, None, person.died)
    # gettext("") would be the head of the catalogue
    education = labels.EDUCATIONS.get(person.education)
    return [
        person.number,
        person.name,
        person.pinyin,
        gettext(labels.SEXES[person.sex]) if person.sex else "",
        str(born),
        number if full or not number else mask_number(number),
        phone if full or not phone else mask_phone(phone),
        gettext(education) if education else person.education,
        person.occupation,
        person.employer,
        person.district,
        body_name(tenure.body),
        gettext(labels.OFFICES[tenure.office]),
        gettext(status),
        tenure.since.isoformat(),
        last.isoformat() if last else "",
        str(row.cases or 0),
        days_of_halves(row.halves or 0),
    ]
