"""A person's time line: selected by which election, after how he came on its list."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.terms import Desk
from app.elections.models import Candidate, Election
from app.elections.terms import ElectionForm, Standing
from app.elections.words import SOURCES
from app.shared.collected import LifeLine
from app.shared.db import db


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield when a person was selected (one statement); links lead to elections of the desk."""
    where = (Candidate.person_id == person_id, Candidate.standing == Standing.ELECTED)
    found = select(Candidate, Election).join(Election, Election.id == Candidate.election_id)
    rows = db.session.execute(found.where(*where).options(joinedload(Election.act)))
    for candidate, election in rows:
        own = election.body_id == desk.body_id
        yield LifeLine(
            day=election.voted or election.called,
            text=_came(election),
            link=url_for("elections.election", uid=election.uid) if own else "",
            link_text=gettext("See the election") if own else "",
            note=_note(candidate, election),
        )


def _came(election: Election) -> str:
    if election.form == ElectionForm.APPOINTMENT:
        return gettext("Selected by election %(number)s", number=election.number)
    if election.form == ElectionForm.ORGANISATION:
        return gettext("Named for case %(number)s", number=election.case_number)
    return gettext("Elected by election %(number)s", number=election.number)


def _note(candidate: Candidate, election: Election) -> str:
    if election.form == ElectionForm.APPOINTMENT:
        return gettext(SOURCES[candidate.source])
    return election.chosen_by
