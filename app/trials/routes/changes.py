"""A sitting day added, moved or cancelled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404
from app.accounts.terms import RoleKind
from app.shared.dates import iso_day
from app.trials.models import Panel, SittingDay
from app.trials.replies_forms import MoveForm, ReasonForm, SittingDayForm
from app.trials.seat_queries import day_by_uid, panel_by_uid, usual_times
from app.trials.service.changes import add_day, cancel_day, move_day

bp = Blueprint("changes", __name__, url_prefix="/days")


@bp.route("/panels/<uid>/add", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def add(uid: str) -> Any:
    """Set a further sitting day of a drawn panel."""
    panel: Panel = own_or_404(panel_by_uid(uid))
    form = SittingDayForm(**usual_times(panel))
    if form.goes():
        form.check_version(panel)
        new = add_day(desk(), panel, form.to_day(), form.waivers())
        said = gettext("%(day)s is set; everybody is asked. Tell the parties.", day=new.day)
        flash(said, "good")
        return redirect(url_for("replies.panel", uid=uid), 303)
    form.version.data = str(panel.version)
    return render_template("trials/changes/add.html", form=form, panel=panel)


@bp.route("/<uid>/move", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def move(uid: str) -> Any:
    """Move a sitting day; who is away on the new one is shown before."""
    day: SittingDay = own_or_404(day_by_uid(uid))
    proposed = iso_day(request.args.get("to", ""))
    form = MoveForm(day=proposed, part=day.part, begins=day.begins, room=day.room)
    if form.goes():
        form.check_version(day)
        new = move_day(desk(), day, form.to_day(), form.reason.data or "", form.waivers())
        said = gettext("The sitting is moved to %(day)s; everybody is told.", day=new.day)
        flash(said, "good")
        return redirect(url_for("replies.panel", uid=day.panel.uid), 303)
    form.version.data = str(day.version)
    return render_template("trials/changes/move.html", form=form, day=day)


@bp.route("/<uid>/cancel", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def cancel(uid: str) -> Any:
    """Cancel a sitting day."""
    day: SittingDay = own_or_404(day_by_uid(uid))
    form = ReasonForm()
    if form.goes():
        form.check_version(day)
        cancel_day(desk(), day, form.reason.data or "")
        flash(gettext("The sitting is cancelled; everybody is told."), "good")
        return redirect(url_for("replies.panel", uid=day.panel.uid), 303)
    form.version.data = str(day.version)
    return render_template("trials/changes/cancel.html", form=form, day=day)
