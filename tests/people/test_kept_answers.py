"""What is found of the tree of bodies is kept while the tree stays the same, and no longer."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import DeclarativeBase

from app.bodies.kept import BodyRevision, know_revision
from app.bodies.models import (
    Body,
    BodyLink,
    BodyName,
    District,
    LocalRule,
    RulebookAssignment,
    Succession,
)
from app.bodies.queries import districts_of, rulebook_of
from app.bodies.terms import LinkKind, SuccessionKind
from app.shared.db import db
from app.shared.transactions import in_mode
from tests.builders import Make

DAY = date(2026, 3, 2)


def revision() -> int:
    return db.session.execute(select(BodyRevision.number)).scalar_one()


def rows(here: int, there: int) -> dict[str, DeclarativeBase]:
    """A row of each table on which the kept answers rest."""
    link = BodyLink(body_id=here, to_id=there, kind=LinkKind.DRAWS_FROM, since=DAY)
    merged = Succession(before_id=here, after_id=there, on=DAY, kind=SuccessionKind.MERGED)
    return {
        "link": link,
        "name": BodyName(body_id=here, name="旧名", since=DAY),
        "succession": merged,
        "district": District(body_id=here, name="东街"),
        "book": RulebookAssignment(body_id=here, rulebook="cn-1953", since=DAY),
        "own value": LocalRule(body_id=here, key="cap.cases", value=12, since=DAY),
    }


@pytest.mark.parametrize("what", ["link", "name", "succession", "district", "book", "own value"])
def test_every_change_of_the_tree_raises_the_number(app: Flask, make: Make, what: str):
    row = rows(make.court().id, make.court().id)[what]
    before = revision()
    db.session.add(row)
    db.session.flush()
    added = revision()
    db.session.execute(delete(type(row)))
    assert before < added < revision()


def test_a_changed_court_raises_the_number(app: Flask, make: Make):
    court, before = make.court(), revision()
    db.session.execute(update(Body).where(Body.id == court.id).values(name="新名"))
    assert revision() > before


def test_a_page_of_the_next_request_knows_the_courts_new_value(app: Flask, make: Make):
    court = make.court()
    caps = []
    for value, since in ((12, date(2026, 1, 1)), (9, DAY)):
        db.session.add(LocalRule(body_id=court.id, key="cap.cases", value=value, since=since))
        db.session.commit()
        with app.test_request_context(), in_mode("read"):
            know_revision(revision())
            caps += [rulebook_of(court.id, DAY).value("cap.cases") for _ in range(2)]
            db.session.rollback()
    assert caps == [12, 12, 9, 9]


def test_what_is_found_twice_is_read_once(app: Flask, make: Make):
    court = make.court()
    db.session.commit()
    with app.test_request_context(), in_mode("read"):
        know_revision(revision())
        assert districts_of(court.id) is districts_of(court.id)


def test_who_acts_asks_the_tables(app: Flask, make: Make):
    court = make.court()
    with app.test_request_context(), in_mode("write"):
        know_revision(revision())
        rulebook_of(court.id, DAY)
        db.session.add(LocalRule(body_id=court.id, key="cap.cases", value=7, since=DAY))
        db.session.flush()
        assert rulebook_of(court.id, DAY).value("cap.cases") == 7
