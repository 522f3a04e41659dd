"""The live board of replies, a panel's seats, and what a clerk does about one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404, seen_or_404
from app.accounts.terms import RoleKind
from app.audit.service import record
from app.messages.queries import why_nothing_goes_out
from app.people.identity import mask_phone
from app.shared import clock
from app.shared.acting import reads_first
from app.shared.forms import ActingForm
from app.trials.access import bodies_shown, only_oversees
from app.trials.board import cards_of, line_of, reason_words
from app.trials.models import Panel, Seat
from app.trials.papers import print_letters, print_parties_notice
from app.trials.queries.board import awaited, board_page
from app.trials.relation import known_by_seat
from app.trials.replies_forms import PhoneForm, ReasonForm, ServedForm
from app.trials.replies_rules import Answer
from app.trials.seat_queries import (
    alternates,
    other_free_days,
    panel_by_uid,
    seat_by_uid,
    set_days,
    story,
)
from app.trials.service.changes import replace_member, replace_today
from app.trials.service.line import lengthen_line
from app.trials.service.parties import tell_parties
from app.trials.service.replies import answer_by_phone, record_served
from app.trials.service.seats import call_next, invite_panel, keep_day, may_relink, send_new_link
from app.trials.service.taking_back import note_missed_call, take_back_answer, take_back_served
from app.trials.terms import SeatState
from app.trials.ways import said_of, ways_of

bp = Blueprint("replies", __name__, url_prefix="/replies")
bp.add_app_template_filter(reason_words, "seat_reason")
SHOWN = "phone_shown"  # in the session: the seat whose telephone the next page shows
SEEN_BY = (RoleKind.CLERK, RoleKind.PRESIDENT, RoleKind.INSPECTOR)


def refused() -> str:
    """Show why a button did nothing; for views that are only a button."""
    return render_template("refused.html", refusals=g.get("refusals", ()))


def own_panel(uid: str) -> Panel:
    """Return a panel of the desk's own body, or 404."""
    return own_or_404(panel_by_uid(uid))


def own_seat(uid: str) -> Seat:
    """Return a seat of a panel of the desk's own body, or 404."""
    seat = seat_by_uid(uid)
    own_or_404(seat.panel if seat else None)
    assert seat is not None
    return seat


def _back(panel: Panel) -> Any:
    return redirect(url_for("replies.panel", uid=panel.uid), 303)


def _cards() -> dict[str, Any]:
    page = board_page(bodies_shown(), request.args.get("after", ""), request.args.get("before", ""))
    cards = cards_of(page.panels)
    primary = next((card.panel.id for card in cards if card.next_possible), None)
    overseen = only_oversees(desk())
    return {"cards": cards, "primary": primary, "page": page, "overseen": overseen}


@bp.get("")
@for_roles(*SEEN_BY)
def board() -> str:
    """Show who answered and how long is left, for every panel with days ahead, of the own court
    or of all that are overseen."""
    waiting = awaited(bodies_shown())
    return render_template("trials/replies/board.html", waiting=waiting, **_cards())


@bp.get("/live")
@for_roles(*SEEN_BY)
def live() -> str:
    """Send the board's inner part anew; asked for every fifteen seconds where scripts run."""
    return render_template("trials/replies/cards.html", **_cards())


@bp.get("/<uid>")
@for_roles(*SEEN_BY, RoleKind.PERSONNEL)
def panel(uid: str) -> str:
    """Show one panel's seats, those in line, its days and its papers."""
    shown = seen_or_404(panel_by_uid(uid))
    left = [line_of(seat) for seat in shown.seats if seat.seat_no and not _holds(seat)]
    return render_template(
        "trials/replies/panel.html",
        panel=shown,
        card=cards_of([shown])[0],
        left=left,
        line=alternates(shown),
    )


def _holds(seat: Seat) -> bool:
    return seat.state in (SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED)


@bp.post("/<uid>/invite")
@for_roles(RoleKind.CLERK)
def invite(uid: str) -> Any:
    """Send the invitations of a drawn panel."""
    shown = own_panel(uid)
    if ActingForm().goes():
        invite_panel(desk(), shown)
        _say_how(seat for seat in shown.seats if seat.state == SeatState.INVITED)
        return _back(shown)
    return refused()


