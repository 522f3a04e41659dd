"""What concerns a whole court: its posts, its ages, and an oath that many take together."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import READERS, for_roles
from app.accounts.desk import desk
from app.accounts.terms import RoleKind
from app.people import labels
from app.people.ages import bands_of
from app.people.forms import OathsForm, PostsForm
from app.people.here import oath_here, sight_of
from app.people.pictures import age_pyramid
from app.people.queries.ages import ages_in_office
from app.people.queries.posts import MOST_UNSWORN, not_sworn, posts_of
from app.people.routes.blueprint import bp
from app.people.service import record_oath, set_posts
from app.people.terms import Office
from app.shared import clock
from app.shared.dates import day_meant
from app.shared.screens import day as written_day
from app.shared.screens import translated


@bp.route("/posts", methods=["GET", "POST"])
@for_roles(*READERS)
def posts() -> Any:
    """Show how many of each office there may be and are; set a number by an act."""
    own, form = desk(), PostsForm()
    if own.may(RoleKind.PERSONNEL) and form.goes():
        office = Office(form.office.data)
        decision = form.to_decision()
        set_posts(own, office, form.number.data or 0, form.since.data, decision)
        said = translated(labels.OFFICES[office])
        flash(gettext("%(office)s: the number of posts is set.", office=said), "good")
        return redirect(url_for("people.posts"), 303)
    today = clock.today(own.zone)
    return render_template("people/posts.html", form=form, today=today,
                           posts=posts_of(own.body_id, today))  # fmt: skip


@bp.route("/oaths", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def oaths() -> Any:
    """Record one public oath of all who took it together; where no oath is known, say so."""
    if not oath_here():
        return render_template("people/no_oath.html")
    own, form = desk(), OathsForm()
    unsworn = {one.uid: one for one in not_sworn(own.body_id, clock.today(own.zone))}
    form.sworn.choices = [(uid, _line_of(one)) for uid, one in unsworn.items()]
    if form.goes():
        sworn = [unsworn[uid] for uid in form.sworn.data or []]
        record_oath(own, sworn, form.day.data, form.place.data or "")
        said = ngettext("The oath of %(num)s person is recorded.",
                        "The oath of %(num)s people is recorded.", len(sworn))  # fmt: skip
        flash(said, "good")
        return redirect(url_for("people.oaths"), 303)
    if not form.is_submitted():
        form.sworn.data = list(unsworn)  # a roll is sworn in together; the day is typed by hand
    return render_template("people/oaths.html", form=form, unsworn=unsworn, most=MOST_UNSWORN)


@bp.get("/ages")
@for_roles(*READERS)
def ages() -> str:
    """Show how old the assessors in sight are who are in office on a day, today unless told."""
    own, asked = desk(), request.args.get("day", "").strip()
    today = clock.today(own.zone)
    meant = day_meant(asked, today) if asked else today
    day = meant or today
    counts = ages_in_office(sight_of(own.body_id, day), Office.ASSESSOR, day)
    return render_template("people/ages.html", pyramid=age_pyramid(bands_of(counts)), day=day,
                           asked=asked, wrong=meant is None)  # fmt: skip


def _line_of(tenure: Any) -> str:
    since = gettext("from %(day)s on", day=written_day(tenure.since))
    return f"{tenure.person.name} · {since}"
