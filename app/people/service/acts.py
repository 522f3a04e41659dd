"""Verbs of acts: what an organ decided, line by line, and what falls when a line is annulled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from app.accounts.terms import Desk
from app.audit.service import record
from app.people.models import Act, ActLine, Person, RollEntry, Tenure
from app.people.queries import Resting, rests_on
from app.people.service.known import keep_as_known
from app.people.terms import LineKind
from app.shared import clock
from app.shared.db import db
from app.shared.fullwidth import ways_written
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock


@dataclass(frozen=True)
class NewLine:
    """One line of an act: what it does, and to whom."""

    kind: LineKind
    person_id: int | None = None


def act_numbered(body_id: int, organ: str, number: str) -> Act | None:
    """Return the act of an organ with a number for a body (act_number), whichever brackets."""
    same = (Act.organ.in_(ways_written(organ)), Act.number.in_(ways_written(number)))
    where = (Act.body_id == body_id, *same)
    exact_first = select(Act).where(*where).order_by(Act.number != number, Act.id)
    return db.session.scalars(exact_first).first()


def enter_act(
    desk: Desk,
    *,
    organ: str,
    number: str,
    adopted: date,
    effective: date | None = None,
    lines: Sequence[NewLine] = (),
    body_id: int | None = None,
) -> Act:
    """Enter an act with its lines; it takes effect when adopted unless said otherwise.

    Raises Refused if the organ's number is taken for this body: use `add_lines` there.
    """
    body = body_id or desk.body_id
    if act_numbered(body, organ, number):
        text = N_("The act %(number)s of %(organ)s is entered already.")
        named = {"number": number, "organ": organ}
        way_out = N_("Add a line to that act, or correct the number.")
        raise Refused([Refusal("act.double", text, named, way_out, place="act_number")])
    act = Act(
        body_id=body,
        organ=organ,
        number=number,
        adopted=adopted,
        effective=effective or adopted,
    )
    db.session.add(act)
    db.session.flush()
    add_lines(desk, act, lines)
    record(desk, "act:entered", act, number=number, lines=len(lines))
    return act


def add_lines(desk: Desk, act: Act, lines: Sequence[NewLine]) -> list[ActLine]:
    """Add lines to an act, numbered after those it has; raises Refused if it is annulled.

    The act is locked: of two who add to it at once each gets numbers of his own.
    """
    lock(Act, act.id)
    if act.annulled_at:
        text = N_("The act %(number)s is annulled.")
        raise Refused([Refusal("act.annulled", text, {"number": act.number})])
    first = db.session.scalar(select(func.max(ActLine.n)).where(ActLine.act_id == act.id)) or 0
    rows = [
        ActLine(act_id=act.id, n=n, kind=line.kind, person_id=line.person_id)
        for n, line in enumerate(lines, first + 1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def annul_line(desk: Desk, line: ActLine, why: str) -> Resting:
    """Annul one line; what rested on it is as if it had never been. The other lines stand."""
    lock(Act, line.act_id)
    lock(ActLine, line.id)
    if line.annulled_at:
        return Resting()
    fallen = _fall([line], why)
    line.act.version += 1
    record(desk, "act:line_annulled", line.act, n=line.n, why=why, **_counts(fallen))
    return fallen


def annul_act(desk: Desk, act: Act, why: str) -> Resting:
    """Annul an act with every line that still stands."""
    lock(Act, act.id)
    if act.annulled_at:
        return Resting()
    standing = select(ActLine).where(ActLine.act_id == act.id, ActLine.annulled_at.is_(None))
    again = {"populate_existing": True}
    lines = db.session.scalars(standing.order_by(ActLine.n), execution_options=again).all()
    fallen = _fall(lines, why)
    act.annulled_at, act.annulled_why = clock.now(), why
    act.version += 1
    record(desk, "act:annulled", act, why=why, **_counts(fallen))
    return fallen


def _counts(fallen: Resting) -> dict[str, int]:
    return {"begun": len(fallen.begun), "ended": len(fallen.ended)}


def _fall(lines: Sequence[ActLine], why: str) -> Resting:
    fallen = _locked([line.id for line in lines])
    for line in lines:
        line.annulled_at, line.annulled_why = clock.now(), why
    for tenure in fallen.begun:
        tenure.superseded_at = clock.now()
        tenure.version += 1
    for entry in fallen.entries:
        entry.until, entry.reason = entry.since - timedelta(days=1), why[:200]
    for post in fallen.posts:
        post.until = post.since - timedelta(days=1)
    for tenure in set(fallen.ended) - set(fallen.begun):
        goes_on(tenure)
    db.session.flush()
    return fallen


def _locked(line_ids: Sequence[int]) -> Resting:
    """Return what rests on lines, read after the persons it concerns are locked, in one order."""
    resting = rests_on(line_ids)
    for person_id in sorted({one.person_id for one in (*resting.begun, *resting.ended)}):
        lock(Person, person_id)
    return rests_on(line_ids)


def goes_on(tenure: Tenure) -> None:
    """Let a tenure go on as if it had not been ended, with its roll entries."""
    ended = keep_as_known(tenure).ended
    tenure.ended, tenure.ended_why, tenure.end_line_id = None, "", None
    entries = select(RollEntry).where(RollEntry.tenure_id == tenure.id, RollEntry.until == ended)
    for entry in db.session.scalars(entries):
        entry.until = None
