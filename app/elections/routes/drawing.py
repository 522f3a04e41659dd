"""The two draws of an election: freeze, open, annul; further people of the drawn order."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.draws.forms import DrawForm
from app.draws.queries import attempts_at, newest_tree
from app.draws.terms import DrawState
from app.elections.access import ACTS
from app.elections.forms import FreezeForm, FurtherForm, PoolForm, WhyForm
from app.elections.models import Election
from app.elections.queries import counts_of, draw_of
from app.elections.routes.blueprint import bp, own, own_selection
from app.elections.service.drawing import (
    Kind,
    annul_election_draw,
    carry_out_draw,
    contribution_asked,
    draw_further,
    freeze_draw,
    prospect,
    publish_today,
    subject_of,
)
from app.elections.terms import VOTES, Standing
from app.shared import clock
from app.shared.forms import ActingForm


def _kind(text: str, row: Election) -> Kind:
    """Return which draw an address means: a lot of votes only, the others of a selection only."""
    found = next((kind for kind in Kind if kind.value == text), None)
    if found is None or (found == Kind.TIE) != (row.form in VOTES):
        abort(404)
    return found


def _to_election(row: Election) -> Response:
    return redirect(url_for("elections.election", uid=row.uid), 303)


@bp.route("/<uid>/draw/<kind>", methods=["GET", "POST"])
@for_roles(ACTS)
def draw_room(uid: str, kind: str) -> Any:
    """Check what a draw would go over, and freeze it."""
    row = own(uid)
    of = _kind(kind, row)
    form = PoolForm() if of == Kind.POOL else FreezeForm()
    if form.goes():
        form.check_version(row)
        freeze_draw(desk(), row, of, form.number.data or 0 if isinstance(form, PoolForm) else 0)
        return redirect(url_for("elections.draw", uid=uid, kind=kind), 303)
    at = prospect(row, of)
    if isinstance(form, PoolForm) and not form.is_submitted():
        form.number.data = at.seats
    form.version.data = str(row.version)
    return render_template(
        "elections/draw_room.html",
        election=row,
        kind=of,
        form=form,
        at=at,
        tree=newest_tree(row.body_id, clock.today(row.body.zone)),
        contribution=contribution_asked(row),
        attempts=attempts_at(subject_of(row, of)),
    )


@bp.post("/<uid>/draw/<kind>/publish")
@for_roles(ACTS)
def publish(uid: str, kind: str) -> Any:
    """Publish the roots that a stopped clock has missed."""
    row, form = own(uid), ActingForm()
    if form.goes():
        publish_today(desk(), row)
    return redirect(url_for("elections.draw_room", uid=uid, kind=_kind(kind, row)), 303)


@bp.route("/<uid>/draw/<kind>/open", methods=["GET", "POST"])
@for_roles(ACTS)
def draw(uid: str, kind: str) -> Any:
    """Take the number from outside and draw."""
    row, form = own(uid), DrawForm()
    of = _kind(kind, row)
    form.offer(contribution_asked(row))
    if form.goes():
        form.check_version(row)
        carry_out_draw(desk(), row, of, form.given())
        flash(gettext("The draw is held; its record is public."), "good")
        return _to_election(row)
    found = draw_of(subject_of(row, of)) or abort(404)
    if found.state != DrawState.FROZEN and not g.get("refusals"):
        return _to_election(row)
    form.version.data = str(row.version)
    return render_template("elections/draw.html", election=row, kind=of, draw=found, form=form)


@bp.route("/<uid>/draw/<kind>/annul", methods=["GET", "POST"])
@for_roles(ACTS)
def annul(uid: str, kind: str) -> Any:
    """Annul a draw with a reason."""
    row, form = own(uid), WhyForm()
    of = _kind(kind, row)
    if form.goes():
        form.check_version(row)
        annul_election_draw(desk(), row, of, form.why.data or "")
        flash(gettext("The draw is annulled; its record stays public."), "good")
        return _to_election(row)
    if draw_of(subject_of(row, of)) is None:
        abort(404)
    form.version.data = str(row.version)
    return render_template("elections/annul.html", election=row, kind=of, form=form)


@bp.route("/<uid>/further", methods=["GET", "POST"])
@for_roles(ACTS)
def further(uid: str) -> Any:
    """Take the next people of the drawn order among the candidates."""
    row, form = own_selection(uid), FurtherForm()
    if form.goes():
        form.check_version(row)
        number = draw_further(desk(), row, form.number.data or 1)
        flash(_followed(number), "good")
        return redirect(url_for("elections.screening", uid=uid), 303)
    form.version.data = str(row.version)
    left = counts_of([row.id]).get(row.id, {}).get(Standing.LISTED, 0)
    return render_template("elections/further.html", election=row, form=form, left=left)


def _followed(number: int) -> str:
    return ngettext(
        "%(num)s more person is to be screened.", "%(num)s more people are to be screened.", number
    )
