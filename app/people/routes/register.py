"""The register: found, sorted, paged, exported."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import (
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_babel import gettext, ngettext

from app.accounts.access import READERS, for_roles
from app.accounts.desk import court, desk
from app.accounts.terms import RoleKind
from app.bodies.queries import districts_of, rulebook_of
from app.people import labels
from app.people.access import may_see_numbers, seen_person
from app.people.exporting import is_long, table_of
from app.people.exporting_jobs import XLSX, export_later, export_of, file_name
from app.people.forms import PersonForm
from app.people.here import oath_here, sight_here
from app.people.models import Person
from app.people.queries import latest_tenure
from app.people.queries.pages import rolls_of, tenure_by_uid
from app.people.queries.register import MANY, Found, found, neighbour, page_of
from app.people.routes.blueprint import bp, known_endpoint, label_of
from app.people.rows import rows_of
from app.people.searching import VIEWS, Search, Status, search_of
from app.people.service import appoint_new_person, record_export
from app.shared import clock
from app.shared.acting import begin_writing, reads_first
from app.shared.files import streamed
from app.shared.texts import N_

VIEW_NAMES = {
    "office": N_("In office"),
    "ending": N_("Term ends in 90 days"),
    "near": N_("Near the cap"),
    "all": N_("All"),
}


def to(search: Search, **changed: object) -> str:
    """Return the address of the register for a search."""
    return url_for("people.register", **search.args(**changed))


def views_of(search: Search) -> list[tuple[str, str, bool]]:
    """Return the saved views as tabs; one is marked if the list is it, by whatever order."""
    here = search.args(sort="name", down=False)
    return [
        (gettext(VIEW_NAMES[name]), to(view), view.args(sort="name", down=False) == here)
        for name, view in VIEWS
    ]


def chips_of(search: Search) -> list[tuple[str, str]]:
    """Return the filters in force, each with the address without it."""
    chips = [
        (search.q, gettext("Search: %(text)s", text=search.q), {"q": ""}),
        (search.status == Status.ENDED, gettext("Ended"), {"status": Status.OFFICE}),
        (search.roll, label_of(labels.ROLLS, search.roll), {"roll": ""}),
        (search.district, search.district, {"district": ""}),
        (search.sex, label_of(labels.SEXES, search.sex), {"sex": ""}),
        (search.near, gettext("Near the cap"), {"near": False}),
        (
            search.within,
            ngettext(
                "Term ends within %(num)s day", "Term ends within %(num)s days", search.within
            ),
            {"within": 0},
        ),
    ]
    return [(label, to(search, **without)) for holds, label, without in chips if holds]


def finding_of(what: Found) -> str:
    """Return the title: how many there are."""
    if what.ids is None:
        return gettext("More than %(number)s people", number=f"{MANY:,}")
    return ngettext("%(num)s person", "%(num)s people", what.count)


@bp.get("")
@for_roles(*READERS)
def register() -> str:
    """Show the register by the search in the address."""
    search = search_of(request.args)
    what = found(search, sight_here())
    law = rulebook_of(desk().body_id, what.sight.day)
    page = page_of(what, request.args.get("after", ""), request.args.get("before", ""))
    args = search.args()
    return render_template(
        "people/register.html",
        search=search,
        title=finding_of(what),
        rows=rows_of(page.lines, what.sight, urlencode({"list": 1, **args})),
        sight=what.sight,
        rolls=labels.rolls_under(law),
        views=views_of(search),
        chips=chips_of(search),
        districts=sorted(districts_of(desk().body_id)),
        previous=url_for("people.register", **args, before=page.before) if page.before else "",
        following=url_for("people.register", **args, after=page.after) if page.after else "",
        imports=known_endpoint("imports.imports"),
        oath_asked=oath_here(),
    )


@bp.post("/export")
@for_roles(*READERS)
@reads_first
def export() -> Any:
    """Hand out exactly the list that is shown, as a spreadsheet; full numbers are recorded.

    A long one is written by a worker and comes to the inbox.
    """
    own, search = desk(), search_of(request.args)
    full = request.form.get("full") == "1" and may_see_numbers(own)
    what = found(search, sight_here())
    day = what.sight.day
    if not is_long(what):
        content = table_of(what, full)
        begin_writing()
        record_export(own, court(), search.args(), full)
        return _download(content, file_name(day))
    begin_writing()
    work, new = export_later(own, search, full, day)
    if new:
        record_export(own, court(), search.args(), full)
    return redirect(url_for("jobs.job", uid=work.uid), 303)


@bp.get("/exports/<uid>")
@for_roles(*READERS)
def export_file(uid: str) -> Any:
    """Hand out a list that a worker has written for this user."""
    file = export_of(desk(), uid) or abort(404)
    if not file.parts:
        flash(
            gettext("This list was kept for a week and has been deleted. Export it again."), "note"
        )
        return redirect(url_for("people.register"))
    response = _download(stream_with_context(streamed(file.parts)), file.name)
    response.content_length = file.size
    return response


def _download(content: Any, name: str) -> Response:
    kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=XLSX, headers=kept)


@bp.get("/<uid>/previous")
@for_roles(*READERS)
def previous(uid: str) -> Any:
    """Go to the person before in the list that the address names."""
    return _beside(seen_person(uid)[0], back=True)


@bp.get("/<uid>/following")
@for_roles(*READERS)
def following(uid: str) -> Any:
    """Go to the person after in the list that the address names."""
    return _beside(seen_person(uid)[0], back=False)


def _beside(person: Person, back: bool) -> Any:
    search = search_of(request.args)
    here = tenure_by_uid(request.args.get("at", "")) or latest_tenure(person.id)
    other = neighbour(found(search, sight_here()), here, back) if here else None
    if other is None:
        flash(gettext("The list ends here."), "note")
        return redirect(to(search))
    args = {**search.args(), "list": 1, "at": other.uid}
    return redirect(url_for("people.person", uid=other.person.uid, **args))


@bp.route("/new", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def new_person() -> Any:
    """Enter a person who was appointed, with the act, the term and the roll."""
    own, form = desk(), PersonForm()
    form.offer_rolls(rolls_of(own.body_id, clock.today(own.zone)))
    form.offer_districts(districts_of(own.body_id))
    if form.goes():
        person = appoint_new_person(own, form.to_new(), form.to_appointment(), form.waivers())
        flash(gettext("%(name)s is entered.", name=person.name), "good")
        return redirect(url_for("people.person", uid=person.uid))
    return render_template("people/new.html", form=form)
