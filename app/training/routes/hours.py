"""Pages of hours over whole groups: which share has them, who is short of them and when."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, in_scope
from app.bodies.models import Body
from app.bodies.queries import forebears, rulebook_of
from app.people.here import sight_here
from app.people.queries.books import books_on
from app.shared import clock
from app.shared.screens import here, title_of
from app.shared.texts import N_
from app.training.access import COURTS
from app.training.coverage import KEYS, Asked, Target, asked_of, asked_where, worst_first
from app.training.pictures import coverage
from app.training.queries.coverage import (
    court_by_uid,
    courts_by_id,
    coverage_by_court,
    coverage_by_district,
    short_page,
)
from app.training.shortfalls import shortfalls_of

bp = Blueprint("hours", __name__)
PAGE = 20  # courts of a picture
GROUPS = {
    Target.ASSESSORS: N_("Assessors before their first sitting"),
    Target.CADRES: N_("Cadres this year"),
    Target.LEADING: N_("Leading cadres over the years"),
    Target.STUDY: N_("Study this year"),
}


@bp.get("/training/hours")
@for_roles(*COURTS)
def index() -> str:
    """Show which share of a group has its hours: by court, of one court by district."""
    sight, asked = sight_here(), _asked(desk().body_id)
    if asked is None:
        return render_template("training/hours/index.html", asked=None, groups=[])
    day, target = sight.day, asked.target
    books = books_on(day, KEYS[target])
    values = {body: books.value(body, KEYS[target]) for body in sight.bodies}
    asked, bodies = asked_where(asked, values)
    single = len(bodies) == 1 and target is Target.ASSESSORS
    counted = coverage_by_district if single else coverage_by_court
    places = worst_first(counted(asked, bodies, day))
    first = max(request.args.get("from", 0, type=int), 0)
    shown = places[first : first + PAGE]
    courts = [one.place for one in shown if isinstance(one.place, int)]
    return render_template(
        "training/hours/index.html",
        asked=asked,
        groups=_groups(asked.target),
        picture=coverage(asked, places, shown, courts_by_id(courts)),
        title=_title(target),
        short=any(one.short and (single or one.place == sight.body_id) for one in places),
        previous=here(**{"from": max(first - PAGE, 0)}) if first else "",
        following=here(**{"from": first + PAGE}) if places[first + PAGE :] else "",
    )


@bp.get("/training/hours/short")
@for_roles(*COURTS)
def short() -> Any:
    """List who of a court has too few hours, and when."""
    court, today = _court(), clock.today(desk().zone)
    asked = _asked(court.id)
    if asked is None:
        abort(404)
    page = short_page(asked, forebears(court.id, today), today, request.args.get("after", ""))
    return render_template(
        "training/hours/short.html",
        asked=asked,
        court=court,
        title=_title(asked.target),
        groups=_groups(asked.target, court),
        lines=shortfalls_of(page.lines, asked, rulebook_of(court.id, today), today),
        following=here(after=page.following) if page.following else "",
        today=today,
    )


def _court() -> Body:
    uid = request.args.get("court", "")
    found = court_by_uid(uid) if uid else courts_by_id([desk().body_id])[desk().body_id]
    return found if found is not None and in_scope(found.id) else abort(404)


def _asked(body_id: int) -> Asked | None:
    """Return what is asked of the group in the address, else of the first that is asked of."""
    today, word = clock.today(desk().zone), request.args.get("of", "")
    book = rulebook_of(body_id, today)
    if word in set(Target):
        return asked_of(Target(word), book, today)
    return next((one for t in Target if (one := asked_of(t, book, today))), None)


def _title(target: Target) -> str:
    """Return what the rule asks, as the book's title says it."""
    book = rulebook_of(desk().body_id, clock.today(desk().zone))
    return title_of(book.rule(KEYS[target]).title) if book.has(KEYS[target]) else ""


def _groups(chosen: Target, court: Body | None = None) -> list[tuple[str, str, bool]]:
    """Return the groups of whom the book asks hours, as tabs."""
    today = clock.today(desk().zone)
    book = rulebook_of(court.id if court else desk().body_id, today)
    page = "hours.short" if court else "hours.index"
    uid = court.uid if court else None
    asked = [target for target in Target if asked_of(target, book, today)]
    return [(gettext(GROUPS[t]), url_for(page, of=t, court=uid), t is chosen) for t in asked]
