"""Appointed and removed by hand: the act with its line, the tenure, the roll, in one piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.terms import Desk
from app.bodies.queries import rulebook_of
from app.people.models import ActLine, Person, Tenure
from app.people.queries import assessor_tenures
from app.people.rules import last_day_of_term, number_required
from app.people.service.acts import NewLine, act_numbered, add_lines, enter_act
from app.people.service.offices import NewTenure, begin_tenure, end_tenure
from app.people.service.persons import enter_person
from app.people.service.rolls import NewEntry, enter_on_roll
from app.people.service.rows import Said
from app.people.terms import Form, LineKind, Office
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_


@dataclass(frozen=True)
class Decision:
    """By which act of which organ: its number, and the day it was adopted."""

    organ: str
    number: str
    adopted: date


@dataclass(frozen=True)
class Appointment:
    """An office, from when to when, by which act; `until` None: a full term of the book.

    `for_case`: the number of the one trial that somebody is named for by form B.
    `ends_assessor`: why the same act ends the tenure as assessor of this court; empty: it goes on.
    """

    by: Decision
    since: date
    until: date | None = None
    office: Office = Office.ASSESSOR
    form: Form | None = None
    for_case: str = ""
    earlier_terms: int = 0
    roll_id: int | None = None
    ends_assessor: str = ""


def line_of(desk: Desk, by: Decision, line: NewLine) -> ActLine:
    """Return a new line of an act of the desk's body; the act is entered if it is not yet.

    Raises Refused if the act stands there with another day.
    """
    act = act_numbered(desk.body_id, by.organ, by.number)
    if act is None:
        act = enter_act(desk, organ=by.organ, number=by.number, adopted=by.adopted)
    elif act.adopted != by.adopted:
        text = N_("The act %(number)s is entered with the day %(day)s.")
        named = {"number": act.number, "day": act.adopted.isoformat()}
        way_out = N_("Correct the number or the day.")
        raise Refused([Refusal("act.other_day", text, named, way_out, place="adopted")])
    return add_lines(desk, act, [line])[0]


def appoint(
    desk: Desk,
    person: Person,
    new: Appointment,
    waivers: Mapping[str, str] | None = None,
    beside: Sequence[Refusal] = (),
) -> Tenure:
    """Begin an office of a person by an act, and put him on a roll where one is named.

    Raises Refused: what the rules say, what stands against it `beside` them, and an act of that
    number with another day.
    """
    line = line_of(desk, new.by, NewLine(LineKind.APPOINTS, person.id))
    if new.ends_assessor:
        _end_as_assessor(desk, person, new)
    begins = NewTenure(
        person_id=person.id,
        body_id=desk.body_id,
        office=new.office,
        since=new.since,
        until=new.until or _full_term(desk, new),
        form=new.form,
        for_case=new.for_case,
        earlier_terms=new.earlier_terms,
        start_line_id=line.id,
    )
    tenure = begin_tenure(desk, begins, waivers, beside)
    if new.roll_id:
        enter_on_roll(desk, NewEntry(new.roll_id, person.id, tenure.id, new.since))
    return tenure


def _full_term(desk: Desk, new: Appointment) -> date | None:
    """Return the last day of an assessor's full term; other offices are open."""
    if new.office != Office.ASSESSOR:
        return None
    return last_day_of_term(new.since, rulebook_of(desk.body_id, new.since))


def _end_as_assessor(desk: Desk, person: Person, new: Appointment) -> None:
    """End the tenures as assessor of this court on the day before, by a line of the same act."""
    for tenure in assessor_tenures(person.id, desk.body_id, new.since):
        line = line_of(desk, new.by, NewLine(LineKind.REMOVES, person.id))
        end_tenure(desk, tenure, new.since - timedelta(days=1), new.ends_assessor, line)


def appoint_new_person(
    desk: Desk, said: Said, new: Appointment, waivers: Mapping[str, str] | None = None
) -> Person:
    """Enter a person who was appointed; both or neither."""
    person = enter_person(desk, said)
    book = rulebook_of(desk.body_id, new.since)
    unnumbered = number_required(bool(said.identifiers), book)
    appoint(desk, person, new, waivers, [unnumbered] if unnumbered else [])
    return person


def end_tenure_by_act(
    desk: Desk, tenure: Tenure, last: date, why: str, by: Decision | None
) -> None:
    """End a tenure early by an act, or without one (a death)."""
    removes = NewLine(LineKind.REMOVES, tenure.person_id)
    end_tenure(desk, tenure, last, why, line_of(desk, by, removes) if by else None)
