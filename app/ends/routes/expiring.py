"""Terms that end, month by month, with who may be asked once more."""

from __future__ import annotations

from datetime import date

from flask import render_template, request

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_bodies
from app.accounts.terms import RoleKind
from app.bodies.queries import rulebook_of
from app.ends.access import SEES
from app.ends.queries import PAGE, ending_in, months_ahead, place_of
from app.ends.routes.blueprint import bp
from app.shared import clock
from app.shared.screens import here


@bp.get("/terms")
@for_roles(*SEES)
def expiry() -> str:
    """Show how many terms end in each of the next twelve months, and whose in one of them."""
    at = desk()
    today = clock.today(at.zone)
    months = months_ahead(own_bodies(), today)
    busy = next((one.first for one in months if one.number), months[0].first)
    first = _asked(busy)
    rows = ending_in(own_bodies(), first, place_of(request.args.get("after", "")))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    book = rulebook_of(at.body_id, today)
    return render_template(
        "ends/terms.html",
        months=months,
        first=first,
        rows=rows[:PAGE],
        following=here(after=f"{last.until}_{last.id}") if last else "",
        exception=book.has("term.reappointment") and book.value("term.reappointment") is False,
        book=book,
        acts=at.may(RoleKind.PERSONNEL),
    )


def _asked(first: date) -> date:
    year, _, month = request.args.get("month", "").partition("-")
    if year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and len(year) == 4:
        return date(max(int(year), 1900), int(month), 1)
    return first
