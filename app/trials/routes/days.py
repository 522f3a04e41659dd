"""The day in court: who sat, the sheet to sign, the panel closed; and printed papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import court, desk, in_scope, own_or_404, seen_or_404
from app.accounts.terms import RoleKind
from app.bodies.queries import body_by_code
from app.shared import clock
from app.shared.acting import reads_first
from app.shared.dates import iso_day
from app.shared.forms import ActingForm
from app.trials.access import bodies_shown, only_oversees
from app.trials.board import line_of
from app.trials.day_rules import is_expected
from app.trials.models import Seat, SittingDay
from app.trials.papers import LETTERS, print_participation
from app.trials.queries.hearings import hearings_page
from app.trials.queries.overseen import late_days
from app.trials.queries.waiting import sittings_by_day
from app.trials.replies_forms import ReasonForm, RecordForm
from app.trials.replies_rules import HALVES_OF, MOST_HALVES
from app.trials.routes.replies import SEEN_BY, own_panel, refused
from app.trials.seat_queries import (
    day_by_uid,
    day_ends,
    holding,
    paper_by_uid,
    sat_by,
    seats_at,
    seats_of_day,
)
from app.trials.service.days import Presence, close_panel, record_day
from app.trials.service.taking_back import reopen_panel, take_back_day

bp = Blueprint("days", __name__, url_prefix="/days")


@bp.get("/on/<day>")
@for_roles(*SEEN_BY)
def on(day: str) -> str:
    """Show the hearings of a court on a day, or of all that are overseen, by court and hour."""
    found = iso_day(day) or abort(404)
    bodies = bodies_shown()
    page = hearings_page(bodies, found, request.args.get("after", ""))
    number = sittings_by_day(bodies, [found]).get(found, 0)
    following = url_for("days.on", day=day, after=page.following) if page.following else ""
    shown = {"day": found, "number": number, "sittings": page.hearings, "holders": holding}
    shown |= {"following": following, "overseen": only_oversees(desk())}
    return render_template("trials/days/on.html", **shown)


@bp.get("/late")
@for_roles(RoleKind.PRESIDENT, RoleKind.INSPECTOR)
def late() -> str:
    """Show the sitting days that nobody has written down, in the desk's courts or in one alone."""
    own, code = desk(), request.args.get("court", "")
    body = (body_by_code(code) or abort(404)) if code else court()
    if not in_scope(body.id):
        abort(404)
    mark, today = _mark(request.args.get("after", "")), clock.today(own.zone)
    days, more = late_days(body.id, today, mark, alone=bool(code))
    marks = [f"{one.day}~{one.id}" for one in days]
    following = url_for("days.late", court=code or None, after=marks[-1]) if more else ""
    return render_template("trials/days/late.html", days=days, court=body, following=following)


def _mark(text: str) -> tuple[date, int] | None:
    day, _, number = text.partition("~")
    found = iso_day(day)
    return (found, int(number)) if found and number.isdecimal() and len(number) < 18 else None


@bp.route("/<uid>", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def record(uid: str) -> Any:
    """Write down who sat on a day, or correct it."""
    day: SittingDay = own_or_404(day_by_uid(uid))
    form, seats = RecordForm(), seats_of_day(day)
    if form.goes():
        form.check_version(day)
        record_day(desk(), day, _typed(seats), form.reason.data or "")
        flash(gettext("Who sat on %(day)s is written down.", day=day.day), "good")
        return redirect(url_for("replies.panel", uid=day.panel.uid), 303)
    form.version.data = str(day.version)
    known = _known(day, seats)
    shown = {
        "day": day,
        "seats": seats,
        "known": known,
        "lines": {seat.id: line_of(seat) for seat in seats},
        "sat": _typed(seats) if request.method == "POST" else known,
        "most": MOST_HALVES,
        "early": clock.today(desk().zone) < day.day,
    }
    return render_template("trials/days/record.html", form=form, **shown)


def _typed(seats: list[Seat]) -> dict[int, Presence]:
    def halves(seat: Seat) -> int:
        text = request.form.get(f"halves-{seat.uid}", "0")
        return int(text) if text in ("0", "1", "2") else 0

    def note(seat: Seat) -> str:
        return request.form.get(f"note-{seat.uid}", "")

    return {seat.id: Presence(halves(seat), note(seat)) for seat in seats}


def _known(day: SittingDay, seats: list[Seat]) -> Mapping[int, Presence]:
    """Return what stands in the record; before there is one, that all who are expected sat."""
    rows = sat_by(day)
    if not rows:
        ended, most = day_ends(day), HALVES_OF[day.part]
        at = seats_at(day, seats)
        return {seat.id: Presence(most * is_expected(at[seat.id], ended)) for seat in seats}
    found = {seat_id: Presence(row.halves, row.note) for seat_id, row in rows.items()}
    return {seat.id: found.get(seat.id, Presence(0)) for seat in seats}


@bp.post("/<uid>/sheet")
@reads_first
@for_roles(RoleKind.CLERK)
def sheet(uid: str) -> Any:
    """Print the participation sheet of a day."""
    day: SittingDay = own_or_404(day_by_uid(uid))
    if ActingForm().goes():
        file = print_participation(desk(), day)
        return redirect(url_for("days.paper", uid=file.uid), 303)
    return refused()


@bp.post("/panels/<uid>/close")
@for_roles(RoleKind.CLERK)
def close(uid: str) -> Any:
    """Close a panel whose days are all held."""
    panel = own_panel(uid)
    if ActingForm().goes():
        close_panel(desk(), panel)
        flash(gettext("The panel is closed."), "good")
        return redirect(url_for("replies.panel", uid=uid), 303)
    return refused()


@bp.route("/<uid>/take-back", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def take_back(uid: str) -> Any:
    """Take back that a day was held, for a reason."""
    day: SittingDay = own_or_404(day_by_uid(uid))
    form = ReasonForm()
    if form.goes():
        form.check_version(day)
        take_back_day(desk(), day, form.reason.data or "")
        flash(gettext("The record of %(day)s is taken back.", day=day.day), "good")
        return redirect(url_for("replies.panel", uid=day.panel.uid), 303)
    form.version.data = str(day.version)
    return render_template("trials/days/take_back.html", form=form, day=day)


@bp.route("/panels/<uid>/reopen", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def reopen(uid: str) -> Any:
    """Open a closed panel again, for a reason."""
    panel, form = own_panel(uid), ReasonForm()
    if form.goes():
        form.check_version(panel)
        reopen_panel(desk(), panel, form.reason.data or "")
        flash(gettext("The panel is open again."), "good")
        return redirect(url_for("replies.panel", uid=uid), 303)
    form.version.data = str(panel.version)
    return render_template("trials/days/reopen.html", form=form, panel=panel)


@bp.get("/papers/<uid>")
@for_roles(*SEEN_BY)
def paper(uid: str) -> Response:
    """Send a printed paper of a panel."""
    file, panel = paper_by_uid(uid)
    if file is None:
        abort(404)
    seen_or_404(panel)
    if file.name.startswith(LETTERS):  # they hold the links by which the invited answer
        own_or_404(panel)
        if not desk().may(RoleKind.CLERK):
            abort(404)
    response = Response(file.content, mimetype=file.mime)
    response.headers["Content-Disposition"] = f"inline; filename={file.name}"
    response.headers["Cache-Control"] = "no-store"
    return response
