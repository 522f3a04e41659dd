"""Verbs of the list: rows of a sheet become candidates; the list is emptied before it is drawn."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from sqlalchemy import delete, func, insert, select

from app.accounts.terms import Desk
from app.audit.service import record
from app.draws.service import standing as standing_draw
from app.elections.listing import Ready, Weighed
from app.elections.models import Candidate, Election
from app.elections.service.calling import standing_at, step
from app.elections.service.closing import wrong_rows_of
from app.elections.terms import Stage, pool_of
from app.messages.writing import in_language
from app.people.importing.papers import REASON, XLSX, reason_of
from app.shared.db import db
from app.shared.files import StoredFile, forget, keep, kept
from app.shared.refusals import Refusal, Refused
from app.shared.spreadsheets import write_table
from app.shared.texts import N_

AT_ONCE = 1000
WRONG_ROWS = "wrong-rows.xlsx"


def add_list(desk: Desk, election: Election, weighed: Weighed) -> Election:
    """Put the rows that can be taken on the list; the others are kept as a sheet with reasons.

    Raises Refused once the list is drawn from.
    """
    election = _open_list(election)
    last = select(func.max(Candidate.n)).where(Candidate.election_id == election.id)
    first = (db.session.scalar(last) or 0) + 1
    rows = [_row(election, n, one) for n, one in enumerate(weighed.ready, first)]
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(Candidate), rows[start : start + AT_ONCE])
    forget(wrong_rows_of(election))
    if weighed.wrong:
        keep(_sheet(desk, weighed), XLSX, WRONG_ROWS, wrong_rows_of(election))
    if rows:
        step(election, Stage.LISTED)
    record(desk, "election:listed", election, rows=len(rows), wrong=len(weighed.wrong))
    return election


def take_off(desk: Desk, election: Election, candidate: Candidate) -> None:
    """Take one person off the list again; raises Refused once it was voted on or drawn from."""
    election = _open_list(election)
    db.session.execute(delete(Candidate).where(Candidate.id == candidate.id))
    left = select(func.count()).where(Candidate.election_id == election.id)
    step(election, Stage.LISTED if db.session.scalar(left) else Stage.CALLED)
    record(desk, "election:taken_off", election, name=candidate.name)


def empty_list(desk: Desk, election: Election) -> None:
    """Take everybody off the list again; raises Refused once it is drawn from."""
    election = _open_list(election)
    db.session.execute(delete(Candidate).where(Candidate.election_id == election.id))
    forget(wrong_rows_of(election))
    step(election, Stage.CALLED)
    record(desk, "election:list_emptied", election)


def wrong_rows(election: Election) -> StoredFile | None:
    """Return the sheet of the rows that were not taken from the last file, if there were any."""
    return kept(wrong_rows_of(election), WRONG_ROWS)


def _open_list(election: Election) -> Election:
    election = standing_at(election.id, Stage.CALLED, Stage.LISTED)
    if standing_draw(pool_of(election.id)) is not None:
        text = N_("The list is frozen for the draw.")
        way = N_("Carry the draw out, or annul it with a reason.")
        raise Refused([Refusal("election.list_frozen", text, way_out=way)])
    return election


def _row(election: Election, n: int, one: Ready) -> dict[str, Any]:
    return {
        "election_id": election.id,
        "n": n,
        "name": one.name,
        "said": one.packed,
        "source": one.source,
        "number_hash": one.number_hash,
        "person_id": one.person_id,
    }


def _sheet(desk: Desk, weighed: Weighed) -> bytes:
    cells = [one.cells for one in weighed.wrong]
    with in_language(desk.language):
        reasons = [reason_of(one.faults) for one in weighed.wrong]
        return write_table(list(weighed.headings), cells, reasons, gettext(REASON))
