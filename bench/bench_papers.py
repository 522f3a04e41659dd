"""The certificates of a cohort: the worker's own job against one bare WeasyPrint process."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from multiprocessing import active_children, get_context
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from app.bodies.models import Body
from app.bodies.terms import BodyKind
from app.demo.province.assessors import rolls_of, write_people
from app.demo.province.writer import Writer
from app.shared import clock
from app.shared.db import db
from app.shared.documents import VOLUME, print_volumes
from app.shared.documents_press import STYLESHEET, VARIANT
from app.shared.documents_presses import POLITE, number_of_presses
from app.shared.transactions import transaction
from app.training.certificate_papers import certificate_htmls, print_job
from app.training.models import Certificate, Cohort, Course, Enrolment
from app.training.terms import Assessment, CohortState, EnrolmentState, Purpose
from bench.province import FOUNDED, SEED
from bench.site import memory_now, migrated
from bench.terms import Figure, Scale

FASTER, STEADY = 1.8, 1.25
PART = 100  # certificates after which the memory of the presses is looked at


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Print all certificates of a cohort by both, one after the other, the presses warm."""
    app = migrated(f"sqlite:///{folder / 'papers.db'}", folder)
    with app.app_context():
        cohort = _cohort(scale.papers)
        with transaction("read"):
            ids = list(db.session.scalars(select(Certificate.id)))
        with ProcessPoolExecutor(1, get_context("spawn"), _bare_ready) as bare:
            bare.submit(_bare_print, ["<p>审判"]).result()
            for _ in print_volumes(["<p>审判"] * VOLUME * 4, title="", language="en"):
                pass
            alone = _bare_seconds(bare, ids)
        seconds, memory = _product_seconds(cohort)
        db.session.remove()
        db.engine.dispose()
    return [*_speed(len(ids), seconds, alone), _flat(memory)]


def _speed(number: int, seconds: float, alone: float) -> list[Figure]:
    ratio, presses = alone / seconds, number_of_presses()
    note = f"{presses} warm presses {seconds:.1f} s, files kept; bare {alone:.1f} s"
    what = f"{number} certificates against one bare WeasyPrint process"
    return [
        Figure(f"{number} certificates as PDF", number / seconds, "a second"),
        Figure(what, ratio, "times faster", "at least 1.8", ratio >= FASTER, note),
    ]


def _flat(memory: Sequence[float]) -> Figure:
    first, last = memory[0], memory[-1]
    said = " / ".join(f"{one:.0f}" for one in memory)
    note = f"{said} MB, all presses after each {PART}"
    steady = last <= first * STEADY
    return Figure("Memory of the presses", last, "MB", "no more than a quarter more", steady, note)


def _product_seconds(cohort: Cohort) -> tuple[float, list[float]]:
    """Run the worker's job; return its seconds, and the MB of the presses on the way."""
    memory: list[float] = []

    def progress(done: int, total: int, _step: str = "") -> None:
        if done and (done % PART == 0 or done == total):
            memory.append(sum(memory_now(child.pid or 0) for child in active_children()))

    began = time.perf_counter()
    print_job(0, {"cohort_id": cohort.id, "uid": cohort.uid, "language": "zh_Hans"}, progress)
    return time.perf_counter() - began, memory


def _bare_seconds(bare: ProcessPoolExecutor, ids: Sequence[int]) -> float:
    """Return the seconds of one process for the same: the templates filled, then printed."""
    began = time.perf_counter()
    htmls = list(certificate_htmls(ids))
    bare.submit(_bare_print, htmls).result()
    return time.perf_counter() - began


def _bare_ready() -> None:
    import os

    os.nice(POLITE)  # as the presses are
    _bare_print(["<p>审判"])


def _bare_print(htmls: Sequence[str]) -> int:
    """Print with WeasyPrint alone, as its manual says: the fonts and the stylesheet kept."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(filename=STYLESHEET, font_config=fonts)
    written = 0
    for first in range(0, len(htmls), VOLUME):
        papers: list[Any] = [
            HTML(string=html).render(font_config=fonts, stylesheets=[sheet], pdf_variant=VARIANT)
            for html in htmls[first : first + VOLUME]
        ]
        pages: list[Any] = [page for paper in papers for page in paper.pages]
        into = BytesIO()
        papers[0].copy(pages).write_pdf(into, pdf_variant=VARIANT)
        written += into.tell()
    return written


def _cohort(number: int) -> Cohort:
    """Write a school, a finished cohort and so many people with their certificates."""
    today = clock.today()
    with transaction() as session:
        write = Writer(session.connection())
        named = {"kind": BodyKind.SCHOOL, "name": "省司法干部学校", "name_en": "Provincial School"}
        school = write.add(Body, code="BS0001", opened=FOUNDED, **named)
        people = write_people(write, rolls_of(write, school, 1, number, today), today, Random(SEED))
        cohort = _held(write, school, number, today)
        for n, person in enumerate(people, 1):
            _certified(write, school, cohort, person.person, n, today)
        write.flush()
        return session.get_one(Cohort, cohort)


def _held(write: Writer, school: int, number: int, today: date) -> int:
    course = write.add(
        Course,
        body_id=school,
        code="K1",
        title="人民陪审员任职培训",
        purpose=Purpose.PRE_SERVICE,
        hours=24,
        subjects=[],
        audience={},
        assessment=Assessment.SCORE,
        pass_mark=60,
    )
    return write.add(
        Cohort,
        body_id=school,
        host_id=school,
        course_id=course,
        number="2026年第1期",
        starts=today - timedelta(days=9),
        ends=today - timedelta(days=5),
        nominate_by=today - timedelta(days=20),
        results_by=today,
        seats=max(number, 1),
        state=CohortState.FINISHED,
        rulebook="cn-2018",
        rulebook_version="1",
    )


def _certified(write: Writer, school: int, cohort: int, person: int, n: int, today: date) -> None:
    state = EnrolmentState.PASSED
    who = {"person_id": person, "body_id": school}
    enrolment = write.add(Enrolment, cohort_id=cohort, state=state, score=80, **who)
    words = {
        "name": f"试验{n}",
        "course": "人民陪审员任职培训",
        "cohort": "2026年第1期",
        "school": "省司法干部学校",
        "school_en": "Provincial School",
        "starts": (today - timedelta(days=9)).isoformat(),
        "ends": (today - timedelta(days=5)).isoformat(),
        "score": 80,
        "rulebook": "cn-2018",
    }
    numbered = {"number": f"BS0001-{today.year}-{n:05}", "issued": today, "hours": 24}
    write.add(Certificate, enrolment_id=enrolment, words=words, **who, **numbered)
