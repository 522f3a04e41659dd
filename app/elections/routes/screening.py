"""The screening sheet, and one candidate with all that was found."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.elections.access import ACTS, SEES
from app.elections.facts import checks_of
from app.elections.forms import SheetForm, SubmitForm
from app.elections.models import Candidate, Election
from app.elections.queries import candidate_by_uid, counts_of, ids_of, sheet_page
from app.elections.routes.blueprint import bp, own_selection, seen
from app.elections.rules import first_expiry, last_checks, matters_of
from app.elections.said import birth_of, said_of
from app.elections.service.calling import book_today
from app.elections.service.screening import (
    JUDGED,
    OPEN_STAGES,
    against_of,
    note_answers,
    set_aside,
    write_checks,
)
from app.elections.terms import Standing
from app.shared import clock
from app.shared.refusals import SOFT
from app.shared.screens import here

VIEWS = (
    *(Standing.CANDIDATE, Standing.PASSED, Standing.BARRED),
    *(Standing.DECLINED, Standing.PROPOSED),
)


@bp.route("/<uid>/screening", methods=["GET", "POST"])
@for_roles(ACTS)
def screening(uid: str) -> Any:
    """Show the sheet by standing, and write one thing down of those who are ticked."""
    row, form = own_selection(uid), SheetForm()
    book, today = book_today(row), clock.today(row.body.zone)
    counts = counts_of([row.id]).get(row.id, {})
    wanted = _view(counts)
    page = sheet_page(row.id, [wanted], request.args.get("after", 0, type=int))
    form.offer(matters_of(book), page.candidates)
    if form.goes():
        _write(row, form)
        return redirect(here(), 303)
    return render_template(
        "elections/screening.html",
        election=row,
        form=form,
        page=page,
        wanted=wanted,
        views=[one for one in VIEWS if counts.get(one) or one == wanted],
        counts=counts,
        lines=[_line(one, today) for one in page.candidates],
        whole=len(matters_of(book)),
        following=here(after=page.following) if page.following else "",
    )


def _view(counts: dict[Standing, int]) -> Standing:
    asked = request.args.get("standing", "")
    known = [one for one in VIEWS if one.value == asked]
    some = [one for one in VIEWS if counts.get(one)]
    return (known or some or [Standing.CANDIDATE])[0]


def _line(candidate: Candidate, today: Any) -> dict[str, Any]:
    checks = checks_of(candidate)
    held = last_checks(checks, today)
    return {"one": candidate, "checked": len(held), "expires": first_expiry(checks)}


def _write(row: Election, form: SheetForm) -> None:
    """Write what the form says down, of those who are ticked or of all who are to be screened."""
    uids = None if form.everybody.data else form.who.data or []
    ids = ids_of(row.id, uids, Standing.CANDIDATE)
    if form.is_check:
        number = write_checks(desk(), row, ids, form.to_check())
    else:
        agrees = form.what.data == "agrees"
        number = note_answers(desk(), row, ids, agrees, form.day.data)
    said = ngettext("Written down of %(num)s person.", "Written down of %(num)s people.", number)
    flash(said, "good")


@bp.get("/<uid>/candidates/<candidate_uid>")
@for_roles(*SEES)
def candidate(uid: str, candidate_uid: str) -> str:
    """Show a candidate: what the list says, each check, what stands against him today."""
    row = seen(uid)
    one = candidate_by_uid(row.id, candidate_uid) or abort(404)
    said, book = said_of(one.said), book_today(row)
    judged = bool(said) and row.stage in OPEN_STAGES and one.standing in JUDGED
    against = against_of(row, [one])[one.id] if judged else []
    return render_template(
        "elections/candidate.html",
        election=row,
        one=one,
        said=said,
        birth=birth_of(said),
        against=against,
        explains=one.standing == Standing.CANDIDATE and all(r.strength == SOFT for r in against),
        held=last_checks(checks_of(one), clock.today(row.body.zone)),
        matters=matters_of(book),
    )


@bp.route("/<uid>/candidates/<candidate_uid>/reasons", methods=["GET", "POST"])
@for_roles(ACTS)
def reasons(uid: str, candidate_uid: str) -> Any:
    """Let a candidate pass whom only soft rules hold up, each with a written reason."""
    row, form = own_selection(uid), SubmitForm()
    one = candidate_by_uid(row.id, candidate_uid) or abort(404)
    if form.goes():
        form.check_version(row)
        set_aside(desk(), row, one, form.waivers())
        flash(gettext("%(name)s has passed.", name=one.name), "good")
        return redirect(url_for("elections.candidate", uid=uid, candidate_uid=candidate_uid), 303)
    form.version.data = str(row.version)
    against = against_of(row, [one])[one.id] if one.standing in JUDGED else []
    return render_template(
        "elections/reasons.html", election=row, one=one, form=form, against=against
    )
