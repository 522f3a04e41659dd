"""The inbox of whoever is signed in: his own messages and those of his desks."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app.accounts.access import signed_in
from app.accounts.desk import current_desk
from app.accounts.models import User
from app.accounts.recipients import inbox_keys
from app.messages.queries import has_message, inbox_page, unread_count, why_nothing_goes_out
from app.messages.service import mark_read
from app.shared.screens import here

bp = Blueprint("inbox", __name__, url_prefix="/inbox")
SIZE = 30


def _keys() -> list[str]:
    own = current_desk()
    seated_at, roles = (own.body_id, own.roles) if own else (None, ())
    return inbox_keys(cast(User, current_user), seated_at, roles)


@bp.get("/")
@signed_in
def inbox() -> str:
    """Show the messages, newest first; what is unread, or all of them."""
    keys, everything = _keys(), request.args.get("show") == "all"
    after = request.args.get("after")
    messages, more = inbox_page(keys, not everything, after, SIZE)
    own = current_desk()
    views = [
        (gettext("Unread"), here(show=None, after=None), not everything),
        (gettext("All"), here(show="all", after=None), everything),
    ]
    return render_template(
        "inbox/inbox.html",
        messages=messages,
        unread=unread_count(keys),
        views=views,
        newest=here(after=None) if after else "",
        older=here(after=messages[-1].uid) if more else "",
        why=why_nothing_goes_out(),
        zone=own.zone if own else "Asia/Shanghai",
        everything=everything,
    )


@bp.post("/<uid>/read")
@signed_in
def read(uid: str) -> Response:
    """Mark one message as read."""
    keys = _keys()
    if not has_message(keys, uid):
        abort(404)
    if not g.get("refusals"):
        mark_read(keys, uid)
    return redirect(url_for("inbox.inbox", show=request.form.get("show") or None))


@bp.post("/read")
@signed_in
def read_all() -> Response:
    """Mark all messages as read."""
    if not g.get("refusals"):
        mark_read(_keys())
    return redirect(url_for("inbox.inbox", show=request.form.get("show") or None))
