"""An act with its lines, and the annulment of one line."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from app.accounts.access import READERS, for_roles
from app.accounts.desk import desk, own_or_404, seen_or_404
from app.accounts.terms import RoleKind
from app.people.forms import AnnulForm
from app.people.models import Act, ActLine
from app.people.queries import rests_on
from app.people.queries.pages import act_by_uid, people_by_id
from app.people.routes.blueprint import bp
from app.people.service import annul_line


def line_of(act: Act, n: str) -> ActLine:
    """Return a line of an act by its number; 404 for one that is annulled or missing."""
    standing = (line for line in act.lines if str(line.n) == n and not line.annulled_at)
    return next(standing, None) or abort(404)


@bp.get("/acts/<uid>")
@for_roles(*READERS)
def act(uid: str) -> str:
    """Show an act with its lines."""
    found = seen_or_404(act_by_uid(uid))
    named = people_by_id(one.person_id for one in found.lines if one.person_id)
    return render_template(
        "people/act.html", act=found, named=named, own=found.body_id == desk().body_id
    )


@bp.route("/acts/<uid>/lines/<n>/annul", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def annul(uid: str, n: str) -> Any:
    """Annul one line; what rested on it is shown first."""
    found = own_or_404(act_by_uid(uid))
    line, form = line_of(found, n), AnnulForm()
    if form.goes():
        form.check_version(found)
        annul_line(desk(), line, (form.why.data or "").strip())
        flash(gettext("Line %(n)s is annulled.", n=n), "good")
        return redirect(url_for("people.act", uid=uid))
    form.version.data = str(found.version)
    resting = rests_on([line.id])
    return render_template("people/annul.html", act=found, line=line, form=form, resting=resting)
