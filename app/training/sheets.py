"""The sheet that trainees sign: of a session, or of all sessions of a day."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext

from app.accounts.terms import Desk
from app.messages.writing import in_language
from app.people.labels import HALVES
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.documents import print_paper
from app.shared.files import StoredFile, keep
from app.shared.refusals import Refusal, Refused
from app.shared.screens import body_name, written_day
from app.shared.texts import N_
from app.training.models import Cohort, CohortSession, Enrolment
from app.training.queries.attendance import trainees_in
from app.training.telling import cohort_facts
from app.training.terms import SEATED

PDF = "application/pdf"


def print_sign_in(desk: Desk, cohort: Cohort, sessions: Sequence[CohortSession]) -> StoredFile:
    """Print the sheet to sign of some sessions of one day, a column for each, and keep it.

    Raises Refused where nobody has a seat.
    """
    people = [one for one in trainees_in(cohort) if one.state in SEATED]
    if not people:
        text = N_("Nobody has a seat in this cohort, so there is nobody to sign.")
        raise Refused([Refusal("sheet.nobody", text, way_out=N_("Give seats first."))])
    day = sessions[0].day
    with in_language(desk.language):
        title = gettext("Sign-in sheet")
        html = render_template(
            "training/papers/sign_in.html",
            **cohort_facts(cohort) | {"days": written_day(day, weekday_too=True)},
            title=title,
            language=desk.language,
            issuer=body_name(cohort.body),
            historical=load(cohort.rulebook).historical,
            today=written_day(clock.today(cohort.body.zone)),
            lessons=[_lesson(one) for one in sessions],
            headings=[gettext("No."), gettext("Name"), gettext("Court")]
            + [gettext(HALVES[one.half]) for one in sessions],
            rows=[_row(n, one, len(sessions)) for n, one in enumerate(people, 1)],
        )
        content = print_paper(html, title=title, language=desk.language)
    halves = "-".join(one.half.value for one in sessions)
    return keep(content, PDF, f"sign-in-{cohort.uid}-{day}-{halves}.pdf", f"cohort:{cohort.id}")


def _lesson(one: CohortSession) -> str:
    parts = (gettext(HALVES[one.half]), one.subject, one.teacher)
    return " · ".join(part for part in parts if part)


def _row(number: int, one: Enrolment, columns: int) -> list[str]:
    return [str(number), one.person.name, body_name(one.body), *[""] * columns]
