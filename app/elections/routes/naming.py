"""Form B of 1953: an organisation is asked to name people for one case, and names them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.elections.access import ACTS, NAMES, SEES_NAMING, may_name
from app.elections.forms_naming import AskForm, NamedForm
from app.elections.queries import ballot_of
from app.elections.routes.blueprint import bp, named_for_case, papers_of, seen
from app.elections.service.calling import ask_organisation
from app.elections.service.deciding import decide
from app.shared import clock


@bp.route("/naming/new", methods=["GET", "POST"])
@for_roles(ACTS, NAMES)
def ask() -> Any:
    """Ask a mass organisation for people for one case."""
    form = AskForm()
    if form.goes():
        row = ask_organisation(desk(), form.to_request())
        said = gettext("Print the letter to %(organ)s.", organ=row.chosen_by)
        flash(said, "good")
        return redirect(url_for("elections.naming", uid=row.uid), 303)
    if not form.is_submitted():
        form.case_number.data = request.args.get("case", "")[:80]
        form.nature.data = request.args.get("nature", "")[:120]
        form.begins.data = clock.today(desk().zone)
    return render_template("elections/ask.html", form=form)


@bp.get("/naming/<uid>")
@for_roles(*SEES_NAMING)
def naming(uid: str) -> str:
    """Show what an organisation was asked for, whom it named, and what comes next."""
    row = named_for_case(seen(uid))
    return render_template(
        "elections/naming.html",
        election=row,
        people=ballot_of(row.id),
        papers=papers_of(row),
        acts=may_name(row),
    )


@bp.route("/naming/<uid>/letter", methods=["GET", "POST"])
@for_roles(ACTS, NAMES)
def name(uid: str) -> Any:
    """Enter the organisation's letter: whom it names begins his term for that case."""
    row, form = named_for_case(seen(uid), acts=True), NamedForm()
    form.offer(ballot_of(row.id))
    if form.goes():
        form.check_version(row)
        decide(desk(), row, form.to_act(row.chosen_by), form.waivers())
        flash(_named(len(form.appointed.data or [])), "good")
        return redirect(url_for("elections.naming", uid=uid), 303)
    form.version.data = str(row.version)
    if not form.is_submitted():
        form.since.data = row.begins
    return render_template("elections/name.html", election=row, form=form)


def _named(number: int) -> str:
    return ngettext(
        "%(num)s person is named for the case: the panel can be drawn.",
        "%(num)s people are named for the case: the panel can be drawn.",
        number,
    )
