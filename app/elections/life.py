"""A person's time line: selected by which election, after how he came on its list."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.terms import Desk
from app.elections.models import Candidate, Election
from app.elections.terms import Standing
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
            text=gettext("Selected by election %(number)s", number=election.number),
            link=url_for("elections.election", uid=election.uid) if own else "",
            link_text=gettext("See the election") if own else "",
            note=gettext(SOURCES[candidate.source]),
        )