@bp.post("/<uid>/next")
@for_roles(RoleKind.CLERK)
def call(uid: str) -> Any:
    """Ask the next alternate for the lowest open seat."""
    shown = own_panel(uid)
    if ActingForm().goes():
        seat = call_next(desk(), shown)
        flash(gettext("%(name)s is asked for the open seat.", name=seat.person.name), "good")
        _say_how([seat])
        return _back(shown)
    return refused()


@bp.post("/<uid>/further")
@for_roles(RoleKind.CLERK)
def further(uid: str) -> Any:
    """Go on down the drawn order when nobody in line can take the open seat."""
    shown = own_panel(uid)
    if ActingForm().goes():
        new = lengthen_line(desk(), shown)
        said = ngettext(
            "%(num)s more person of the drawn order came into the line; the seat is asked for.",
            "%(num)s more people of the drawn order came into the line; the seat is asked for.",
            len(new),
        )
        flash(said, "good")
        return _back(shown)
    return refused()


@bp.post("/<uid>/letters")
@reads_first
@for_roles(RoleKind.CLERK)
def letters(uid: str) -> Any:
    """Print letters and call sheets for who has no mail (for all asked, if all have)."""
    shown = own_panel(uid)
    if ActingForm().goes():
        asked = [seat for seat in shown.seats if seat.state == SeatState.INVITED]
        chosen = [seat for seat in asked if not seat.person.mail] or asked
        file = print_letters(desk(), shown, chosen)
        return redirect(url_for("days.paper", uid=file.uid), 303)
    return refused()


@bp.post("/<uid>/parties")
@reads_first
@for_roles(RoleKind.CLERK)
def parties(uid: str) -> Any:
    """Print the word to the parties about who sits, and when."""
    shown = own_panel(uid)
    if ActingForm().goes():
        file = print_parties_notice(desk(), shown)
        return redirect(url_for("days.paper", uid=file.uid), 303)
    return refused()


@bp.post("/<uid>/told")
@for_roles(RoleKind.CLERK)
def told(uid: str) -> Any:
    """Note that the parties have been told who sits and when."""
    shown = own_panel(uid)
    if ActingForm().goes():
        tell_parties(desk(), shown)
        flash(gettext("Noted: the parties know who sits, and when."), "good")
        return _back(shown)
    return refused()


@bp.post("/seats/<uid>/letter")
@reads_first
@for_roles(RoleKind.CLERK)
def letter(uid: str) -> Any:
    """Print the letter and the call sheet of one seat (again), with the link that it has."""
    asked = own_seat(uid)
    if ActingForm().goes():
        file = print_letters(desk(), asked.panel, [asked])
        return redirect(url_for("days.paper", uid=file.uid), 303)
    return refused()


def _say_how(seats: Iterable[Seat]) -> None:
    """Say by which way those just asked are asked; a letter leaves the house only by hand."""
    asked = list(seats)
    flash(said_of(asked), "good" if all(seat.person.mail for seat in asked) else "wait")
    if any(seat.person.mail for seat in asked) and (why_not := why_nothing_goes_out()):
        flash(gettext(why_not), "wait")


@bp.get("/seats/<uid>")
@for_roles(*SEEN_BY)
def seat(uid: str) -> str:
    """Show one seat's story."""
    found = seat_by_uid(uid)
    seen_or_404(found.panel if found else None)
    assert found is not None
    line = line_of(found, ways_of([found]).get(found.id))
    shown = {"seat": found, "line": line, "events": story(found), "relink": may_relink(found)}
    shown["known"] = known_by_seat(found, desk().body_id)
    return render_template("trials/replies/seat.html", **shown)


