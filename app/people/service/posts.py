"""Verbs of posts: how many of an office a court may have, from a day, by a line of an act."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.models import Body
from app.people.models import ActLine, Post
from app.people.service.acts import NewLine
from app.people.service.appointing import Decision, line_of
from app.people.terms import LineKind, Office
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock


def set_posts(desk: Desk, office: Office, number: int, since: date, by: Decision) -> Post:
    """Set how many of an office the desk's court may have from a day on, by an act.

    It holds until the next number of that office; where the line of the act is annulled, the one
    before it holds again. Raises Refused where a number from that day stands already, or the
    act stands with another day. Law 2018, Art 8: the standing committee sets the number.
    """
    court = lock(Body, desk.body_id)
    where = (Post.body_id == court.id, Post.office == office, Post.since == since)
    same = select(Post.id).join(ActLine).where(*where, ActLine.annulled_at.is_(None))
    if db.session.scalar(same) is not None:
        raise Refused([_same_day(since)])
    line = line_of(desk, by, NewLine(LineKind.SETS_POSTS))
    post = Post(body_id=court.id, office=office, number=number, since=since, line_id=line.id)
    db.session.add(post)
    db.session.flush()
    facts = {"office": office.value, "number": number, "since": since.isoformat()}
    record(desk, "posts:set", court, court.id, **facts)
    return post


def _same_day(since: date) -> Refusal:
    text = N_("A number of posts of this office from %(day)s stands already.")
    way_out = N_("Annul the line of its act first, or choose another day.")
    return Refusal("posts.same_day", text, {"day": since.isoformat()}, way_out, place="since")
