"""What a person is told of when somebody else writes in his file."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext
from sqlalchemy import func, select

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.messages.models import Message
from app.messages.terms import Notice, Recipient
from app.messages.writing import in_language
from app.people.models import Person
from app.shared import clock
from app.shared.db import db
from app.shared.screens import body_name

RULE = "absence.noted"  # one rule for both, so that the newer takes the place of the older


def reader(person: Person) -> Recipient:
    """Return a person as recipient: by mail, by letter without one, not at all who has died."""
    mail = "" if person.died else person.mail or ""
    key, letter = f"person:{person.id}", not mail and not person.died
    return Recipient(key, person.name, person.language, mail, letter=letter)


def absence_entered(desk: Desk, person: Person, first: date, last: date) -> Notice:
    """Return the word that a desk noted days on which a person is not free."""
    body = db.session.get_one(Body, desk.body_id)
    with in_language(person.language):
        facts = _facts(body, person, first, last)
        title = gettext("Noted as days on which you are not free: %(days)s", **facts)
        text = gettext(
            "%(name)s, %(court)s noted that you are not free: %(days)s. You are not drawn for a"
            " trial on these days.\nIf this is not so, say it: %(phone)s, or take the days back on"
            " your own page.",
            **facts,
        )
    return _notice(desk, person, first, title, text)


def absence_withdrawn(desk: Desk, person: Person, first: date, last: date) -> Notice:
    """Return the word that a desk took back days on which a person was not free."""
    body = db.session.get_one(Body, desk.body_id)
    with in_language(person.language):
        facts = _facts(body, person, first, last)
        title = gettext("No longer noted as days on which you are not free: %(days)s", **facts)
        text = gettext(
            "%(name)s, %(court)s took back that you are not free: %(days)s. You may be drawn for a"
            " trial on these days.\nIf this is not so, say it: %(phone)s.",
            **facts,
        )
    return _notice(desk, person, first, title, text)


def _facts(body: Body, person: Person, first: date, last: date) -> dict[str, str]:
    days = first.isoformat() if first == last else f"{first.isoformat()} ～ {last.isoformat()}"
    named = {"court": body_name(body), "phone": body.phone or body_name(body)}
    return {"name": person.name, "days": days, **named}


def _notice(desk: Desk, person: Person, first: date, title: str, text: str) -> Notice:
    subject = f"absence:{person.id}:{first.isoformat()}"
    newest = select(func.max(Message.subject_version)).where(Message.subject == subject)
    return Notice(
        rule=RULE,
        subject=subject,
        version=(db.session.scalar(newest) or 0) + 1,
        due_day=clock.today(desk.zone),
        body_id=desk.body_id,
        recipient=reader(person),
        title=title,
        text=text,
    )
