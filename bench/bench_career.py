"""Pages of elections, school and promotion on the province: how long, how many statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select

from app.bodies.models import Body
from app.elections.models import Election
from app.people.models import Person, Tenure
from app.promotion.models import Proposal
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.certificate_papers import check_mark
from app.training.models import Certificate, Cohort, CohortSession, Course
from app.training.terms import CohortState
from bench.bench_pages import LONGEST, MOST, Page, rounds, statements
from bench.career import write_career
from bench.load import Answers
from bench.province import SEED, Size, province, uri_of
from bench.site import application, serving
from bench.terms import Figure, Scale, at_most

SAMPLE = 48  # rows of a kind that are asked for
LEAST, STRETCH = 0.4, 0.15  # seconds a page; of a stretch of load: there are many pages


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Ask every page for a while with all clients; one figure a page."""
    app = _with_careers(scale, folder)
    pages = pages_of(app)
    asked = statements(app, pages)
    seconds = max(scale.seconds * STRETCH, LEAST)
    brief = replace(scale, seconds=seconds, rounds=1)
    with ExitStack() as servers:
        uri = uri_of(app)
        site = servers.enter_context(serving("wsgi:app", uri, folder))
        bare = servers.enter_context(serving("bench.bare:app", uri, folder))
        answered = rounds(app, pages, (site, bare), brief)
    answered.pop("")
    return [_figure(name, one, asked[name]) for name, one in answered.items()]


def _figure(name: str, answers: Sequence[Answers], asked: int) -> Figure:
    late = median(one.wait(0.95) for one in answers)
    speed = median(one.a_second for one in answers)
    reached = late < LONGEST and at_most(asked, MOST)
    note = f"{asked} statements; {speed:.0f} a second"
    return Figure(f"{name}: p95", late, "ms", "under 100, at most 30 statements", reached, note)


def pages_of(app: Flask) -> list[Page]:
    """Return the measured pages: by school officers, by personnel officers of large courts."""
    with app.test_request_context(), transaction("read"):
        return [*_school_pages(), *_court_pages()]


def _school_pages() -> Iterable[Page]:
    cohorts = {state: _uids(Cohort, Cohort.state == state) for state in CohortState}
    over, open_ = cohorts[CohortState.FINISHED], cohorts[CohortState.OPEN]
    held = select(Cohort.uid, CohortSession.day, CohortSession.half)
    sessions = held.join(Cohort).where(Cohort.state == CohortState.FINISHED).limit(SAMPLE)
    numbers = db.session.scalars(select(Certificate.number).limit(SAMPLE)).all()
    checks = [url_for("certificates.check", number=one, k=check_mark(one)) for one in numbers]
    paths: list[tuple[str, Iterable[str]]] = [
        ("Today of a school", [url_for("pages.home")]),
        ("Courses", [url_for("courses.index")]),
        ("Course", _at("courses.course", _uids(Course))),
        ("Cohorts", [url_for("cohorts.index"), url_for("cohorts.index", view="over")]),
        ("Cohort", _at("cohorts.cohort", [*over, *open_])),
        ("Admission", _at("admission.seats", open_)),
        ("Sessions", _at("attendance.sessions", over)),
        (
            "Attendance",
            [
                url_for("attendance.session", uid=uid, day=day.isoformat(), half=half.value)
                for uid, day, half in db.session.execute(sessions)
            ],
        ),
        ("Results", _at("results.cohort", over)),
        ("Certificates", _at("certificates.cohort", over)),
        ("Check of a certificate", checks),
    ]
    return [Page(name, "school", tuple(ways)) for name, ways in paths]


def _court_pages() -> Iterable[Page]:
    court = db.session.scalars(select(Body).where(Body.code == "BX0100")).one()
    people = select(Person.uid).join(Tenure, Tenure.person_id == Person.id)
    uids = db.session.scalars(people.where(Tenure.body_id == court.id).limit(400)).all()
    some = Random(SEED).sample(uids, min(SAMPLE, len(uids)))
    open_ = _uids(Cohort, Cohort.state == CohortState.OPEN)
    elections = _uids(Election, Election.body_id == court.id)
    proposals = _uids(Proposal, Proposal.body_id == court.id)
    paths: list[tuple[str, Iterable[str]]] = [
        ("Today of a court", [url_for("pages.home")]),
        ("Elections", [url_for("elections.index")]),
        ("Election", _at("elections.election", elections)),
        ("Candidates", _at("elections.candidates", elections)),
        ("Nominations", [url_for("nominations.index")]),
        ("Nominations for a cohort", _at("nominations.cohort", open_)),
        ("Whom to nominate", _at("nominations.nominate", open_)),
        ("Readiness of a court", [url_for("promotion.index")]),
        ("Proposals", [url_for("promotion.proposals")]),
        ("Proposal", _at("promotion.proposal", proposals)),
        ("Conditions of a person", _at("promotion.person", some)),
        ("Service record", _at("service.person", some)),
        ("Training record", _at("records.person", some)),
        ("Person with a career", _at("people.person", some)),
        ("Posts", [url_for("people.posts")]),
        ("Reminders", [url_for("reminders.coming")]),
    ]
    return [Page(name, "court", tuple(ways)) for name, ways in paths]


def _uids(model: Any, *where: Any) -> Sequence[str]:
    return db.session.scalars(select(model.uid).where(*where).limit(SAMPLE)).all()


def _at(endpoint: str, uids: Iterable[str]) -> list[str]:
    return [url_for(endpoint, uid=uid) for uid in uids]


def _with_careers(scale: Scale, folder: Path) -> Flask:
    """Return the product over a copy of the province, with elections, cohorts and proposals."""
    kept = province(Size(scale.courts, scale.assessors, scale.days))
    path = folder / "career.db"
    source = uri_of(kept).removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(path)) as copy:
        one.backup(copy)
    app = application(f"sqlite:///{path}", folder)
    with app.app_context():
        write_career(scale)
        db.session.remove()
    return app
