"""Pages of cases: the list with its filters, one case, a new one, a change."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import court, desk, own_or_404, seen_or_404
from app.accounts.terms import RoleKind
from app.bodies.queries import rulebook_of
from app.people.identity import public_name
from app.shared import clock
from app.shared.screens import here
from app.trials import words
from app.trials.access import SEES, may_act
from app.trials.forms.cases import CaseForm
from app.trials.forms.panels import form_words
from app.trials.models import Case
from app.trials.queries.cases import CaseFilter, case_by_uid, cases_page, panels_of
from app.trials.replies_forms import ReasonForm
from app.trials.rules import propose_form
from app.trials.service.cases import change_case, enter_case, take_back_case, words_of
from app.trials.service.panels import case_facts, form_book

bp = Blueprint("trials", __name__)
VIEWS = ("", "week", "draw")


@bp.app_template_filter("trial_word")
def trial_word(code: str, kind: str) -> str:
    """Return a code of trials in the reader's language; `kind` is a name of words.py."""
    text = getattr(words, kind).get(code)
    return gettext(text) if text else str(code)


@bp.app_template_global()
def person_page(uid: str) -> str:
    """Return the address of a person's page for who may open it, or nothing."""
    there = "people.person" in current_app.view_functions
    return url_for("people.person", uid=uid) if there else ""


@bp.app_template_global()
def ask_page(case: Case) -> str:
    """Return where a mass organisation is asked for people for a case, or nothing (1953, § 8)."""
    book = form_book(case)
    allowed = book.has("form_b.allowed") and book.value("form_b.allowed")
    if not allowed or "elections.ask" not in current_app.view_functions:
        return ""
    return url_for("elections.ask", case=case.number, nature=case.nature)


bp.add_app_template_global(may_act, "may_act")
bp.add_app_template_global(form_words, "form_words")
bp.add_app_template_global(public_name, "public_name")


@bp.get("/cases")
@for_roles(*SEES)
def cases() -> str:
    """Show the court's cases, filtered as the address says."""
    own = desk()
    asked = CaseFilter(
        text=request.args.get("q", "").strip(),
        matter=request.args.get("matter", ""),
        view=request.args.get("view", ""),
        below=request.args.get("below") == "1",
        sort=request.args.get("sort", "-filed"),
        after=request.args.get("after", ""),
        before=request.args.get("before", ""),
    )
    page = cases_page(own.body_id, asked, clock.today(own.zone))
    return render_template(
        "trials/cases.html",
        page=page,
        asked=asked,
        chips=_chips(asked),
        matters=words.MATTERS,
        previous=here(before=page.previous, after=None) if page.previous else "",
        following=here(after=page.following, before=None) if page.following else "",
    )


@bp.route("/cases/new", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def new_case() -> Any:
    """Enter a case."""
    form = CaseForm()
    own = desk()
    form.offer(rulebook_of(own.body_id, clock.today(own.zone)))
    if not form.asks_for_rows() and form.goes():
        case = enter_case(own, form.to_case())
        flash(gettext("Case %(number)s is entered.", number=case.number), "good")
        return redirect(url_for("trials.case", uid=case.uid), 303)
    title = gettext("Which case comes to the court?")
    return render_template("trials/case_form.html", form=form, title=title, case=None)


@bp.get("/cases/<uid>")
@for_roles(*SEES)
def case(uid: str) -> str:
    """Show a case: facts, parties, panels, the next legal step."""
    row = seen_or_404(case_by_uid(uid))
    proposal = propose_form(case_facts(row), form_book(row))
    rule = form_book(row).rule(proposal.key)
    return render_template(
        "trials/case.html", case=row, panels=panels_of(row.id), proposal=proposal, rule=rule
    )


@bp.route("/cases/<uid>/change", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def change(uid: str) -> Any:
    """Change a case."""
    row = own_or_404(case_by_uid(uid))
    form = CaseForm()
    form.offer(form_book(row), tuple(row.circumstances))
    if not form.asks_for_rows() and form.goes():
        form.check_version(row)
        opened = change_case(desk(), row, form.to_case())
        flash(gettext("Case %(number)s is changed.", number=row.number), "good")
        if opened:
            flash(_said_open(opened), "wait")
        return redirect(url_for("trials.case", uid=row.uid), 303)
    if request.method == "GET":
        form.show(words_of(row))
        form.version.data = str(row.version)
    title = gettext("What changes in case %(number)s?", number=row.number)
    return render_template("trials/case_form.html", form=form, title=title, case=row)


@bp.route("/cases/<uid>/take-back", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def take_back(uid: str) -> Any:
    """Delete a case that was entered by mistake."""
    row, form = own_or_404(case_by_uid(uid)), ReasonForm()
    if form.goes():
        form.check_version(row)
        number = row.number
        take_back_case(desk(), row, form.reason.data or "")
        flash(gettext("Case %(number)s is deleted.", number=number), "good")
        return redirect(url_for("trials.cases"), 303)
    form.version.data = str(row.version)
    return render_template("trials/case_take_back.html", form=form, case=row)


def _said_open(number: int) -> str:
    return ngettext(
        "%(num)s seat is open again, for who held it may not sit in this case any more.",
        "%(num)s seats are open again, for who held them may not sit in this case any more.",
        number,
    )


def _chips(asked: CaseFilter) -> list[tuple[str, str]]:
    found = []
    if asked.text:
        found.append((asked.text, here(q=None, after=None, before=None)))
    if asked.matter:
        label = trial_word(asked.matter, "MATTERS")
        found.append((label, here(matter=None, after=None, before=None)))
    if asked.below:
        label = gettext("with the courts under %(court)s", court=court().short or court().name)
        found.append((label, here(below=None, after=None, before=None)))
    return found
