"""What waits of elections at the personnel office: notices that end, objections, checks, delays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from app.accounts.terms import Desk
from app.bodies.queries import forebears
from app.elections.access import ACTS, NAMES
from app.elections.models import Election
from app.elections.queries_waiting import Running, running
from app.elections.rules import STILL, ends_before_the_act, stands_still
from app.elections.terms import ElectionForm, Stage
from app.shared.collected import Figure, TodayPart, Waiting


def part(desk: Desk, day: date) -> TodayPart:
    """Return what waits of the elections of the desk's court."""
    found = running(forebears(desk.body_id, day)) if desk.may(ACTS, NAMES) else []
    if not desk.may(ACTS):
        found = [one for one in found if one.election.form == ElectionForm.ORGANISATION]
    if not found:
        return TodayPart()
    waiting = [waiting for one in found for waiting in _of(one, day)]
    label = ngettext("election runs", "elections run", len(found))
    if not desk.may(ACTS):
        return TodayPart(waiting)
    return TodayPart(waiting, [Figure(len(found), label, url_for("elections.index"))])


def _of(one: Running, day: date) -> Iterator[Waiting]:
    election = one.election
    link, named = url_for("elections.election", uid=election.uid), {"number": election.number}
    if one.objections:
        title = ngettext(
            "%(num)s objection of election %(number)s is to be answered",
            "%(num)s objections of election %(number)s are to be answered",
            one.objections,
            **named,
        )
        why = gettext("The list is not submitted before.")
        yield Waiting(day, title, why, link, gettext("Answer the objection"))
    if election.stage == Stage.VOTED:
        title = gettext("Enter the act of election %(number)s", **named)
        why = gettext("The vote was held on %(day)s.", day=(election.voted or day).isoformat())
        yield Waiting(election.moved, title, why, link, gettext("See the election"))
    if election.form == ElectionForm.ORGANISATION:
        yield _awaited(election, day)
    if election.stage == Stage.NOTICE and election.notice_until:
        yield _notice(election.notice_until, link, named, day)
    if one.expires and ends_before_the_act(one.expires, election.begins, day):
        title = gettext("A check of election %(number)s ends", **named)
        why = gettext("After %(day)s it no longer counts; the act is not entered yet.",
                      day=one.expires.isoformat())  # fmt: skip
        late = one.expires < day
        page = url_for("elections.screening", uid=election.uid)
        yield Waiting(one.expires, title, why, page, gettext("Screening sheet"), late)
    if stands_still(election.moved, election.notice_until, day):
        title = gettext("Election %(number)s stands still", **named)
        why = gettext("Nothing was done for it since %(day)s.", day=election.moved.isoformat())
        due = election.moved + timedelta(days=STILL)
        yield Waiting(due, title, why, link, gettext("Next step"), late=True)


def _awaited(election: Election, day: date) -> Waiting:
    """Whom an organisation was asked for is awaited until the day from which he is needed."""
    due = election.begins or day
    named = {"organ": election.chosen_by, "number": election.case_number}
    title = gettext("%(organ)s names people for case %(number)s", **named)
    why = gettext("Asked on %(day)s.", day=election.called.isoformat())
    link = url_for("elections.naming", uid=election.uid)
    return Waiting(due, title, why, link, gettext("Enter the letter"), late=due < day)


def _notice(until: date, link: str, named: dict[str, str], day: date) -> Waiting:
    if until >= day:
        title = gettext("The public notice of election %(number)s ends", **named)
        why = gettext("Objections are received until then.")
        return Waiting(until, title, why, link, gettext("See the election"))
    title = gettext("Submit the list of election %(number)s", **named)
    why = gettext("The public notice ended on %(day)s.", day=until.isoformat())
    return Waiting(until + timedelta(days=1), title, why, link, gettext("Submit the list"),
                   late=until + timedelta(days=1) < day)  # fmt: skip
