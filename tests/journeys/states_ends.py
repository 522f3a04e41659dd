"""States of ends: a resignation, a removal at each step, terms that end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.terms import Desk
from app.ends.models import EndFile
from app.ends.service import (
    Evidence,
    Hearing,
    Opening,
    add_evidence,
    call_to_hearing,
    decide,
    hear,
    move,
    open_file,
    withdraw_file,
)
from app.ends.terms import Ground
from app.people.models import Tenure
from app.people.service import Decision
from app.people.terms import Office
from app.shared import clock
from app.shared.attachments import Attachment
from app.shared.db import db
from app.shared.transactions import transaction

STEPS = ("evidence", "call", "hearing", "move", "act", "withdraw")


def end_pages(desk: Desk, president: Desk) -> tuple[list[str], list[str]]:
    """Make files at each step, committed; return the pages of the officer and of the president."""
    with transaction():
        today = clock.today()
        tenures = iter(_free_tenures(desk))
        resigned, opened, moved, gone = (
            open_file(desk, next(tenures), _why(ground))
            for ground in (
                *(Ground.GOOD_CAUSE, Ground.MALPRACTICE),
                *(Ground.REFUSAL, Ground.GOOD_CAUSE),
            )
        )
        last = next(tenures)
        decided = open_file(desk, last, _why(Ground.GOOD_CAUSE))
        move(president, decided)
        by = Decision("临河区人大常委会", "临人免〔2026〕7号", today)
        decide(desk, decided, today, by)
        withdraw_file(desk, gone, "本人收回")
        for one in (opened, moved):
            paper = Attachment("application/pdf", "pdf", b"%PDF-1.7\n")
            add_evidence(desk, one, Evidence("书面证言一份", "区监察委", today), paper)
        call_to_hearing(desk, opened, today + timedelta(days=5), "201室")
        hear(desk, moved, Hearing(today, True, "家中有老人需要照料"))
        fresh = db.session.scalars(select(EndFile).where(EndFile.id == moved.id)).one()
        pages = [f"/ends/{opened.uid}/{step}" for step in STEPS[:3]]
        pages += [f"/ends/{resigned.uid}/withdraw", _new(next(tenures))]
        files = [f"/ends/{one.uid}" for one in (resigned, opened, moved, gone, decided)]
        move(president, fresh)
        pages.append(f"/ends/{moved.uid}/act")
        return [*files, *pages, "/ends", "/ends/terms"], [*files[:1], f"/ends/{resigned.uid}/move"]


def _new(tenure: Tenure) -> str:
    return f"/ends/new/{tenure.person.uid}/{tenure.uid}"


def own_removal(desk: Desk, person_id: int) -> None:
    """Open a removal of somebody who reads it on his own page, committed."""
    where = (Tenure.person_id == person_id, Tenure.superseded_at.is_(None))
    with transaction():
        tenure = db.session.scalars(select(Tenure).where(*where).limit(1)).one()
        file = open_file(desk, tenure, _why(Ground.REFUSAL))
        paper = Attachment("application/pdf", "pdf", b"%PDF-1.7\n")
        add_evidence(desk, file, Evidence("三次未到庭", "刑事审判庭", clock.today()), paper)


def _why(ground: Ground) -> Opening:
    wished = clock.today() + timedelta(days=20) if ground == Ground.GOOD_CAUSE else None
    return Opening(ground, "因工作调动迁居外省" if wished else "三次无正当理由不到庭", wished)


def _free_tenures(desk: Desk) -> list[Tenure]:
    """Return assessors' offices of the court that nothing else in the walk looks at: the last."""
    today = clock.today()
    accounts = select(User.person_id).where(User.person_id.is_not(None))
    where = (
        Tenure.body_id == desk.body_id,
        Tenure.office == Office.ASSESSOR,
        Tenure.superseded_at.is_(None),
        Tenure.ended.is_(None),
        Tenure.since <= today,
        Tenure.until >= today + timedelta(days=40),
        Tenure.person_id.not_in(accounts),
    )
    rows = select(Tenure).where(*where).order_by(Tenure.id.desc()).limit(8)
    return list(db.session.scalars(rows))
