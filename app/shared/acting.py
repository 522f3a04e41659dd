"""The wrapper around every request: one transaction, one-time keys, refusals shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
)
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.shared.busy import BUSY, busy_now
from app.shared.db import db
from app.shared.once import claim, remember
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import in_mode, only_reads, set_mode
from app.shared.turns import READING, turn

View = TypeVar("View", bound=Callable[..., Any])


class House(Flask):
    """Flask with the wrapper: reading is read-only, acting commits once or not at all.

    Who asks and whether he may is only read, also where he acts: nobody waits for it.
    """

    def full_dispatch_request(self) -> Response:
        with turn(self, request), in_mode("read"):
            try:
                return super().full_dispatch_request()
            finally:
                db.session.rollback()  # what was acted is committed; reading ends here

    def dispatch_request(self) -> Any:
        if request.method in READING:
            return super().dispatch_request()
        return act(super().dispatch_request)


class DoneAlready(Exception):
    """A one-time key was used before; `led_to` is where its act led."""

    def __init__(self, led_to: str) -> None:
        super().__init__(led_to)
        self.led_to = led_to


def reads_first(view: View) -> View:
    """Let an acting view begin to write by itself (`begin_writing`), after what takes long."""
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def begin_writing() -> None:
    """End what an acting request has only read, and take the writer's place from here on.

    What takes long (a password, a paper) is done before it, so that nobody waits for that; what
    was read is read anew. Does nothing where writing has begun. Raises DoneAlready where the
    form's one-time key was used.
    """
    if not only_reads():
        return
    db.session.rollback()
    set_mode("write")
    key = request.form.get("once", "")
    led_to = claim(key) if key else None
    if led_to is not None:
        raise DoneAlready(led_to)


def act(view: Callable[[], Any]) -> Response:
    """Run an acting view in its transaction; a refusal shows the same form again with 422."""
    said = list(session.get("_flashes", ()))
    try:
        return _once(view)
    except DoneAlready as done:
        db.session.rollback()
        flash(gettext("This was done already; it is not done twice."), "note")
        return current_app.make_response(redirect(done.led_to, 303))
    except Refused as refused:
        against = refused.refusals
    except StaleDataError:
        against = (STALE,)
    except (IntegrityError, OperationalError) as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        against = (refusal,)
    if said != session.get("_flashes", []):
        session["_flashes"] = said  # what was said to be done may fail at the commit
    return _show_again(view, against)


def _once(view: Callable[[], Any]) -> Response:
    named = current_app.view_functions.get(request.endpoint or "")
    if not getattr(named, "reads_first", False):
        begin_writing()
    response = current_app.make_response(view())
    if response.status_code >= 400 or g.get("form_wrong"):
        db.session.rollback()
        if response.status_code == 200:
            response.status_code = 422
        return response
    if only_reads():  # a view that reads first had nothing to write
        return response
    if key := request.form.get("once", ""):
        remember(key, response.location or request.path)
    db.session.commit()
    return response


def _show_again(view: Callable[[], Any], refusals: tuple[Refusal, ...]) -> Response:
    db.session.rollback()
    set_mode("read")
    g.refusals = refusals = (busy_now(),) if refusals == (BUSY,) else refusals
    if request.accept_mimetypes.best == "application/json":
        return problem(refusals)
    has_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    shown = view() if has_page else render_template("refused.html", refusals=refusals)
    response = current_app.make_response(shown)
    response.status_code = 422
    db.session.rollback()
    return response


def problem(refusals: tuple[Refusal, ...]) -> Response:
    """Return refusals as a problem document (RFC 9457)."""
    document = dict(
        type="about:blank",
        title=gettext("The rules do not let this pass."),
        status=422,
        refusals=[
            {
                "key": r.key,
                "article": r.article,
                "detail": gettext(r.text) % dict(r.facts),
                "way_out": gettext(r.way_out) % dict(r.facts) if r.way_out else "",
            }
            for r in refusals
        ],
    )
    return Response(current_app.json.dumps(document), 422, mimetype="application/problem+json")


STALE = Refusal(
    "page.stale",
    N_("Somebody else has changed this since you opened the page."),
    way_out=N_("Compare with what stands there now, then save again."),
)
# What the database refuses by itself, in words: the constraint's name and the refusal.
GUARDS: dict[str, Refusal] = {
    "tenure_no_overlap": Refusal(
        "tenure.overlap",
        N_("This person already holds this office on some of these days."),
        way_out=N_("End the earlier tenure first, or change the days."),
    ),
    "absence": Refusal(
        "absence.twice",
        N_("This person is already away on one of these half days."),
        way_out=N_("Choose somebody else or other days."),
    ),
    "uq_seat_taken": Refusal(
        "seat.taken",
        N_("Somebody else has been given this seat at the same moment."),
        way_out=N_("Look at the panel as it stands now."),
    ),
    "uq_identifier_current": Refusal(
        "person.double",
        N_("A person with this number is in the register already."),
        way_out=N_("Open that person instead of entering a second one."),
    ),
    "act_number": Refusal(
        "act.double",
        N_("Somebody else has entered this act at the same moment."),
        way_out=N_("Press the button once more: a line is then added to it."),
    ),
    "uq_roll_entry_current": Refusal(
        "roll.double",
        N_("This person stands on that roll already."),
        way_out=N_("Look at the person's page as it stands now."),
    ),
    "uq_trial_case_body_id_number": Refusal(
        "case.double",
        N_("A case with this number is entered already."),
        way_out=N_("Open that case, or correct the number."),
        place="number",
    ),
    "uq_proposal_standing": Refusal(
        "proposal.twice",
        N_("Somebody else has proposed this person at the same moment."),
        way_out=N_("Open that proposal."),
    ),
    "uq_appraisal_standing": Refusal(
        "appraisal.double",
        N_("An appraisal for this year was recorded at the same moment."),
        way_out=N_("Look at the record as it stands now."),
        place="year",
    ),
}
SQLITE_GUARDS = {
    "proposal.person_id": "uq_proposal_standing",
    "appraisal.person_id, appraisal.year": "uq_appraisal_standing",
    "absence.person_id": "absence",
    "seat.panel_id, seat.seat_no": "uq_seat_taken",
    "identifier.hash": "uq_identifier_current",
    "act.body_id, act.organ, act.number": "act_number",
    "roll_entry.roll_id, roll_entry.person_id": "uq_roll_entry_current",
    "trial_case.body_id, trial_case.number": "uq_trial_case_body_id_number",
}


def refusal_of(error: IntegrityError | OperationalError) -> Refusal | None:
    """Return the refusal that a constraint of the database means, if it is one we know."""
    words = str(error.orig)
    if isinstance(error, OperationalError):
        busy = "locked" in words or "deadlock" in words or "serialize" in words
        return BUSY if busy else None
    for mark, name in SQLITE_GUARDS.items():
        if f"failed: {mark}" in words:
            return GUARDS[name]
    return next((refusal for name, refusal in GUARDS.items() if name in words), None)
