"""What the personnel officer finds on Today: terms that end, assessors near the cap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from app.accounts.terms import Desk, RoleKind
from app.bodies.queries import forebears, rulebook_of
from app.people.here import sight_here
from app.people.queries.ending import endings_of
from app.people.queries.posts import dead_in_office, number_not_sworn
from app.people.queries.register import found
from app.people.searching import Search
from app.people.standing import TERM_ENDS_SOON
from app.shared.collected import Figure, TodayPart, Waiting

SHOWN = 5  # days on which terms end


def part(desk: Desk, day: date) -> TodayPart:
    """Return the terms that end in 90 days and two figures, for who keeps the people."""
    if not desk.may(RoleKind.PERSONNEL):
        return TodayPart()
    sight, search = sight_here(), Search(near=True, sort="cases", down=True)
    link = url_for("people.register", **search.args())
    near = Figure(found(search, sight).count, gettext("near the yearly cap"), link)
    soon = day + timedelta(days=TERM_ENDS_SOON)
    endings = endings_of(forebears(desk.body_id, day), day, soon)
    number = sum(number for _, number in endings)
    ending = Search(within=TERM_ENDS_SOON, sort="until")
    within = url_for("people.register", **ending.args())
    label = ngettext("term ends in 90 days", "terms end in 90 days", number)
    waiting = [*_unsworn(desk, day), *_dead(desk, day)]
    waiting += [_waiting(one, within) for one in endings[:SHOWN]]
    return TodayPart(waiting, [Figure(number, label, within), near])


def _unsworn(desk: Desk, day: date) -> Iterator[Waiting]:
    number = number_not_sworn(desk.body_id, day)
    if number and rulebook_of(desk.body_id, day).value("oath.required"):
        yield Waiting(
            due=day,
            title=ngettext(
                "One assessor has not taken the oath",
                "%(num)s assessors have not taken the oath",
                number,
            ),
            why=gettext("Until the oath is recorded no draw takes them."),
            link=url_for("people.oaths"),
            verb=gettext("Record the oath"),
        )


def _dead(desk: Desk, day: date) -> Iterator[Waiting]:
    for tenure in dead_in_office(desk.body_id, day):
        yield Waiting(
            due=day,
            title=gettext("%(name)s has died and is still in office", name=tenure.person.name),
            why=gettext("End the tenure as of the day of death."),
            link=url_for("people.end", uid=tenure.person.uid, tenure_uid=tenure.uid),
            verb=gettext("End the tenure"),
        )


def _waiting(ending: tuple[date, int], link: str) -> Waiting:
    until, number = ending
    return Waiting(
        due=until,
        title=ngettext("%(num)s term ends", "%(num)s terms end", number),
        why=gettext("Whoever follows is appointed by an act before that day."),
        link=link,
        verb=gettext("See whose"),
    )
