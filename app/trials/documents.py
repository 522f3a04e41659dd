"""Papers of the draw: its minutes, with the names that the public record does not hold."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext

from app.accounts.terms import Desk
from app.bodies.queries import rulebook_of
from app.draws.models import Draw
from app.messages.writing import absolute, in_language
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.documents import print_paper, qr_mark
from app.shared.files import StoredFile, keep, kept
from app.shared.screens import (
    body_name,
    join_phrases,
    title_of,
    written_day,
    written_moment,
)
from app.trials.models import Panel, Seat
from app.trials.queries.cases import as_drawn

PDF = "application/pdf"


def minutes_name(draw: Draw) -> str:
    """Return the name of the file of a draw's minutes."""
    return f"draw-{draw.frozen['court']}-{draw.frozen['day']}-{draw.leaf_index}.pdf"


def print_minutes(desk: Desk, panel: Panel, draw: Draw) -> StoredFile:
    """Print the minutes of a draw as it stands and keep them; the same state prints once."""
    subject = f"draw:{draw.id}:{draw.state}:{panel.version}"
    there = kept(subject, minutes_name(draw))
    if there is not None:
        return there
    with in_language(desk.language):
        title = gettext("Minutes of the draw of assessors")
        html = render_template("trials/minutes.html", **_words(desk, panel, draw, title))
        content = print_paper(html, title=title, language=desk.language)
    return keep(content, PDF, minutes_name(draw), subject)


def printed_minutes(panel: Panel, draw: Draw) -> StoredFile | None:
    """Return the minutes of a draw as it stands, if they were printed."""
    return kept(f"draw:{draw.id}:{draw.state}:{panel.version}", minutes_name(draw))


def _words(desk: Desk, panel: Panel, draw: Draw, title: str) -> dict[str, Any]:
    address = absolute(url_for("draws.record", uid=draw.uid))
    drawn = as_drawn(draw.id)
    zone = panel.body.zone
    return {
        "title": title,
        "language": desk.language,
        "issuer": body_name(panel.body),
        "number": join_phrases(case.number for case in panel.cases),
        "rulebook": _rulebook(draw),
        "historical": rulebook_of(panel.body_id, clock.today(zone)).historical,
        "panel": panel,
        "draw": draw,
        "record": draw.record or {},
        "seated": [_line(seat, str(seat.seat_no or "")) for seat in drawn.seated],
        "waiting": [(place, name, tag) for _, name, place, tag in map(_line, drawn.waiting)],
        "fallen": [_line(seat, str(seat.seat_no or "")) for seat in drawn.fallen],
        "frozen_at": written_moment(draw.frozen_at, zone),
        "made_at": written_moment(draw.made_at, zone),
        "published_at": written_moment(draw.tree.published_at, zone),
        "address": address,
        "mark": qr_mark(address, alt=gettext("QR mark of the public record")),
        "today": written_day(clock.today(zone)),
    }


def _rulebook(draw: Draw) -> str:
    """Return the book that the draw was held by, as a clerk would write it."""
    name, _, version = str(draw.frozen["rulebook"]).partition("@")
    book = load(name, version or None)
    titled = {"title": title_of(book.title), "version": book.version}
    return gettext("%(title)s, version %(version)s", **titled)


def _line(seat: Seat, number: str = "") -> tuple[str, str, str, str]:
    return number, seat.person.name, str(seat.position), f"{seat.tag[:16]}…"
