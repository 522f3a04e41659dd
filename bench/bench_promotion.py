"""Who of a province may become a judge: everybody read and judged, against the bare queries."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from app.demo.province.writer import Writer
from app.people.models import Act, ActLine, Post, Tenure
from app.people.terms import LineKind, Office
from app.promotion.queries import facts_of, vacancies
from app.promotion.readiness import outcomes
from app.promotion.terms import Outcome
from app.rulebooks.loader import load
from app.service.models import Appraisal, Sanction
from app.service.terms import Grade, SanctionKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.models import OutsideTraining
from app.training.terms import Purpose
from bench.province import SEED, Size, province, uri_of
from bench.site import application
from bench.terms import Figure, Scale

LONGEST, MOST = 5.0, 3.0
ROUNDS = 5
Asked = tuple[str, Any]


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Judge every assessor of the province by the book of 1953, as of today."""
    app = _with_records(scale, folder)
    with app.app_context():
        asked = _statements(_judged)
        rounds = 1 if scale.assessors < 1000 else ROUNDS
        both = [(_seconds(_judged), _seconds(lambda: _bare(asked))) for _ in range(rounds)]
        product, bare = (min(one[n] for one in both) for n in (0, 1))
        with transaction("read"):
            groups = _judged()
        db.session.remove()
        db.engine.dispose()
    said = ", ".join(f"{groups[one]} {one.value}" for one in Outcome)
    note = f"{len(asked)} statements; {said}; best of {rounds}, SQLite"
    what = f"Readiness of {sum(groups.values())} people as of a day"
    ratio = product / bare
    against = f"bare queries {bare:.2f} s, each row fetched as the driver gives it"
    return [
        Figure(what, product, "s", "under 5", product < LONGEST, note),
        Figure(
            f"{what} against the bare queries", ratio, "times", "under 3", ratio < MOST, against
        ),
    ]


def _judged() -> Counter[Outcome]:
    """Read and judge all assessors of all courts; count the groups."""
    day, book = clock.today(), load("cn-1953")
    bodies = list(db.session.scalars(select(Tenure.body_id).distinct()))
    posts = vacancies(bodies, day)
    by_court: dict[int, list[Any]] = {}
    for facts in facts_of(bodies, day):
        by_court.setdefault(facts.body_id, []).append(facts)
    found: Counter[Outcome] = Counter()
    for body_id, people in by_court.items():
        found.update(one for _, one in outcomes(people, day, book, posts[body_id]))
    return found


def _seconds(work: Callable[[], Any]) -> float:
    with transaction("read"):
        began = time.perf_counter()
        work()
        return time.perf_counter() - began


def _statements(work: Callable[[], Any]) -> list[Asked]:
    """Return the statements that some work sends, with what they are given."""
    asked: list[Asked] = []

    def note(*words: Any) -> None:
        asked.append((words[2], words[3]))

    with transaction("read"):
        db.session.execute(select(1))
        event.listen(db.engine, "before_cursor_execute", note)
        work()
        event.remove(db.engine, "before_cursor_execute", note)
    return asked


def _bare(asked: list[Asked]) -> None:
    """Send the same statements by the driver alone, and fetch every row."""
    cursor = db.session.connection().connection.cursor()
    for statement, given in asked:
        cursor.execute(statement, given)
        cursor.fetchall()
    cursor.close()


def _with_records(scale: Scale, folder: Path) -> Flask:
    """Return the product over a copy of the province, with service records and courses passed."""
    kept = province(Size(scale.courts, scale.assessors, scale.days))
    path = folder / "promotion.db"
    shutil.copy(uri_of(kept).removeprefix("sqlite:///"), path)
    app = application(f"sqlite:///{path}", folder)
    with app.app_context(), _writer() as write:
        _write(write, clock.today())
    return app


@contextmanager
def _writer() -> Iterator[Writer]:
    with db.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA synchronous=OFF")
        write = Writer(connection)
        yield write
        write.flush()
        connection.commit()
    db.session.remove()


def _write(write: Writer, today: date) -> None:
    random = Random(SEED)
    rows = select(Tenure.person_id, Tenure.body_id).where(Tenure.office == Office.ASSESSOR)
    with transaction("read"):
        held = db.session.execute(rows.distinct()).all()
        first = (db.session.scalar(select(ActLine.id).order_by(ActLine.id.desc())) or 0) + 1
        act = (db.session.scalar(select(Act.id).order_by(Act.id.desc())) or 0) + 1
    for person, body in held:
        _record(write, {"person_id": person, "body_id": body}, today, random)
    bodies = sorted({body for _, body in held})
    write.link(Act, id=act, body_id=bodies[0], organ="省人民政府", number="编1", adopted=today,
               effective=today)  # fmt: skip
    for n, body in enumerate(bodies):
        line = {"act_id": act, "n": n + 1, "kind": LineKind.SETS_POSTS}
        write.link(ActLine, id=first + n, **line)
        post = {"office": Office.JUDGE, "number": 30, "since": today}
        write.add(Post, body_id=body, line_id=first + n, **post)


def _record(write: Writer, who: dict[str, int], today: date, random: Random) -> None:
    for ago in (1, 2, 3):
        year = {"year": today.year - ago, "day": date(today.year - ago, 12, 28)}
        grade = random.choices(list(Grade), (2, 6, 1, 1))[0]
        write.add(Appraisal, **who, **year, grade=grade, source="考评小组")
    if random.random() < 0.03:
        decided = today - timedelta(days=random.randrange(900))
        kind = random.choice(list(SanctionKind))
        write.add(Sanction, **who, kind=kind, decided=decided, source="纪检组")
    if random.random() < 0.3:
        until = today - timedelta(days=random.randrange(1, 900))
        words = {"title": "短训班", "provider": "省司法干部学校", "hours": 60, "evidence": "结业证"}
        purpose = Purpose.ASSESSOR_TO_JUDGE
        write.add(OutsideTraining, **who, **words, since=until, until=until, purpose=purpose)
