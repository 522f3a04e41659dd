"""Papers of a cohort: the letters to those who have a seat, the list of participants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask_babel import gettext

from app.accounts.terms import Desk
from app.audit.service import record
from app.messages.service import note_printed
from app.messages.writing import in_language
from app.people.labels import HALVES
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.documents import print_many, print_paper
from app.shared.files import StoredFile, keep
from app.shared.refusals import Refusal, Refused
from app.shared.screens import body_name, written_day
from app.shared.texts import N_
from app.training.models import Cohort, Enrolment
from app.training.queries.listed import seated_page, who_sits
from app.training.telling import ADMITTED, cohort_facts

PDF = "application/pdf"
AT_ONCE = 100  # letters in one file


def print_joining_letters(desk: Desk, cohort: Cohort, part: int) -> StoredFile:
    """Print the joining letters of the `part`-th hundred (from 1) of those who have a seat.

    Each is in its reader's language. From then on the letters of who has no mail count as
    printed. Raises Refused where nobody has a seat there.
    """
    seated = seated_page(cohort, part, AT_ONCE)
    if not seated:
        text = N_("Nobody has a seat in this part of the list, so there is no letter to print.")
        raise Refused([Refusal("letters.none", text, way_out=N_("Give seats first."))])
    printed = [(f"enrolment:{one.id}", one.version) for one in seated]
    htmls = [_letter(cohort, one) for one in seated]
    title = gettext("Joining letters, %(number)s", number=cohort.number)
    content = print_many(htmls, title=title, language=desk.language)
    file = keep(content, PDF, _name("joining", cohort, part), f"cohort:{cohort.id}")
    for subject, version in printed:
        note_printed(subject, version, ADMITTED)
    record(desk, "cohort:letters_printed", cohort, number=cohort.number, letters=len(printed))
    return file


def print_participants(desk: Desk, cohort: Cohort) -> StoredFile:
    """Print the list of those who have a seat, by court, and keep it."""
    with in_language(desk.language):
        title = gettext("List of participants")
        people = who_sits(cohort)
        rows = [
            [str(n), one.person.name, body_name(one.body), ""] for n, one in enumerate(people, 1)
        ]
        html = render_template(
            "training/papers/participants.html",
            **_frame(cohort, title, desk.language),
            rows=rows,
            number_of=len(rows),
        )
        content = print_paper(html, title=title, language=desk.language)
    return keep(content, PDF, _name("participants", cohort), f"cohort:{cohort.id}")


def _letter(cohort: Cohort, enrolment: Enrolment) -> str:
    language = enrolment.person.language
    with in_language(language):
        return render_template(
            "training/papers/letter.html",
            **_frame(cohort, gettext("Joining letter"), language),
            addressee=enrolment.person.name,
            court=body_name(enrolment.body),
            sessions=_sessions(cohort),
        )


def _sessions(cohort: Cohort) -> Sequence[Sequence[str]]:
    return [
        [
            written_day(one.day, weekday_too=True),
            gettext(HALVES[one.half]),
            one.subject,
            one.teacher,
        ]
        for one in cohort.sessions
    ]


def _frame(cohort: Cohort, title: str, language: str) -> dict[str, Any]:
    days = f"{written_day(cohort.starts)} ～ {written_day(cohort.ends)}"
    return cohort_facts(cohort) | {
        "title": title,
        "language": language,
        "issuer": body_name(cohort.body),
        "historical": load(cohort.rulebook).historical,
        "days": days,
        "today": written_day(clock.today(cohort.body.zone)),
    }


def _name(kind: str, cohort: Cohort, part: int = 0) -> str:
    of_part = f"-{part}" if part else ""
    return f"{kind}-{cohort.uid}{of_part}-{clock.today(cohort.body.zone)}.pdf"
