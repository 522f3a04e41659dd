"""What an election leaves behind: of those who were not chosen neither name nor number."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.elections.models import Candidate, CandidateCheck, Election, Objection
from app.elections.queries import read_anew
from app.elections.terms import Standing
from app.people.identity import mask_name
from app.shared.db import db
from app.shared.files import forget

AT_ONCE = 1000


def forget_the_others(election: Election) -> int:
    """Empty what was said of those who were not chosen; return how many.

    Left of each are a masked name, where he came from and where he stood: so the counts of the
    election and its draws can still be followed.
    """
    where = (Candidate.election_id == election.id, Candidate.standing != Standing.ELECTED)
    db.session.flush()
    rows = db.session.execute(select(Candidate.id, Candidate.name).where(*where)).all()
    values = [
        {"id": row.id, "name": mask_name(row.name), "said": "", "number_hash": None,
         "person_id": None, "waivers": {}}
        for row in rows
    ]  # fmt: skip
    for first in range(0, len(values), AT_ONCE):
        db.session.execute(update(Candidate), values[first : first + AT_ONCE])
    ids = select(Candidate.id).where(*where)
    db.session.execute(delete(CandidateCheck).where(CandidateCheck.candidate_id.in_(ids)))
    theirs = update(Objection).where(Objection.election_id == election.id)
    db.session.execute(theirs.values(by_whom=None, text=""))
    forget(wrong_rows_of(election))
    read_anew()
    return len(rows)


def wrong_rows_of(election: Election) -> str:
    """Return the subject under which the rows that were not taken are kept."""
    return f"election:{election.id}:wrong"
