"""Two pages to read: the rules that hold here, and what was done here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.access import READERS, for_roles, signed_in
from app.accounts.desk import desk
from app.accounts.terms import RoleKind
from app.audit.acts import ACTS
from app.audit.models import AuditLine
from app.audit.queries import lines_of
from app.audit.words import ACTS as ACT_WORDS
from app.audit.words import SUBJECTS
from app.bodies.queries import rulebook_of
from app.pages.context import book_now
from app.pages.rule_words import rule_words
from app.pages.subjects import Named, names_of
from app.people.queries.scope import kept_by
from app.rulebooks.loader import cited
from app.rulebooks.terms import Rule
from app.shared import clock
from app.shared.dates import day_meant
from app.shared.screens import is_chinese
from app.shared.spreadsheets import write_table
from app.shared.turns import takes_long

bp = Blueprint("reading", __name__)
PAGE = 50
SHEET_ROWS = 50_000
# Where what an act was done to can be seen; the rest has no page of its own.
SUBJECT_PAGES = {
    "act": "people.act",
    "draw": "draws.record",
    "panel": "trials.panel",
    "person": "people.person",
    "seat": "replies.seat",
    "trial_case": "trials.case",
}


@bp.get("/rules", endpoint="rules")
@signed_in
def rules() -> str:
    """Show the rulebook of the desk's court, found by words, key or article."""
    book = book_now() or rulebook_of(desk().body_id, clock.today())
    wanted = request.args.get("q", "").strip().lower()
    found = [rule for rule in book.rules.values() if wanted in _words(rule)]
    shown = {"book": book, "rules": found, "wanted": wanted}
    return render_template("pages/rules.html", where=_where, said=rule_words, **shown)


def _where(rule: Rule) -> str:
    language = "zh_Hans" if is_chinese() else "en"
    return cited(rule.cite.document, rule.cite.article, language)


def _words(rule: Rule) -> str:
    return " ".join((rule.key, *rule.title.values(), rule.cite.article)).lower()


@bp.get("/audit", endpoint="audit")
@takes_long
@for_roles(RoleKind.PRESIDENT, RoleKind.INSPECTOR, RoleKind.IT)
def audit() -> Any:
    """Show what was done in the court and under it, newest first; `sheet=1` exports it."""
    own, act, day = desk(), request.args.get("act", ""), request.args.get("day", "").strip()
    span, wrong = _span(day, own.zone)
    bodies = kept_by(own.body_id, clock.today(own.zone))
    wanted = (bodies, act if act in ACTS else "", span)
    if request.args.get("sheet"):
        return _sheet(lines_of(*wanted, most=SHEET_ROWS))
    lines = lines_of(*wanted, before=request.args.get("before", type=int), most=PAGE + 1)
    following = lines[PAGE - 1].id if len(lines) > PAGE else None
    words = {"acts": ACT_WORDS, "subjects": SUBJECTS, "named": _named(lines[:PAGE])}
    shown = {"lines": lines[:PAGE], "following": following, "act": act, "day": day, **words}
    return render_template("pages/audit.html", link_of=_link_of, wrong=wrong, **shown)


def _named(lines: Sequence[AuditLine]) -> Named:
    return names_of(lines, people=desk().may(*READERS))


def _span(day: str, zone: str) -> tuple[tuple[datetime, datetime] | None, bool]:
    """Return the moments between which a written day lies, and whether it is no day."""
    first = day_meant(day, clock.today(zone)) if day else None
    if first is None:
        return None, bool(day)
    begins = datetime.combine(first, time(), ZoneInfo(zone)).astimezone(UTC)
    return (begins, begins + timedelta(days=1)), False


def _link_of(line: AuditLine) -> str:
    endpoint = SUBJECT_PAGES.get(line.subject_kind, "")
    if endpoint not in current_app.view_functions:
        return ""
    if endpoint != "draws.record" and not desk().may(*READERS):
        return ""
    return url_for(endpoint, uid=line.subject_uid)


def _sheet(lines: Any) -> Response:
    headings = [gettext("When (UTC)"), gettext("Who"), gettext("Act"), gettext("On what")]
    rows = [
        [
            f"{line.at:%Y-%m-%d %H:%M:%S}",
            line.actor_name,
            gettext(ACT_WORDS.get(line.act, line.act)),
            gettext(SUBJECTS.get(line.subject_kind, line.subject_kind)),
        ]
        for line in lines
    ]
    response = Response(write_table(headings, rows))
    response.mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers["Content-Disposition"] = "attachment; filename=audit.xlsx"
    return response