@bp.route("/seats/<uid>/answer", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def answer(uid: str) -> Any:
    """Write down what a person answered by phone."""
    asked, form = own_seat(uid), PhoneForm()
    form.offer(other_free_days(asked))
    if form.goes():
        given = Answer(form.answer.data or "")
        answer_by_phone(desk(), asked, given, form.reason.data or "", form.offered())
        flash(gettext("The answer of %(name)s is written down.", name=asked.person.name), "good")
        return _back(asked.panel)
    masked = mask_phone(asked.person.phone) if asked.person.phone else ""
    shown = session.pop(SHOWN, "") == uid  # once: each time it is asked for stands in the audit
    words = {"seat": asked, "shown": shown, "masked": masked}
    return render_template("trials/replies/answer.html", form=form, **words)


@bp.post("/seats/<uid>/phone")
@for_roles(RoleKind.CLERK)
def phone(uid: str) -> Any:
    """Show a phone number on purpose; that is kept in the audit."""
    asked = own_seat(uid)
    if ActingForm().goes():
        record(desk(), "identifier:shown", asked.person, asked.panel.body_id, what="phone")
        session[SHOWN] = asked.uid
        return redirect(url_for("replies.answer", uid=uid), 303)
    return refused()


@bp.post("/seats/<uid>/keep")
@for_roles(RoleKind.CLERK)
def keep(uid: str) -> Any:
    """Keep the day though somebody offered others: he is asked once more."""
    asked = own_seat(uid)
    if ActingForm().goes():
        keep_day(desk(), asked)
        said = gettext("The day stays; %(name)s is asked once more.", name=asked.person.name)
        flash(said, "good")
        _say_how([asked])
        return _back(asked.panel)
    return refused()


@bp.post("/seats/<uid>/missed")
@for_roles(RoleKind.CLERK)
def missed(uid: str) -> Any:
    """Note that nobody picked up."""
    asked = own_seat(uid)
    if ActingForm().goes():
        note_missed_call(desk(), asked)
        flash(gettext("Noted: %(name)s did not pick up.", name=asked.person.name), "note")
        return redirect(url_for("replies.board"), 303)
    return refused()


@bp.route("/seats/<uid>/served", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def served(uid: str) -> Any:
    """Write down how and when a letter was delivered."""
    asked, form = own_seat(uid), ServedForm()
    if form.goes():
        record_served(desk(), asked, form.day.data, form.how.data or "")
        flash(gettext("The delivery is written down; the time to answer runs from it."), "good")
        return _back(asked.panel)
    return render_template("trials/replies/served.html", form=form, seat=asked)


@bp.route("/seats/<uid>/not-served", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def not_served(uid: str) -> Any:
    """Take back that a letter was delivered, for a reason."""
    asked, form = own_seat(uid), ReasonForm()
    if form.goes():
        form.check_version(asked)
        take_back_served(desk(), asked, form.reason.data or "")
        flash(gettext("The delivery is taken back."), "good")
        return _back(asked.panel)
    form.version.data = str(asked.version)
    return render_template("trials/replies/not_served.html", form=form, seat=asked)


@bp.route("/seats/<uid>/not-answered", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def not_answered(uid: str) -> Any:
    """Take back an answer or a replacement written down by mistake, for a reason."""
    asked, form = own_seat(uid), ReasonForm()
    if form.goes():
        form.check_version(asked)
        take_back_answer(desk(), asked, form.reason.data or "")
        flash(gettext("Taken back; %(name)s is asked anew.", name=asked.person.name), "good")
        _say_how([asked])
        return _back(asked.panel)
    form.version.data = str(asked.version)
    return render_template("trials/replies/not_answered.html", form=form, seat=asked)


@bp.post("/seats/<uid>/link")
@for_roles(RoleKind.CLERK)
def link(uid: str) -> Any:
    """Ask once more, with a new link."""
    asked = own_seat(uid)
    if ActingForm().goes():
        send_new_link(desk(), asked)
        flash(gettext("%(name)s gets a new link.", name=asked.person.name), "good")
        _say_how([asked])
        return _back(asked.panel)
    return refused()


@bp.route("/seats/<uid>/replace", methods=["GET", "POST"])
@for_roles(RoleKind.CLERK)
def replace(uid: str) -> Any:
    """Replace a member, for a reason; on the morning of the sitting too."""
    shown, form = own_seat(uid), ReasonForm()
    now = clock.today(desk().zone) in {day.day for day in set_days(shown.panel)}
    if form.goes():
        form.check_version(shown)
        verb = replace_today if now else replace_member
        _say_who_is_next(verb(desk(), shown, form.reason.data or ""))
        return _back(shown.panel)
    form.version.data = str(shown.version)
    return render_template("trials/replies/replace.html", form=form, seat=shown, now=now)


def _say_who_is_next(called: Seat | None) -> None:
    if called is None:
        said = gettext(
            "The seat is open: nobody in line can take it. Go on down the drawn order, or move"
            " the day."
        )
        flash(said, "stop")
        return
    facts = {"name": called.person.name, "day": called.panel.begins_again}
    flash(gettext("%(name)s is asked for the seat. Tell the parties.", **facts), "good")
    _say_how([called])
    if called.panel.begins_again:
        flash(gettext("The hearing begins again on %(day)s.", **facts), "wait")
