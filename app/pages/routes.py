"""Pages of nobody's feature: Today, the courts one may sit at, one's account, health."""

from __future__ import annotations

from typing import Any, cast

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app.accounts.access import anyone, signed_in
from app.accounts.desk import bodies_of, current_desk
from app.accounts.models import User
from app.pages.today import today_page
from app.portal.service import choose_language
from app.shared.forms import ActingForm
from app.shared.jobs.beats import is_fresh, last_beats
from app.shared.screens import LANGUAGES

bp = Blueprint("pages", __name__)


def _back() -> str:
    target = request.args.get("next", "/")
    # Browsers read a backslash as a slash and drop tabs and line ends: "/\t/else.where" leaves.
    inside = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if inside and target.isprintable() else "/"


@bp.get("/")
@anyone
def home() -> Any:
    """Show Today at a desk, the own card to an assessor, the door to everybody else."""
    if not current_user.is_authenticated:
        return render_template("pages/door.html")
    if current_desk() is None:
        return redirect(url_for("portal.duties"))
    return render_template("pages/today.html", **today_page())


@bp.get("/language/<code>")
@anyone
def language(code: str) -> Response:
    """Show the product in another language and go back to the page."""
    if code in LANGUAGES:
        session["language"] = code
    return redirect(_back())


@bp.get("/letters/<size>")
@anyone
def letters(size: str) -> Response:
    """Show the assessor's pages in large or in usual letters, and go back to the page."""
    session["large"] = size == "large"
    return redirect(_back())


@bp.get("/courts")
@signed_in
def courts() -> str:
    """Show the bodies at which the user may sit down."""
    return render_template("pages/courts.html", bodies=bodies_of(current_user.id))


@bp.post("/courts/<uid>")
@signed_in
def sit_down(uid: str) -> Response:
    """Sit down at the desk of another body."""
    body = next((b for b in bodies_of(current_user.id) if b.uid == uid), None) or abort(404)
    session["body"] = body.id
    return redirect(url_for("pages.home"))


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> Any:
    """Show the signed-in user, password and the way out; take the language of his mails."""
    if ActingForm().goes():
        code = request.form.get("language", "")
        choose_language(cast(User, current_user._get_current_object()), code)  # type: ignore[attr-defined]
        session["language"] = code
        flash(gettext("Saved."), "good")
        return redirect(url_for("pages.account"), 303)
    return render_template("pages/account.html")


@bp.get("/healthz")
@anyone
def health() -> Any:
    """Say whether web, clock and worker beat and the clock works (200), or what does not (503).

    A clock that beats but has not come to the end of a look, or of a round of delivery, is ill.
    """
    beats = last_beats()
    alive = {"web": True} | {process: is_fresh(process, at) for process, at in beats.items()}
    last = {process: at and at.isoformat(timespec="seconds") for process, at in beats.items()}
    return jsonify(alive | {"last": last}), 200 if all(alive.values()) else 503
