"""Pages of panels: asked for, changed, drawn in the draw room, annulled, shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404, seen_or_404
from app.accounts.terms import RoleKind
from app.draws.forms import DrawForm
from app.draws.queries import attempts_at, newest_tree
from app.draws.terms import DrawState
from app.rulebooks.loader import cited
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.acting import reads_first
from app.shared.screens import here, is_chinese
from app.trials.access import SEES
from app.trials.documents import print_minutes, printed_minutes
from app.trials.exclusions import LABELS, left_out_by_office
from app.trials.forms.panels import FreezeForm, PanelForm, ReasonForm
from app.trials.models import Panel
from app.trials.queries.cases import (
    as_drawn,
    case_by_uid,
    draws_of,
    judges_of,
    panel_by_uid,
    seats_of,
)
from app.trials.routes.cases import bp
from app.trials.rules import propose_form, value_of
from app.trials.service.drawing import (
    RollNow,
    annul_draw,
    contribution_asked,
    counted_by,
    draw_panel,
    freeze_panel,
    judge_roll,
    publish_today,
    stands_against,
    subject_of,
)
from app.trials.service.panels import (
    case_facts,
    change_panel,
    form_book,
    request_panel,
    withdraw_panel,
)
from app.trials.terms import PanelState

SHOWN = 100
JUST_DRAWN = "just_drawn"  # in the session: the panel whose names come one by one, once


@dataclass(frozen=True)
class FallLine:
    """A line of the waterfall: how many are on the roll, go by a rule, and are left."""

    label: str
    number: int
    kind: str
    cite: str = ""
    link: str = ""


@bp.route("/cases/<uid>/panel", methods=["GET", "POST"], endpoint="request_panel")
@for_roles(RoleKind.CLERK)
def ask_for_panel(uid: str) -> Any:
    """Ask for the panel of a case: form, presiding judge, days, roll."""
    case = own_or_404(case_by_uid(uid))
    book, form = form_book(case), PanelForm()
    proposal = propose_form(case_facts(case), book)
    form.offer(book, proposal)
    if not form.asks_for_rows() and form.goes():
        panel = request_panel(desk(), case, form.to_panel(), form.waivers())
        return redirect(_after(panel), 303)
    if request.method == "GET":
        form.clerk_name.data = desk().name
        form.roll_kind.data = "juvenile" if case.juvenile and _has_juvenile(book) else "general"
    return _panel_form(form, case, book, None)


@bp.route("/panels/<uid>/change", methods=["GET", "POST"], endpoint="change_panel")
@for_roles(RoleKind.CLERK)
def ask_for_change(uid: str) -> Any:
    """Change a panel whose roll is not frozen yet."""
    panel = own_or_404(panel_by_uid(uid))
    case = panel.cases[0]
    book, form = form_book(case), PanelForm()
    form.offer(book, propose_form(case_facts(case), book))
    if not form.asks_for_rows() and form.goes():
        form.check_version(panel)
        change_panel(desk(), panel, form.to_panel(), form.waivers())
        return redirect(_after(panel), 303)
    if request.method == "GET":
        form.show(panel)
        form.version.data = str(panel.version)
    return _panel_form(form, case, book, panel)


@bp.route("/panels/<uid>/withdraw", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def withdraw(uid: str) -> Any:
    """Withdraw a panel whose roll is not frozen yet."""
    panel = own_or_404(panel_by_uid(uid))
    form = ReasonForm()
    if form.goes():
        form.check_version(panel)
        withdraw_panel(desk(), panel, form.reason.data or "")
        flash(gettext("The panel is withdrawn."), "good")
        return redirect(url_for("trials.case", uid=panel.cases[0].uid), 303)
    form.version.data = str(panel.version)
    return render_template("trials/withdraw.html", form=form, panel=panel)


@bp.get("/panels/<uid>")
@for_roles(*SEES)
def panel(uid: str) -> str:
    """Show a panel: who was drawn, on what days, by which record."""
    row = seen_or_404(panel_by_uid(uid))
    draws = draws_of(subject_of(row))
    seats = seats_of(draws[0].id) if draws else []
    attempts = attempts_at(counted_by(row))
    return render_template(
        "trials/panel.html", panel=row, draws=draws, seats=seats, attempts=attempts
    )


@bp.route("/panels/<uid>/draw", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def draw_room(uid: str) -> Any:
    """Check who can be drawn, and freeze the roll."""
    row = own_or_404(panel_by_uid(uid))
    if row.state != PanelState.REQUESTED and (moved_on := _moved_on(row)):
        return moved_on
    form = FreezeForm()
    if form.goes():
        form.check_version(row)
        freeze_panel(desk(), row, form.waivers())
        flash(gettext("The roll is frozen. Now the number from outside can be read out."), "good")
        return redirect(url_for("trials.draw", uid=row.uid), 303)
    form.version.data = str(row.version)
    return _room(row, form)


@bp.post("/panels/<uid>/publish")
@for_roles(RoleKind.CLERK)
def publish(uid: str) -> Any:
    """Publish the roots that a stopped clock has missed."""
    row = own_or_404(panel_by_uid(uid))
    if not g.get("refusals"):
        publish_today(desk(), row.body)
    return redirect(url_for("trials.draw_room", uid=row.uid), 303)


@bp.route("/panels/<uid>/draw/open", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def draw(uid: str) -> Any:
    """Take the number from outside and draw."""
    row = own_or_404(panel_by_uid(uid))
    if row.state != PanelState.FROZEN and (moved_on := _moved_on(row)):
        return moved_on
    form = DrawForm()
    form.offer(contribution_asked(row))
    if form.goes():
        form.check_version(row)
        draw_panel(desk(), row, form.given())
        session[JUST_DRAWN] = row.uid
        return redirect(url_for("trials.drawn", uid=row.uid), 303)
    found = draws_of(subject_of(row))
    if not found:
        abort(404)
    form.version.data = str(row.version)
    return render_template("trials/draw.html", panel=row, draw=found[0], form=form)


@bp.get("/panels/<uid>/draw/result")
@for_roles(*SEES)
def drawn(uid: str) -> Any:
    """Show in the draw room whom the draw gave: name by name right after it, else all at once.

    The draw is committed before this page is asked for; a reload shows everything.
    """
    row = seen_or_404(panel_by_uid(uid))
    found = next((one for one in draws_of(subject_of(row)) if one.state == DrawState.MADE), None)
    if found is None:
        return redirect(url_for("trials.panel", uid=uid))
    one_by_one = session.pop(JUST_DRAWN, "") == row.uid
    return render_template(
        "trials/drawn.html",
        panel=row,
        draw=found,
        drawn=as_drawn(found.id),
        one_by_one=one_by_one,
        to_invite=row.state == PanelState.DRAWN and row.answer_by is None,
    )


@bp.route("/panels/<uid>/annul", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def annul(uid: str) -> Any:
    """Annul a draw with a reason."""
    row = own_or_404(panel_by_uid(uid))
    form = ReasonForm()
    if form.goes():
        form.check_version(row)
        annul_draw(desk(), row, form.reason.data or "")
        flash(gettext("The draw is annulled; its record stays public."), "good")
        return redirect(url_for("trials.draw_room", uid=row.uid), 303)
    found = draws_of(subject_of(row))
    if not found:
        abort(404)
    form.version.data = str(row.version)
    return render_template("trials/annul.html", panel=row, draw=found[0], form=form)


@bp.post("/panels/<uid>/minutes")
@reads_first
@for_roles(RoleKind.CLERK)
def make_minutes(uid: str) -> Any:
    """Print the minutes of the newest draw, and show them."""
    row = own_or_404(panel_by_uid(uid))
    found = draws_of(subject_of(row)) or abort(404)
    if not g.get("refusals"):
        print_minutes(desk(), row, found[0])
    return redirect(url_for("trials.minutes", uid=row.uid), 303)


@bp.get("/panels/<uid>/minutes.pdf")
@for_roles(*SEES)
def minutes(uid: str) -> Response:
    """Return the minutes as they were printed."""
    row = seen_or_404(panel_by_uid(uid))
    found = draws_of(subject_of(row)) or abort(404)
    file = printed_minutes(row, found[0]) or abort(404)
    headers = {"Content-Disposition": f'inline; filename="{file.name}"'}
    return Response(file.content, mimetype=file.mime, headers=headers)


def _panel_form(form: PanelForm, case: Any, book: Rulebook, panel: Panel | None) -> str:
    proposal = propose_form(case_facts(case), book)
    return render_template(
        "trials/panel_form.html",
        form=form,
        case=case,
        panel=panel,
        proposal=proposal,
        form_cite=_cite(book, proposal.key),
        judges=judges_of(case.body_id, clock.today(case.body.zone)),
    )


def _room(panel: Panel, form: FreezeForm) -> str:
    now = judge_roll(panel, desk())
    chosen = request.args.get("rule", "")
    names = [person.name for person in now.roll.cannot.get(chosen, ())]
    return render_template(
        "trials/draw_room.html",
        panel=panel,
        form=form,
        now=now,
        lines=_fall(now),
        against=stands_against(panel, now),
        tree=newest_tree(panel.body_id, now.trial.today),
        chosen=LABELS.get(chosen, ""),
        names=names[:SHOWN],
        more=max(len(names) - SHOWN, 0),
        form_cite=_cite(form_book(panel.cases[0]), panel.form_rule),
        contribution=contribution_asked(panel),
        left=(now.trial.first - now.trial.today).days,
        attempts=attempts_at(counted_by(panel)),
        by_office=left_out_by_office(now.roll),
    )


def _fall(now: RollNow) -> list[FallLine]:
    lines = [FallLine(gettext("On the roll"), now.roll.whole, "roll")]
    for key, people in now.roll.cannot.items():
        cite = _cite(now.book, key)
        link = here(rule=key) + "#who"
        lines.append(FallLine(gettext(LABELS[key]), len(people), "minus", cite, link))
    return [*lines, FallLine(gettext("Can be drawn"), len(now.roll.can), "can")]


def _cite(book: Rulebook, key: str) -> str:
    if not book.has(key):
        return ""
    rule = book.rule(key)
    return cited(rule.cite.document, rule.cite.article, "zh_Hans" if is_chinese() else "en")


def _has_juvenile(book: Rulebook) -> bool:
    return bool(value_of(book, "roll.juvenile"))


def _moved_on(panel: Panel) -> Any:
    """Lead to how a panel stands that has left this page; None before a verb is tried on it."""
    if request.method == "GET":
        return redirect(_after(panel))
    if refusals := g.get("refusals"):
        return render_template("refused.html", refusals=refusals, onward=_after(panel))
    return None


def _after(panel: Panel) -> str:
    to = {PanelState.REQUESTED: "trials.draw_room", PanelState.FROZEN: "trials.draw"}
    return url_for(to.get(panel.state, "trials.panel"), uid=panel.uid)
