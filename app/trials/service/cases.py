"""Verbs of cases: enter one, change one."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.queries import rulebook_of
from app.draws.queries import attempts_at
from app.shared import clock
from app.shared.db import db
from app.shared.fullwidth import cleaned
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock
from app.trials.facts import CaseWords, KinWords, PartyWords, case_number
from app.trials.models import Case, Panel, Party, PartyKin
from app.trials.queries.cases import case_by_number, person_borne
from app.trials.replies_rules import needs_reason
from app.trials.service.changes import reopen_lost_of
from app.trials.terms import PanelState

PLAIN = (
    *("matter", "nature", "procedure", "instance", "filed", "requested_by_party", "juvenile"),
    "special_knowledge",
)


def enter_case(desk: Desk, words: CaseWords) -> Case:
    """Enter a case at the desk's court. Raises Refused (`case.double`, `case.filed`, ...)."""
    _refuse(desk, words, None)
    case = Case(body_id=desk.body_id)
    _write(desk, case, words)
    case.parties = [_party(one) for one in words.parties]
    db.session.add(case)
    db.session.flush()
    record(desk, "case:entered", case, number=case.number)
    return case


def change_case(desk: Desk, case: Case, words: CaseWords) -> int:
    """Change a case; not while a roll is frozen for it. Raises Refused.

    Who holds a seat and may not sit any more (a party, kin of one) loses it at once; returns how
    many seats were opened.
    """
    lock(Case, case.id)
    db.session.expire(case, ["parties"])
    _refuse(desk, words, case)
    before = _facts(case)
    _write(desk, case, words)
    if [_words_of(one) for one in case.parties] != list(words.parties):
        _replace_parties(case, words.parties)
    case.version += 1
    after = _facts(case)
    changed = sorted(name for name, value in after.items() if before[name] != value)
    record(desk, "case:changed", case, changed=changed)
    return reopen_lost_of(desk, case)


def take_back_case(desk: Desk, case: Case, reason: str) -> None:
    """Delete a case that was entered by mistake, with its parties; the audit keeps the number.

    Raises Refused without a reason, once a panel was asked for, and for a case that another
    names as its earlier stage.
    """
    lock(Case, case.id)
    against = [*needs_reason(reason), *_rests_on(case)]
    if against:
        raise Refused(against)
    facts = {"number": case.number, "filed": case.filed.isoformat(), "matter": case.matter}
    record(desk, "case:taken_back", case, reason=reason.strip()[:300], **facts)
    _replace_parties(case, ())
    db.session.delete(case)


def _rests_on(case: Case) -> list[Refusal]:
    """Return what rests on a case, so that it stays."""
    if db.session.scalar(select(Panel.id).where(Panel.cases.any(Case.id == case.id)).limit(1)):
        said = N_("A panel was asked for in this case, so the case stays.")
        way = N_("Withdraw the panel if it is not needed.")
        return [Refusal("case.has_panel", said, way_out=way)]
    later = db.session.scalar(select(Case.number).where(Case.earlier_case_id == case.id).limit(1))
    if later is None:
        return []
    said = N_("Case %(number)s names this one as its earlier stage.")
    way = N_("Change that case first.")
    return [Refusal("case.has_later", said, {"number": later}, way)]


def words_of(case: Case) -> CaseWords:
    """Return a case as a clerk would write it down."""
    earlier = db.session.get(Case, case.earlier_case_id) if case.earlier_case_id else None
    return CaseWords(
        number=case.number,
        matter=case.matter,
        procedure=case.procedure,
        filed=case.filed,
        nature=case.nature,
        instance=case.instance,
        circumstances=tuple(case.circumstances),
        requested_by_party=case.requested_by_party,
        juvenile=case.juvenile,
        special_knowledge=case.special_knowledge,
        earlier=earlier.number if earlier else "",
        parties=tuple(_words_of(one) for one in case.parties),
    )


def _refuse(desk: Desk, words: CaseWords, case: Case | None) -> None:
    found = [
        _double(desk.body_id, words.number, case),
        _filed_ahead(words.filed, clock.today(desk.zone)),
        _earlier_unknown(desk.body_id, words),
        _without_rulebook(desk.body_id, words.filed),
        _frozen(case) if case is not None else None,
        _drawn_under(case, words.number) if case is not None else None,
        *map(_not_in_register, words.parties),
    ]
    refusals = [one for one in found if one is not None]
    if refusals:
        raise Refused(refusals)


