"""Who of a court may be proposed as of a day, and the proof of one person's conditions."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import court, desk
from app.promotion.access import PROPOSES, SEES, candidate, court_asked
from app.promotion.proposals import standing_of
from app.promotion.queries import assessor_court, courts_under
from app.promotion.readiness import Readiness, book_at, readiness, readiness_of
from app.promotion.routes.blueprint import bp
from app.promotion.rules import hard, no_path
from app.promotion.service import propose
from app.promotion.sources import sources_of
from app.promotion.terms import Outcome
from app.promotion.words import GROUPS, GROUPS_WITHOUT_PATH
from app.shared import clock
from app.shared.dates import day_meant
from app.shared.forms import ActingForm
from app.shared.screens import here, translated


@bp.get("")
@for_roles(*SEES)
def index() -> str:
    """Show a court's assessors as of a day, by what they lack for judge."""
    own, today = desk(), clock.today(desk().zone)
    body = court_asked(request.args.get("court", ""), court())
    day = day_meant(request.args.get("day", ""), today) or today
    found = readiness(body.id, day)
    group = _group(request.args.get("group", ""), found)
    people, after = found.page(group, request.args.get("after", "")) if found else ([], "")
    return render_template(
        "promotion/index.html",
        found=found,
        body=body,
        day=day,
        today=today,
        courts=courts_under(own.body_id, today),
        people=people,
        group=group,
        views=_views(found, group) if found else [],
        following=here(after=after) if after else "",
    )


def _group(asked: str, found: Readiness | None) -> Outcome:
    """Return the group that the address asks for, else the first in which somebody stands."""
    if asked in set(Outcome):
        return Outcome(asked)
    return next((one for one in Outcome if found and found.of(one)), Outcome.READY)


def _views(found: Readiness, group: Outcome) -> list[tuple[str, str, bool]]:
    names = GROUPS_WITHOUT_PATH if found.no_path else GROUPS
    return [
        (
            f"{translated(text)} ({len(found.of(one))})",
            here(group=one.value, after=None),
            one == group,
        )
        for one, text in names.items()
    ]


@bp.route("/people/<uid>", methods=["GET", "POST"])
@for_roles(*SEES)
def person(uid: str) -> Any:
    """Show the proof of each condition for one person as of a day; propose him as of today."""
    (found, own), form, today = candidate(uid), ActingForm(), clock.today(desk().zone)
    day = day_meant(request.args.get("day", ""), today) or today
    if not (own and desk().may(*PROPOSES)) and request.method == "POST":
        abort(404)
    if form.goes():
        row = propose(desk(), found, form.waivers())
        flash(gettext("%(name)s is proposed for judge.", name=found.name), "good")
        return redirect(url_for("promotion.proposal", uid=row.uid), 303)
    body_id = assessor_court(found.id, day)
    judged = readiness_of(body_id, found.id, day) if body_id else None
    book = book_at(body_id, day) if body_id else None
    stands, path = standing_of(found.id), no_path(book) if book else None
    acts = own and desk().may(*PROPOSES) and day == today and not stands and not path
    return render_template(
        "promotion/person.html",
        person=found,
        day=day,
        form=form,
        judged=judged,
        book=book,
        sources=sources_of(found.id, body_id, day) if body_id else {},
        stands=stands,
        no_path=path,
        may_propose=acts and judged is not None and book and not hard(judged.lacking, book),
    )
