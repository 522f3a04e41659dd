"""Verbs of offices: they begin, pause and end; totals of the year that were brought along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.models import Body
from app.bodies.queries import rulebook_of
from app.bodies.terms import BodyKind
from app.people.models import ActLine, Pause, Person, PersonYear, RollEntry, Tenure
from app.people.queries import bars_among, tenures_of
from app.people.rules import Held, TenureFacts, judge_tenure
from app.people.service.acts import goes_on
from app.people.service.known import keep_as_known
from app.people.service.locked import locked_tenure
from app.people.terms import Form, Office, PauseKind
from app.shared.dates import Birth
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.shared.transactions import lock


@dataclass(frozen=True)
class NewTenure:
    """An office to begin: who, where, from when to when (inclusive), by which line of an act."""

    person_id: int
    body_id: int
    office: Office
    since: date
    until: date | None = None
    form: Form | None = None
    for_case: str = ""
    rank: str = ""
    earlier_terms: int = 0
    start_line_id: int | None = None


def facts_of(person: Person, new: NewTenure) -> TenureFacts:
    """Return what the rules look at before a person takes an office."""
    court = db.session.get_one(Body, new.body_id)
    others = tuple(
        Held(
            office=held.office,
            court=held.body.name,
            since=held.since,
            last=held.ended or held.until,
            basic=held.body.kind == BodyKind.BASIC,
            form=held.form,
            same_court=held.body_id == new.body_id,
        )
        for held in tenures_of(person.id)
    )
    year = person.birth.year if person.birth else person.birth_year
    return TenureFacts(
        office=new.office,
        since=new.since,
        until=new.until,
        birth=Birth(year, person.birth) if year else None,
        education=person.education,
        earlier_terms=new.earlier_terms,
        bars=bars_among([person.id], new.since).get(person.id, ()),
        others=others,
        basic=court.kind == BodyKind.BASIC,
        form=new.form,
        for_case=new.for_case,
    )


def begin_tenure(
    desk: Desk,
    new: NewTenure,
    waivers: Mapping[str, str] | None = None,
    beside: Sequence[Refusal] = (),
) -> Tenure:
    """Begin an office after judging it by the book of its first day.

    Raises Refused, with what stands against it `beside` these rules; soft rules pass with
    `waivers` {key: reason}, which the audit keeps.
    """
    person = lock(Person, new.person_id)
    book = rulebook_of(new.body_id, new.since)
    refusals = [*beside, *judge_tenure(facts_of(person, new), book)]
    refuse_unless_waived(refusals, waivers or {})
    tenure = Tenure(**asdict(new))
    db.session.add(tenure)
    db.session.flush()
    waived = {r.key: (waivers or {})[r.key] for r in refusals}
    by_book = {"rulebook": book.name, "rulebook_version": book.version, "waivers": waived}
    record(desk, "tenure:begun", tenure, person=person.uid, office=new.office.value, **by_book)
    return tenure


def begin_tenures(desk: Desk, news: Sequence[NewTenure]) -> list[int]:
    """Begin many offices in bulk as they were decided; return their ids in the same order.

    Not judged again: the import has judged its rows, and a roll is brought in as it stands. The
    database refuses overlaps all the same. The caller records the act.
    """
    if not news:
        return []
    made = insert(Tenure).returning(Tenure.id, sort_by_parameter_order=True)
    return list(db.session.scalars(made, [asdict(new) for new in news]))


def end_tenure(
    desk: Desk, tenure: Tenure, last: date, why: str, line: ActLine | None = None
) -> None:
    """End a tenure early; `last` is the last day in office. Its roll entries end with it.

    What was known before is kept. Raises Refused if the day lies outside the term as it stands
    now, or if the tenure fell.
    """
    tenure = locked_tenure(tenure)
    until = tenure.ended or tenure.until
    if last < tenure.since or (until is not None and last > until):
        text = N_("The last day in office lies in the term, %(since)s to %(until)s.")
        named = {"since": tenure.since.isoformat(), "until": str(until or "…")}
        raise Refused([Refusal("tenure.end", text, named, N_("Correct the day."), place="last")])
    keep_as_known(tenure)
    tenure.ended, tenure.ended_why = last, why
    tenure.end_line_id = line.id if line else None
    entries = update(RollEntry).where(RollEntry.tenure_id == tenure.id)
    db.session.execute(entries.where(RollEntry.until.is_(None)).values(until=last))
    record(desk, "tenure:ended", tenure, last=last.isoformat(), why=why)


def continue_tenure(desk: Desk, tenure: Tenure) -> bool:
    """Let a tenure go on that was ended without an act; False where another office began since.

    Its roll entries go on with it.
    """
    tenure = locked_tenure(tenure)
    bound = tenure.form == Form.B  # one trial each, beside whatever else he holds
    others = [] if bound else [one for one in tenures_of(tenure.person_id) if one.id != tenure.id]
    ended = tenure.ended
    if ended is None or any((one.ended or one.until or date.max) > ended for one in others):
        return False
    goes_on(tenure)
    record(desk, "tenure:continued", tenure)
    return True


def pause_tenure(
    desk: Desk, tenure: Tenure, kind: PauseKind, since: date, until: date | None, reason: str
) -> Pause:
    """Interrupt a tenure by leave or suspension without ending it (days inclusive).

    Raises Refused if the days turn round, lie outside the term, or meet another interruption.
    """
    tenure = locked_tenure(tenure)
    last = tenure.ended or tenure.until
    if (until and until < since) or since < tenure.since or (last and since > last):
        text = N_("The first and the last day lie in the term, in this order.")
        raise Refused([Refusal("pause.days", text, way_out=N_("Correct the days."), place="until")])
    others = select(Pause).where(Pause.tenure_id == tenure.id)
    for other in db.session.scalars(others, execution_options={"populate_existing": True}):
        if since <= (other.until or date.max) and other.since <= (until or date.max):
            text = N_("The tenure is interrupted from %(since)s already.")
            named = {"since": other.since.isoformat()}
            way_out = N_("End that interruption first.")
            raise Refused([Refusal("pause.twice", text, named, way_out, place="since")])
    pause = Pause(tenure_id=tenure.id, kind=kind, since=since, until=until, reason=reason)
    db.session.add(pause)
    tenure.version += 1
    days = {"since": since.isoformat(), "until": until.isoformat() if until else None}
    record(desk, "leave:entered", tenure, kind=kind.value, **days)
    return pause


def resume_tenure(desk: Desk, pause: Pause, last: date) -> None:
    """End an interruption; `last` is its last day. One that has not begun falls away whole.

    Raises Refused if somebody has taken it away in the meantime.
    """
    tenure = locked_tenure(db.session.get_one(Tenure, pause.tenure_id))
    if lock(Pause, pause.id) is None:
        text = N_("This interruption was taken away already.")
        raise Refused([Refusal("pause.gone", text)])
    if last < pause.since:
        db.session.delete(pause)
    else:
        pause.until = last
    tenure.version += 1
    record(desk, "leave:ended", tenure, kind=pause.kind.value, last=last.isoformat())


def bring_year_totals(desk: Desk, totals: Sequence[tuple[int, int, int, int]]) -> None:
    """Set cases and half days of a year as the court's own list states them, in bulk.

    `totals` are (person id, year, cases, halves). What is assigned stays. The caller records.
    """
    if not totals:
        return
    postgresql = db.engine.dialect.name == "postgresql"
    statement = (postgresql_insert if postgresql else sqlite_insert)(PersonYear)
    statement = statement.on_conflict_do_update(
        index_elements=["person_id", "year"],
        set_={"cases": statement.excluded.cases, "halves": statement.excluded.halves},
    )
    columns = ("person_id", "year", "cases", "halves")
    rows = [{**dict(zip(columns, total, strict=True)), "assigned": 0} for total in totals]
    db.session.execute(statement, rows)
