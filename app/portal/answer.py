"""The answer page: a secret link and four digits, no password; looking at it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, StringField
from wtforms.validators import AnyOf, Length

from app.accounts.access import by_link
from app.messages.writing import in_language
from app.portal.calendar import calendar_file, calendar_of
from app.shared import clock
from app.shared.forms import ActingForm, Fullwidth, Needed
from app.shared.once import new_key
from app.shared.screens import LANGUAGES
from app.shared.texts import N_
from app.trials.models import Seat
from app.trials.replies_rules import LINK_SAYINGS, MOST_MISSES, Answer, LinkState
from app.trials.seat_queries import other_free_days, set_days, year_total
from app.trials.service.replies import answer_by_link, deadline_of, opens, seat_of_token
from app.trials.terms import SeatState

bp = Blueprint("answer", __name__)
ANSWERS = [str(answer) for answer in Answer]
PROVED = "digits_given"  # in the session: the link to which the right digits were given


said: Any = lazy_gettext  # WTForms takes lazy texts; its types do not know them


class AnswerForm(ActingForm):
    """Four digits and an answer; the days and the reason belong to two of the three answers."""

    digits = StringField(
        said(N_("Last four digits of your phone")), [Needed(), Length(max=20)], [Fullwidth()]
    )
    answer = StringField(
        said(N_("Your answer")),
        [AnyOf(ANSWERS, said(N_("Please press one of the three buttons.")))],
    )
    other_days = SelectMultipleField(said(N_("Days on which I could come")))
    reason = StringField(said(N_("Why I cannot come")), [Length(max=300)])

    def offer(self, seat: Seat) -> None:
        """Offer the days on which the person could come instead."""
        offered = {*other_free_days(seat), *map(date.fromisoformat, seat.other_days)}
        choices: Any = [(day.isoformat(), day) for day in sorted(offered)]
        self.other_days.choices = choices

    def words(self) -> tuple[Answer, str, list[date]]:
        """Return the answer, the reason and the other days that were given."""
        days = [date.fromisoformat(day) for day in self.other_days.data or []]
        return Answer(self.answer.data or ""), self.reason.data or "", days


class SignedInAnswerForm(AnswerForm):
    """The same answer from who is signed in: no digits are asked."""

    digits: Any = None


@bp.route("/a/<token>", methods=["GET", "POST"])
@by_link
def card(token: str) -> Any:
    """Show a duty and take the answer to it: I will come, not then, I cannot."""
    seat = seat_of_token(token) or abort(404)
    with _spoken_to(seat):
        form = _form(seat)
        if form.goes():
            if _answered(form, seat, token):
                session[PROVED] = _proof(seat)
                return redirect(url_for("answer.card", token=token), 303)
            left = MOST_MISSES - seat.link_misses
            wrong = gettext("These are not the right digits. Tries left: %(left)s", left=left)
            form.digits.errors = [wrong]
            form.once.data = new_key()
        return render_template("portal/answer.html", **_shown(form, seat, token))


@bp.get("/a/<token>/sitting.ics")
@by_link
def calendar(token: str) -> Response:
    """Send the days of a duty that was accepted as a calendar file; 404 for any other."""
    seat = seat_of_token(token) or abort(404)
    shown = (LinkState.OPEN, LinkState.EXPIRED)  # after the deadline the days are still his
    if seat.state != SeatState.ACCEPTED or opens(seat, token) not in shown:
        abort(404)
    with _spoken_to(seat):
        return calendar_file(calendar_of([seat]))


def _form(seat: Seat) -> AnswerForm:
    form = AnswerForm()
    if not seat.person.phone_last4:
        form.digits.label.text = gettext("The code in your letter")
    if request.method == "GET":
        form.digits.data = request.args.get("code", "")[:4]
    form.offer(seat)
    return form


def _proof(seat: Seat) -> str:
    return f"{seat.uid}:{seat.asked}"


def _answered(form: AnswerForm, seat: Seat, token: str) -> bool:
    digits = form.digits.data or ""
    return answer_by_link(seat, token, digits, *form.words(), address=request.remote_addr)


def _shown(form: AnswerForm, seat: Seat, token: str) -> dict[str, Any]:
    state = opens(seat, token)
    today = clock.today(seat.panel.body.zone)
    days = set_days(seat.panel)
    told = state == LinkState.OPEN or (
        state == LinkState.EXPIRED and seat.state in (SeatState.INVITED, SeatState.ACCEPTED)
    )
    year = min((day.day.year for day in days), default=today.year)
    return {
        "form": form,
        "seat": seat,
        "token": token,
        "names": session.get(PROVED) == _proof(seat),
        "days": days,
        "offered": [date.fromisoformat(one) for one in seat.other_days],
        "answer_by": deadline_of(seat),
        "open": state == LinkState.OPEN,
        "told": told,
        "saying": LINK_SAYINGS.get(state, ""),
        "total": year_total(seat.person_id, year),
    }


@contextmanager
def _spoken_to(seat: Seat) -> Iterator[None]:
    """Speak the person's own language until another is chosen on the page."""
    chosen = session.get("language")
    with in_language(chosen if chosen in LANGUAGES else seat.person.language):
        yield
