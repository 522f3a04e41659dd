"""Draws in public: roots before the day, records after the draw, for anyone."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, jsonify, render_template, request

from app.accounts.access import anyone
from app.bodies.models import Body
from app.bodies.queries import body_by_code
from app.draws.named import subjects_named
from app.draws.queries import (
    PAGE,
    attempts_at,
    courts_named,
    day_json,
    draw_by_uid,
    draw_lines,
    root_json,
    trees_of,
)
from app.draws.verdicts import SMALL, shown_draw
from app.shared.dates import iso_day
from app.sortition.shape import write

bp = Blueprint("draws", __name__, url_prefix="/draws")


@bp.get("")
@anyone
def public() -> str:
    """Show the newest draws, or the courts that a search finds."""
    text = request.args.get("q", "").strip()
    before = request.args.get("before", type=int)
    lines = [] if text else draw_lines(before=before)
    return render_template(
        "draws/public.html",
        text=text,
        courts=courts_named(text) if text else [],
        lines=lines[:PAGE],
        following=lines[PAGE - 1].id if len(lines) > PAGE else None,
        named=subjects_named(line.subject for line in lines),
    )


@bp.get("/<code>")
@anyone
def court(code: str) -> str:
    """Show a court's roots by day and its draws."""
    body = _court(code)
    before = _day(request.args.get("days"))
    trees = trees_of(body.id, before)
    lines = draw_lines(body.id, request.args.get("before", type=int))
    return render_template(
        "draws/court.html",
        body=body,
        trees=trees[:PAGE],
        older=trees[PAGE - 1].day if len(trees) > PAGE else None,
        lines=lines[:PAGE],
        following=lines[PAGE - 1].id if len(lines) > PAGE else None,
        named=subjects_named(line.subject for line in lines),
    )


@bp.get("/<code>/roots.json")
@anyone
def roots(code: str) -> Response:
    """Return a court's published roots, the newest 400 days before `?before=`."""
    body = _court(code)
    trees = trees_of(body.id, _day(request.args.get("before")), 400)[:400]
    return jsonify(court=body.code, name=body.name, roots=[root_json(tree) for tree in trees])


@bp.get("/<code>/<day>.json")
@anyone
def day(code: str, day: str) -> Response:
    """Return a court's day: its roots, and once it is over each secret as used or opened."""
    body = _court(code)
    return jsonify(day_json(body, _day(day) or abort(404)))


@bp.get("/record/<uid>")
@anyone
def record(uid: str) -> str:
    """Show a draw's record and what the check of it found."""
    shown = shown_draw(uid, "all" in request.args, "again" in request.args) or abort(404)
    return render_template(
        "draws/record.html",
        draw=shown.draw,
        frozen=shown.facts,
        court=body_by_code(shown.facts["court"]),
        named=subjects_named([shown.facts["subject"]]),
        reading=shown.reading,
        attempts=attempts_at(shown.draw.subject),
        may_check_again=shown.facts["pool"] <= SMALL,
    )


@bp.get("/record/<uid>.json")
@anyone
def record_json(uid: str) -> Response:
    """Return a record's file; of a draw that is only frozen, what was frozen and its hash."""
    draw = draw_by_uid(uid) or abort(404)
    frozen = {"frozen": draw.frozen, "frozen_hash": draw.frozen_hash, "root": draw.tree.root}
    content = write(draw.record if draw.record else frozen)
    name = f"draw-{draw.frozen['court']}-{draw.frozen['day']}-{draw.leaf_index}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/json", headers=headers)


def _court(code: str) -> Body:
    return body_by_code(code) or abort(404)


def _day(text: str | None) -> date | None:
    return (iso_day(text) or abort(404)) if text else None
