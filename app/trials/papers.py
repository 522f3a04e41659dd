"""Papers of trials: the letter with its call sheet, the word to the parties, who sat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask_babel import gettext

from app.accounts.terms import Desk
from app.bodies.queries import rulebook_of
from app.messages.service import note_printed
from app.messages.writing import absolute, in_language
from app.people.identity import public_name
from app.shared import clock
from app.shared.documents import print_many, print_paper, qr_mark
from app.shared.files import StoredFile, keep
from app.shared.refusals import Refusal, Refused
from app.shared.screens import (
    body_name,
    days_of_halves,
    join_phrases,
    written_day,
    written_moment,
)
from app.shared.texts import N_
from app.trials.letter_code import letter_code
from app.trials.models import Panel, Party, Seat, SittingDay
from app.trials.seat_queries import (
    alternates,
    holding,
    links_of,
    sat_by,
    seats_of_day,
    set_days,
)
from app.trials.telling import PARTS, case_words, contact_words
from app.trials.words import ROLES

PDF = "application/pdf"
LETTERS = "letters"


def print_letters(desk: Desk, panel: Panel, seats: Sequence[Seat]) -> StoredFile:
    """Print the letter and the call sheet of each seat that is asked, as one file, and keep it.

    Each is in its reader's language, with a QR mark to the page of his answer. From then on the
    letters of who has no mail count as printed. Raises Refused where none of the seats has a link.
    """
    links = links_of(seats)
    asked = [seat for seat in seats if seat.id in links]
    if not asked:
        raise Refused([_no_letter()])
    htmls = [_letter(seat, absolute(links[seat.id])) for seat in asked]
    printed = [(f"seat:{seat.id}", seat.asked) for seat in asked]
    title = gettext("Letters to assessors, %(case)s", case=case_words(panel))
    content = print_many(htmls, title=title, language=desk.language)
    file = keep(content, PDF, _name(LETTERS, panel), f"panel:{panel.id}")  # writing begins here
    for subject, version in printed:
        note_printed(subject, version, "seat.invited")
    return file


def print_parties_notice(desk: Desk, panel: Panel) -> StoredFile:
    """Print the word to the parties: who sits, who stands in line, on what days; and keep it."""
    with in_language(desk.language):
        title = gettext("Notice of the panel to the parties")
        html = render_template(
            "trials/papers/parties.html",
            **_frame(panel, title, desk.language),
            parties=[(gettext(ROLES[party.role]), party.name) for party in sides_of(panel)],
            members=[member_words(seat) for seat in holding(panel)],
            waiting=[member_words(seat) for seat in alternates(panel)],
        )
        content = print_paper(html, title=title, language=desk.language)
    return keep(content, PDF, _name("parties", panel), f"panel:{panel.id}")


def print_participation(desk: Desk, day: SittingDay) -> StoredFile:
    """Print who sat on a day, with lines to sign; before it is recorded, with empty cells."""
    sat, recorded = sat_by(day), day.recorded_at is not None
    with in_language(desk.language):
        title = gettext("Participation of assessors")
        rows = [_present(seat, sat, recorded) for seat in seats_of_day(day)]
        html = render_template(
            "trials/papers/participation.html",
            **_frame(day.panel, title, desk.language),
            rows=rows,
            sitting=_sitting(day),
            recorded=written_moment(day.recorded_at, day.panel.body.zone),
        )
        content = print_paper(html, title=title, language=desk.language)
    return keep(content, PDF, f"participation-{day.day}.pdf", f"panel:{day.panel_id}")


def sides_of(panel: Panel) -> list[Party]:
    """Return the parties and their counsel in all cases of a panel."""
    return [party for case in panel.cases for party in case.sides]


def member_words(seat: Seat) -> str:
    """Return whom the parties read of a seat: the name, of a protected person masked (Law 2018,
    Art 28) with the seat's number, by which a party can still ask for recusal."""
    person = seat.person
    name = public_name(person.name, person.protected)
    if not person.protected or seat.seat_no is None:
        return name
    return gettext("%(name)s (seat %(number)s)", name=name, number=seat.seat_no)


def _letter(seat: Seat, address: str) -> str:
    language = seat.person.language
    with in_language(language):
        title = gettext("Invitation to sit as assessor")
        return render_template(
            "trials/papers/letter.html",
            **_frame(seat.panel, title, language),
            seat=seat,
            addressee=seat.person.name,
            address=address,
            mark=qr_mark(address, alt=gettext("QR mark of the page for your answer")),
            code="" if seat.person.phone_last4 else letter_code(seat),
            answer_by=written_moment(seat.answer_by, seat.panel.body.zone),
            parties=[(gettext(ROLES[p.role]), p.name) for p in sides_of(seat.panel)],
        )


def _frame(panel: Panel, title: str, language: str) -> dict[str, Any]:
    today = clock.today(panel.body.zone)
    return {
        "title": title,
        "language": language,
        "issuer": body_name(panel.body),
        "number": join_phrases(case.number for case in panel.cases),
        "historical": rulebook_of(panel.body_id, today).historical,
        "panel": panel,
        "case": case_words(panel),
        "days": [_sitting(day) for day in set_days(panel)],
        "contact": contact_words(panel),
        "today": written_day(today),
    }


def _sitting(day: SittingDay) -> str:
    """Return one sitting day as papers write it, in the language of the block."""
    facts = {
        "day": written_day(day.day, weekday_too=True),
        "begins": day.begins,
        "part": gettext(PARTS[day.part]),
    }
    if day.room:
        return gettext("%(day)s at %(begins)s, %(part)s, room %(room)s", room=day.room, **facts)
    return gettext("%(day)s at %(begins)s, %(part)s", **facts)


def _present(seat: Seat, sat: dict[int, Any], recorded: bool) -> list[str]:
    row = sat.get(seat.id)
    days = days_of_halves(row.halves) if row else ""
    if recorded and row is not None and not row.halves:
        days = gettext("absent")
    return [str(seat.seat_no or ""), seat.person.name, days, row.note if row else "", ""]


def _name(kind: str, panel: Panel) -> str:
    return f"{kind}-{panel.uid}-{clock.today(panel.body.zone)}.pdf"


def _no_letter() -> Refusal:
    text = N_("Nobody of this panel waits for an answer, so there is no letter to print.")
    return Refusal("letters.none", text, way_out=N_("Send the invitations first."))
