"""Verbs of kinship: dated, minimal, deleted when no longer needed; names stay out of the audit."""

from __future__ import annotations

from datetime import date

from app.accounts.terms import Desk
from app.audit.service import record
from app.people.models import Kinship, Person
from app.people.names import normalise
from app.people.queries.kin import kin_of, unneeded_kin
from app.people.queries.scope import latest_tenure
from app.people.terms import KinKind
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock


def note_kinship(
    desk: Desk,
    person: Person,
    kin_name: str,
    kind: KinKind,
    since: date | None = None,
    until: date | None = None,
    source: str = "",
) -> Kinship:
    """Note who is kin to a person, for recusal (Recusal Rules 2011, Arts 1, 14).

    Raises Refused where the days turn round, or the same tie is noted already.
    """
    lock(Person, person.id)
    name = normalise(kin_name)
    _refuse_days(since, until)
    if any((kin.kin_name, kin.kind) == (name, kind) for kin in kin_of(person.id)):
        text = N_("%(name)s is noted with this tie already.")
        way_out = N_("Change the last day of that entry, or delete it first.")
        raise Refused([Refusal("kinship.double", text, {"name": name}, way_out, place="kin_name")])
    words = {"kin_name": name, "kind": kind, "since": since, "until": until}
    kinship = Kinship(person_id=person.id, source=source.strip(), **words)
    db.session.add(kinship)
    db.session.flush()
    person.version += 1
    record(desk, "kinship:noted", person, desk.body_id, kind=kind.value)
    return kinship


def end_kinship(desk: Desk, kinship: Kinship, until: date) -> None:
    """Note the last day of a tie; from the day after it keeps nobody out of a draw.

    Raises Refused where the days turn round, or the tie was deleted in the meantime.
    """
    person = _locked(kinship)
    _refuse_days(kinship.since, until)
    kinship.until = until
    person.version += 1
    facts = {"kind": kinship.kind.value, "until": until.isoformat()}
    record(desk, "kinship:ended", person, desk.body_id, **facts)


def forget_kinship(desk: Desk, kinship: Kinship) -> None:
    """Delete a kinship that is no longer needed. Raises Refused where somebody has done so."""
    _forget(desk, desk.body_id, kinship)


def forget_unneeded_kin(day: date) -> str:
    """Delete the ties that ended, and those of who left office, a month ago; the clock's verb.

    Returns how many.
    """
    unneeded = unneeded_kin(day)
    for kinship in unneeded:
        tenure = latest_tenure(kinship.person_id)
        _forget(None, tenure.body_id if tenure else None, kinship)
    return str(len(unneeded))


def _forget(desk: Desk | None, body_id: int | None, kinship: Kinship) -> None:
    person = _locked(kinship)
    db.session.delete(kinship)
    person.version += 1
    record(desk, "kinship:forgotten", person, body_id, kind=kinship.kind.value)


def _locked(kinship: Kinship) -> Person:
    """Lock the person of a tie and read the tie as it stands now; return the person."""
    person = lock(Person, kinship.person_id)
    if lock(Kinship, kinship.id) is None:
        text = N_("This tie was deleted already.")
        way_out = N_("Look at the person's page as it stands now.")
        raise Refused([Refusal("kinship.gone", text, way_out=way_out)])
    return person


def _refuse_days(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        text = N_("The last day of the tie lies before its first.")
        way_out = N_("Correct the days.")
        raise Refused([Refusal("kinship.days", text, way_out=way_out, place="until")])
