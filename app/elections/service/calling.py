"""Verbs of the first stage: an election is called, and may be cancelled until it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.models import Body
from app.bodies.queries import rulebook_of
from app.draws.service import standing as standing_draw
from app.draws.terms import DrawState
from app.elections.models import Election
from app.elections.queries import CLOSED, last_number, locked_election, places_on
from app.elections.rules import forms_under, judge_call, may_name_for_a_case
from app.elections.service.closing import forget_the_others
from app.elections.terms import ElectionForm, Electors, Stage, pool_of, seats_of, tie_of
from app.elections.votes import (
    elected_by,
    nature_named,
    organisation_named,
    region_named,
    workers_elect,
)
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.shared.transactions import lock


@dataclass(frozen=True)
class Call:
    """What an election is called for: how many, from which day on, by whom they are chosen."""

    form: ElectionForm
    seats: int
    begins: date
    chosen_by: str
    electors: Electors | None = None
    region: str = ""


def book_today(election: Election) -> Rulebook:
    """Return the rulebook that holds today in an election's court."""
    return rulebook_of(election.body_id, clock.today(election.body.zone))


def call_election(desk: Desk, call: Call, waivers: Mapping[str, str] | None = None) -> Election:
    """Call an election for the desk's court.

    Raises Refused: a form that the book does not know, first days that have passed, what Law
    2018, Article 8 asks of the number of places, who elects by the resolution of 1953, §§ 4 and 8.
    """
    body, today = lock(Body, desk.body_id), clock.today(desk.zone)
    book = rulebook_of(body.id, today)
    if call.form not in forms_under(book, body.kind):
        raise Refused([_no_such_form()])
    if call.begins < today:
        raise Refused([_begins_in_the_past(call.begins)])
    against = [
        *_judge_electors(call, book),
        *judge_call(call.seats, places_on(body.id, call.begins), book),
    ]
    refuse_unless_waived(against, waivers or {})
    waived = {refusal.key: (waivers or {})[refusal.key] for refusal in against}
    words: dict[str, Any] = {"electors": call.electors, "region": call.region}
    return _entered(desk, body, book, call, **words, waivers=waived)


@dataclass(frozen=True)
class Request:
    """What an organisation is asked for: how many people, for which case, of which nature."""

    organisation: str
    case_number: str
    nature: str
    seats: int
    begins: date


def ask_organisation(desk: Desk, asked: Request) -> Election:
    """Ask a mass organisation to name people for one case (1953, § 8, form B).

    Raises Refused: the book knows no such naming, no organisation, no nature of the case, and
    first days that have passed.
    """
    body, today = lock(Body, desk.body_id), clock.today(desk.zone)
    book = rulebook_of(body.id, today)
    if not may_name_for_a_case(book):
        raise Refused([_no_such_form()])
    found = (organisation_named(asked.organisation, book), nature_named(asked.nature, book))
    against = [refusal for refusal in found if refusal]
    if asked.begins < today:
        against.append(_begins_in_the_past(asked.begins))
    if against:
        raise Refused(against)
    call = Call(ElectionForm.ORGANISATION, asked.seats, asked.begins, asked.organisation)
    case = {"case_number": asked.case_number, "case_nature": asked.nature}
    return _entered(desk, body, book, call, **case)


def _entered(desk: Desk, body: Body, book: Rulebook, call: Call, **words: Any) -> Election:
    today = clock.today(body.zone)
    election = Election(
        body_id=body.id,
        number=f"{today.year}-{last_number(body.id, today.year) + 1}",
        form=call.form,
        seats=call.seats,
        called=today,
        moved=today,
        begins=call.begins,
        chosen_by=call.chosen_by,
        rulebook=book.name,
        rulebook_version=str(book.version),
        **words,
    )
    db.session.add(election)
    db.session.flush()
    facts = {"number": election.number, "seats": call.seats, "case": election.case_number}
    record(desk, "election:called", election, **facts)
    return election


def _judge_electors(call: Call, book: Rulebook) -> list[Refusal]:
    """Return what stands against who elects: of a vote only."""
    if call.form == ElectionForm.WORKERS:
        found = (workers_elect(call.electors, book), region_named(call.region, book))
    elif call.form == ElectionForm.ASSEMBLY:
        found = (elected_by(call.electors, book), region_named(call.region, book))
    else:
        found = ()
    return [refusal for refusal in found if refusal]


def standing_at(election_id: int, *stages: Stage) -> Election:
    """Lock an election for a verb of some stages; raises Refused where it stands elsewhere."""
    election = locked_election(election_id)
    if election.stage not in stages:
        raise Refused([_at_another_stage()])
    return election


def step(election: Election, stage: Stage | None = None) -> None:
    """Note that something was done for an election, and that it came to a stage."""
    election.stage = stage or election.stage
    election.moved = clock.today(election.body.zone)
    election.version += 1


def cancel_election(desk: Desk, election: Election, why: str) -> None:
    """Cancel an election that is not decided; what was said of its candidates is emptied.

    Raises Refused while a draw is frozen: its record has to end in public.
    """
    election = locked_election(election.id)
    if election.stage in CLOSED:
        raise Refused([_at_another_stage()])
    for subject in (pool_of(election.id), seats_of(election.id), tie_of(election.id)):
        draw = standing_draw(subject)
        if draw is not None and draw.state == DrawState.FROZEN:
            raise Refused([_frozen_still()])
    election.why = why
    step(election, Stage.CANCELLED)
    forget_the_others(election)
    record(desk, "election:cancelled", election, why=why)


def _no_such_form() -> Refusal:
    text = N_("The rulebook of this court does not choose assessors in this way.")
    return Refusal("election.form", text, way_out=N_("Choose a form that is offered."))


def _frozen_still() -> Refusal:
    text = N_("A draw of this election is frozen and waits.")
    way = N_("Carry the draw out, or annul it with a reason.")
    return Refusal("election.list_frozen", text, way_out=way)


def _begins_in_the_past(begins: date) -> Refusal:
    text = N_("The first day of the terms, %(day)s, has passed.")
    named = {"day": begins.isoformat()}
    return Refusal("election.begins", text, named, N_("Choose a day ahead."), place="begins")


def _at_another_stage() -> Refusal:
    text = N_("This election does not stand at that stage.")
    return Refusal("election.stage", text, way_out=N_("Look at it as it stands now."))
