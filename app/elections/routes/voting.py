"""The list one by one, and the vote: what was counted of each candidate."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.elections.access import ACTS, NAMES
from app.elections.forms_naming import PersonForm, VoteForm
from app.elections.listing import weigh_one
from app.elections.queries import ballot_of, candidate_by_uid
from app.elections.routes.blueprint import bp, named_or_own, own_vote, page_of
from app.elections.service.listing import add_list, take_off
from app.elections.service.voting import enter_vote
from app.shared import clock
from app.shared.forms import ActingForm


@bp.route("/<uid>/people/new", methods=["GET", "POST"])
@for_roles(ACTS, NAMES)
def add_person(uid: str) -> Any:
    """Put one person on the list, checked as a row of the sheet is."""
    row, form = named_or_own(uid), PersonForm()
    if form.goes():
        add_list(desk(), row, weigh_one(row, form.to_cells()))
        flash(gettext("%(name)s is on the list.", name=form.name.data), "good")
        return redirect(url_for("elections.add_person", uid=uid), 303)
    return render_template(
        "elections/add_person.html",
        election=row,
        form=form,
        ballot=ballot_of(row.id),
        back=page_of(row),
    )


@bp.post("/<uid>/people/<candidate_uid>/off")
@for_roles(ACTS, NAMES)
def off(uid: str, candidate_uid: str) -> Any:
    """Take one person off the list again."""
    row, form = named_or_own(uid), ActingForm()
    one = candidate_by_uid(row.id, candidate_uid) or abort(404)
    if form.goes():
        take_off(desk(), row, one)
        flash(gettext("%(name)s is off the list.", name=one.name), "good")
    return redirect(page_of(row), 303)


@bp.route("/<uid>/vote", methods=["GET", "POST"])
@for_roles(ACTS)
def vote(uid: str) -> Any:
    """Write down the vote: how many were present, and what each candidate got."""
    row, form = own_vote(uid), VoteForm()
    form.offer(ballot_of(row.id))
    if form.goes():
        form.check_version(row)
        count = enter_vote(desk(), row, form.to_vote())
        flash(_elected(len(count.elected)), "good" if count.elected else "note")
        return redirect(url_for("elections.election", uid=uid), 303)
    form.version.data = str(row.version)
    if not form.is_submitted():
        form.voted.data = row.voted or clock.today(row.body.zone)
        form.present.data = row.present
    return render_template("elections/vote.html", election=row, form=form)


def _elected(number: int) -> str:
    return ngettext("%(num)s person is elected.", "%(num)s people are elected.", number)
