"""The list of elections, a new one, one election, its end before its time."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import court, desk
from app.bodies.queries import linked, rulebook_of
from app.bodies.terms import LinkKind
from app.draws.models import Draw
from app.elections.access import ACTS, SEES
from app.elections.forms import CallForm, WhyForm
from app.elections.funnel import Counts
from app.elections.models import Election
from app.elections.pictures import funnel_of
from app.elections.queries import (
    PAGE,
    draw_of,
    elections_page,
    in_order,
    objections_of,
    places_on,
    reached,
)
from app.elections.routes.blueprint import bp, own, page_of, papers_of, seen
from app.elections.rules import forms_under, most_unsolicited
from app.elections.service.calling import book_today, call_election, cancel_election
from app.elections.service.drawing import Kind, subject_of
from app.elections.terms import ElectionForm, Standing
from app.people.queries import oaths_of
from app.people.queries.elected import tenures_by_act
from app.shared import clock
from app.shared.screens import body_name, here


@bp.get("")
@for_roles(*SEES)
def index() -> str:
    """Show the court's elections, newest first."""
    at, today = desk(), clock.today(desk().zone)
    lines = elections_page(at.body_id, today, request.args.get("before", type=int))
    last = lines[PAGE - 1].election.id if len(lines) > PAGE else None
    return render_template(
        "elections/index.html",
        lines=lines[:PAGE],
        following=here(before=last) if last else "",
        may_call=at.may(ACTS) and bool(_forms(at.body_id, today)),
    )


@bp.route("/new", methods=["GET", "POST"])
@for_roles(ACTS)
def call() -> Any:
    """Call an election."""
    at, form = desk(), CallForm()
    today = clock.today(at.zone)
    form.offer(_forms(at.body_id, today))
    if form.goes():
        election = call_election(at, form.to_call(), form.waivers())
        said = gettext("Election %(number)s is called.", number=election.number)
        flash(said, "good")
        return redirect(url_for("elections.election", uid=election.uid), 303)
    congresses = linked(at.body_id, LinkKind.CONGRESS, today)
    if not form.is_submitted() and congresses:
        form.chosen_by.data = body_name(congresses[0])
    day = form.begins.data or today
    return render_template("elections/call.html", form=form, places=places_on(at.body_id, day))


def _forms(body_id: int, day: date) -> tuple[ElectionForm, ...]:
    """Return the ways of choosing assessors for terms at a court on a day."""
    return forms_under(rulebook_of(body_id, day), court().kind)


@bp.get("/<uid>")
@for_roles(*SEES)
def election(uid: str) -> Any:
    """Show how an election stands, and what comes next."""
    row = seen(uid)
    if row.form == ElectionForm.ORGANISATION:
        return redirect(page_of(row))
    places = places_on(row.body_id, row.begins or row.called)
    book, counts = book_today(row), reached(row.id)
    return render_template(
        "elections/election.html",
        election=row,
        counts=_standings(counts),
        funnel=funnel_of(row, counts),
        places=places,
        unsolicited=most_unsolicited(places.number or 0, row.seats, book),
        proposed=in_order(row.id, Standing.PROPOSED, Standing.ELECTED),
        objections=objections_of(row.id),
        draws=_draws(row),
        papers=papers_of(row),
        book=book,
        unsworn=_unsworn(row),
    )


def _standings(counts: Counts) -> dict[Standing, int]:
    found: dict[Standing, int] = {}
    for (standing, _), number in counts.items():
        found[standing] = found.get(standing, 0) + number
    return found


def _unsworn(row: Election) -> int:
    """Return how many whom the act brought into office have not taken the oath."""
    tenures = tenures_by_act(row.act_id, row.body_id) if row.act_id else []
    return len(tenures) - len(oaths_of(one.id for one in tenures))


def _draws(row: Election) -> list[tuple[str, Draw]]:
    found = [(kind.value, draw_of(subject_of(row, kind))) for kind in Kind]
    return [(kind, draw) for kind, draw in found if draw is not None]


@bp.route("/<uid>/cancel", methods=["GET", "POST"])
@for_roles(ACTS)
def cancel(uid: str) -> Any:
    """Cancel an election with a reason."""
    row, form = own(uid), WhyForm()
    if form.goes():
        form.check_version(row)
        cancel_election(desk(), row, form.why.data or "")
        flash(gettext("The election is cancelled."), "good")
        return redirect(url_for("elections.election", uid=uid), 303)
    form.version.data = str(row.version)
    return render_template("elections/cancel.html", election=row, form=form)
