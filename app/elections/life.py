"""A person's time line: selected by which election, after how he came on its list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import Integer, Select, bindparam, select

from app.accounts.terms import Desk
from app.elections.models import Candidate, Election
from app.elections.terms import ElectionForm, Standing
from app.elections.words import SOURCES
from app.shared.collected import LifeLine
from app.shared.db import db


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield when a person was selected (one statement, composed once); links lead to elections of
    the desk."""
    for row in db.session.execute(_rows(), {"person": person_id}):
        own = row.body_id == desk.body_id
        yield LifeLine(
            day=row.voted or row.called,
            text=_came(row),
            link=url_for("elections.election", uid=row.uid) if own else "",
            link_text=gettext("See the election") if own else "",
            note=_note(row),
        )


@cache
def _rows() -> Select[*tuple[Any, ...]]:
    said = (Election.form, Election.number, Election.case_number, Election.chosen_by)
    when = (Election.voted, Election.called)
    columns = (Candidate.source, Election.uid, Election.body_id, *said, *when)
    rows = select(*columns).join(Election, Election.id == Candidate.election_id)
    person = bindparam("person", type_=Integer())
    return rows.where(Candidate.person_id == person, Candidate.standing == Standing.ELECTED)


def _came(election: Any) -> str:
    if election.form == ElectionForm.APPOINTMENT:
        return gettext("Selected by election %(number)s", number=election.number)
    if election.form == ElectionForm.ORGANISATION:
        return gettext("Named for case %(number)s", number=election.case_number)
    return gettext("Elected by election %(number)s", number=election.number)


def _note(election: Any) -> str:
    if election.form == ElectionForm.APPOINTMENT:
        return gettext(SOURCES[election.source])
    return election.chosen_by