def _double(body_id: int, number: str, case: Case | None) -> Refusal | None:
    other = case_by_number(body_id, case_number(number))
    if other is None or (case is not None and other.id == case.id):
        return None
    said = N_("A case with the number %(number)s is entered already.")
    way = N_("Open that case, or correct the number.")
    return Refusal("case.double", said, {"number": other.number}, way, place="number")


def _filed_ahead(filed: date, today: date) -> Refusal | None:
    if filed <= today:
        return None
    said = N_("The day of filing, %(day)s, lies ahead.")
    facts = {"day": filed.isoformat()}
    return Refusal("case.filed", said, facts, N_("Give the day of filing."), place="filed")


def _without_rulebook(body_id: int, filed: date) -> Refusal | None:
    try:
        rulebook_of(body_id, filed)
    except LookupError:
        said = N_("No rulebook holds in this court on %(day)s.")
        way = N_("Correct the day, or let the office assign a rulebook to the court.")
        return Refusal("rulebook.none", said, {"day": filed.isoformat()}, way, place="filed")
    return None


def _earlier_unknown(body_id: int, words: CaseWords) -> Refusal | None:
    if not words.earlier or _earlier(body_id, words.earlier) is not None:
        return None
    said = N_("No case has the number %(number)s.")
    way = N_("Correct the number of the earlier stage, or leave it empty.")
    return Refusal("case.earlier", said, {"number": words.earlier}, way, place="earlier")


def _frozen(case: Case) -> Refusal | None:
    frozen = Panel.cases.any(Case.id == case.id), Panel.state == PanelState.FROZEN
    if db.session.scalar(select(Panel.id).where(*frozen).limit(1)) is None:
        return None
    said = N_("The roll is frozen for a panel of this case; until the draw nothing changes.")
    way = N_("Carry the draw out, or annul it with a reason, then change the case.")
    return Refusal("case.frozen", said, way_out=way)


def _drawn_under(case: Case, number: str) -> Refusal | None:
    """The draws of a case are counted by it: its number does not pass to another."""
    if case.number == case_number(number) or not attempts_at(f"case:{case.id}"):
        return None
    said = N_("A panel was drawn for this case as %(number)s, so its number stays.")
    way = N_("Keep the number; enter what has another number as a case of its own.")
    return Refusal("case.drawn", said, {"number": case.number}, way, place="number")


def _earlier(body_id: int, number: str) -> Case | None:
    """Find an earlier stage: at the same court, else where one case alone has the number."""
    own = case_by_number(body_id, case_number(number))
    if own is not None:
        return own
    found = db.session.scalars(
        select(Case).where(Case.number == case_number(number)).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _write(desk: Desk, case: Case, words: CaseWords) -> None:
    case.number = case_number(words.number)
    for name in PLAIN:
        setattr(case, name, getattr(words, name))
    case.nature = cleaned(words.nature)
    case.circumstances = list(words.circumstances)
    earlier = _earlier(desk.body_id, words.earlier) if words.earlier else None
    case.earlier_case_id = earlier.id if earlier and earlier.id != case.id else None


def _replace_parties(case: Case, parties: tuple[PartyWords, ...]) -> None:
    for party in list(case.parties):
        for kin in list(party.kin):
            db.session.delete(kin)
        db.session.flush()
        db.session.delete(party)
    db.session.flush()
    db.session.expire(case, ["parties"])
    case.parties.extend(_party(one) for one in parties)
    db.session.flush()


def _not_in_register(words: PartyWords) -> Refusal | None:
    """A register number belongs to whoever bears the name; both or neither are told."""
    if not words.number or person_borne(words.number, words.name) is not None:
        return None
    said = N_("Nobody named %(name)s has the register number %(number)s.")
    way = N_("Compare both with the register, or leave the number out.")
    facts = {"name": words.name, "number": words.number}
    return Refusal("party.number", said, facts, way, place="parties")


def _party(words: PartyWords) -> Party:
    kin = [PartyKin(name=cleaned(one.name), kind=one.kind) for one in words.kin]
    return Party(
        role=words.role,
        name=cleaned(words.name),
        employer=cleaned(words.employer),
        kin=kin,
        number=words.number,
        person_id=person_borne(words.number, words.name) if words.number else None,
        day=words.day,
    )


def _words_of(party: Party) -> PartyWords:
    kin = tuple(KinWords(one.name, one.kind) for one in party.kin)
    said = (party.role, party.name, party.employer, kin)
    return PartyWords(*said, number=party.number, day=party.day)


def _facts(case: Case) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(case, name) for name in PLAIN}
    facts["number"] = case.number
    facts["circumstances"] = list(case.circumstances)
    facts["earlier"] = case.earlier_case_id
    return facts | {"parties": [_words_of(one) for one in case.parties]}
