"""Pages of a province through gunicorn, against a bare route; what each asks of the database."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import quote

from flask import Flask, url_for
from sqlalchemy import event, select

from app.accounts.models import User
from app.people import names
from app.people.models import Identifier, Person
from app.shared.db import db
from app.shared.transactions import transaction
from bench.load import Answers, ask, question
from bench.province import SEED, Size, province, uri_of
from bench.site import KEPT, Web, cookie_of, serving
from bench.terms import Figure, Scale, at_least, at_most

SAMPLE = 240  # people asked for
SHARE, LONGEST, MOST = 0.25, 100.0, 30
TENTH = 10
WARM_UP = 0.4  # of a stretch of load
BESIDE_THE_WORK = ("BEGIN", "PRAGMA", "ROLLBACK", "COMMIT", "SET TRANSACTION")


@dataclass(frozen=True)
class Page:
    """A page by its name: whose it is (the first letters of an address) and its paths."""

    name: str
    who: str
    paths: tuple[str, ...]


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Measure Today, the register and the person's page."""
    size = Size(scale.courts, scale.assessors, scale.days)
    tenth = Size(scale.courts, scale.assessors // TENTH, scale.days // TENTH)
    app = province(size)
    few, many = (statements(one, pages_of(one)) for one in (province(tenth), app))
    counted = [_counted(name, few[name], many[name]) for name in many]
    with ExitStack() as servers:
        site = servers.enter_context(serving("wsgi:app", uri_of(app), KEPT))
        bare = servers.enter_context(serving("bench.bare:app", uri_of(app), KEPT))
        answered = rounds(app, pages_of(app), (site, bare), scale)
        memory = Figure("Pages: peak memory of the web server", site.peak_memory(), "MB")
    return [*compared(answered, scale.clients), *counted, memory]


def pages_of(app: Flask) -> list[Page]:
    """Return the measured pages with paths for a seeded sample of people."""
    with app.test_request_context(), transaction("read") as session:
        ids = list(session.scalars(select(Person.id)))
        chosen = Random(SEED).sample(ids, min(SAMPLE, len(ids)))
        people = session.scalars(select(Person).where(Person.id.in_(chosen))).all()
        numbers = select(Identifier.person_id, Identifier.last4)
        fours = dict(
            session.execute(numbers.where(Identifier.person_id.in_(chosen))).tuples().all()
        )
        register = url_for("people.register")
        sought = [_sought(n, one, fours[one.id]) for n, one in enumerate(people)]
        return [
            Page("Today of a clerk", "clerk", (url_for("pages.home"),)),
            Page("Today of the province", "personnel", (url_for("pages.home"),)),
            Page("Register with search", "personnel", tuple(f"{register}?q={q}" for q in sought)),
            Page(
                "Person",
                "personnel",
                tuple(url_for("people.person", uid=one.uid) for one in people),
            ),
        ]


def _sought(n: int, person: Person, four: str) -> str:
    """Return what is typed: in turn a name, two of its characters, pinyin, initials, last four."""
    ways = (
        person.name,
        person.name[:2],
        names.readings(person.name)[0].replace(" ", ""),
        names.initials(person.name)[0],
        four,
    )
    return quote(ways[n % len(ways)])


def cookies(app: Flask, who: str, number: int) -> list[str]:
    """Return the cookies of so many officers."""
    with app.app_context(), transaction("read") as session:
        named = select(User).where(User.email.startswith(who)).order_by(User.id).limit(number)
        return [cookie_of(app, user) for user in session.scalars(named)]


def statements(app: Flask, pages: Sequence[Page]) -> dict[str, int]:
    """Return how many statements each page asks of the database, at most of all its paths."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(BESIDE_THE_WORK):
            asked.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    most = {}
    for page in pages:
        most[page.name] = 0
        for cookie in cookies(app, page.who, 16)[: 16 if len(page.paths) == 1 else 1]:
            for path in page.paths[:40]:
                asked.clear()
                answer = app.test_client(use_cookies=False).get(path, headers={"Cookie": cookie})
                if answer.status_code != 200:
                    raise RuntimeError(f"{page.name} answered {answer.status}")
                most[page.name] = max(most[page.name], len(asked))
    return most


def rounds(
    app: Flask, pages: Sequence[Page], webs: tuple[Web, Web], scale: Scale
) -> dict[str, list[Answers]]:
    """Ask the bare route and each page in turn, round after round; the first is a warm-up."""
    (site, bare), clients = webs, scale.clients
    read = [question(f"/{number}") for number in range(1, 1 + scale.assessors)]
    asked: dict[str, tuple[Web, Sequence[Sequence[bytes]]]] = {"": (bare, _dealt(read, clients))}
    for page in pages:
        own = cookies(app, page.who, clients)
        dealt = [
            [question(path, cookie) for path in page.paths[n % len(page.paths) :: clients]]
            for n, cookie in enumerate(own)
        ]
        asked[page.name] = (site, dealt)
    for web, questions in asked.values():
        ask(web.port, questions, scale.seconds * WARM_UP)
    answered: dict[str, list[Answers]] = {name: [] for name in asked}
    for _ in range(scale.rounds):
        for name, (web, questions) in asked.items():
            answered[name].append(ask(web.port, questions, scale.seconds))
    return answered


def _dealt(questions: list[bytes], clients: int) -> list[Sequence[bytes]]:
    return [questions[n::clients] for n in range(clients)]


def compared(answered: dict[str, list[Answers]], clients: int) -> list[Figure]:
    bare = answered.pop("")
    speed = median(one.a_second for one in bare)
    wait = median(one.wait(0.95) for one in bare)
    note = f"{clients} clients; p95 {wait:.0f} ms"
    what = "A bare Flask route with one indexed read"
    figures = [Figure(what, speed, "a second", note=note)]
    for name, rounds in answered.items():
        pairs = zip(rounds, bare, strict=True)
        share = median(one.a_second / plain.a_second for one, plain in pairs)
        speed = median(one.a_second for one in rounds)
        early, late = (median(one.wait(part) for one in rounds) for part in (0.5, 0.95))
        note = f"{speed:.0f} a second; p50 {early:.0f} ms"
        aim, reached = "at least 0.25", at_least(share, SHARE)
        figures.append(Figure(f"{name}: of the bare route", share, "×", aim, reached, note))
        figures.append(Figure(f"{name}: p95", late, "ms", "under 100", late < LONGEST))
    return figures


def _counted(name: str, few: int, many: int) -> Figure:
    reached = at_most(many, MOST) and many <= few
    aim, note = "at most 30, no more with more rows", f"{few} with a tenth of the rows"
    return Figure(f"{name}: statements", many, "", aim, reached, note)
