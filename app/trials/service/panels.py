"""Verbs of panels: ask for one, change it, withdraw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.queries import rulebook_of
from app.bodies.workdays import is_working_day
from app.people.terms import RollKind
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.db import db
from app.shared.fullwidth import cleaned
from app.shared.refusals import SOFT, Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.shared.transactions import lock
from app.trials import rules
from app.trials.facts import CaseFacts, PanelWords
from app.trials.models import Case, Panel, PanelCase, SittingDay
from app.trials.queries.cases import offices_of_name
from app.trials.roll_rules import roll_fits_case
from app.trials.seat_queries import locked_panel
from app.trials.terms import DayState, PanelState

UNDRAWN = (PanelState.REQUESTED, PanelState.ALONE)  # may still be changed and withdrawn
STANDING = (*UNDRAWN, PanelState.FROZEN, PanelState.DRAWN)


def case_facts(case: Case) -> CaseFacts:
    """Return what decides the form of a case's panel."""
    return CaseFacts(
        court_kind=case.body.kind,
        matter=case.matter,
        procedure=case.procedure,
        instance=case.instance,
        circumstances=frozenset(case.circumstances),
        requested_by_party=case.requested_by_party,
        juvenile=case.juvenile,
        special_knowledge=case.special_knowledge,
    )


def form_book(case: Case) -> Rulebook:
    """Return the rulebook of the day the case was filed: it decides the form of the panel."""
    return _book(case.body_id, case.filed)


def draw_book(panel_or_case: Panel | Case, today: date) -> Rulebook:
    """Return the rulebook that holds today: it decides who is drawn, and when."""
    return _book(panel_or_case.body_id, today)


def lock_cases(panel: Panel) -> None:
    """Lock the cases of a locked panel, and read them and their parties as they stand now.

    So a panel is judged on what is committed: who changes a case waits, or is waited for.
    """
    for case in sorted(panel.cases, key=lambda one: one.id):
        lock(Case, case.id)
        db.session.expire(case, ["parties"])


def form_now(panel: Panel) -> list[Refusal]:
    """Return what stands against a panel's form where its case has changed since it was judged.

    What was set aside with a reason when the panel was asked for stays set aside.
    """
    case, kept = panel.cases[0], panel.facts.get("form", {})
    if all(kept.get(name, value) == value for name, value in _deciding(case).items()):
        return []
    found = rules.judge_form(case_facts(case), panel.judges, panel.assessors, form_book(case))
    return [replace(one, place="") for one in found if one.key not in panel.waivers]


def roll_now(panel: Panel, book: Rulebook) -> list[Refusal]:
    """Return what stands against the roll that a panel is drawn from, as its case stands now."""
    facts = case_facts(panel.cases[0])
    found = roll_fits_case(facts, panel.roll_kind, panel.assessors, book)
    soft = {one.key for one in found if one.strength == SOFT}
    waived = soft & panel.waivers.keys()
    return [replace(one, place="") for one in found if one.key not in waived]


def request_panel(desk: Desk, case: Case, words: PanelWords, waivers: Mapping[str, str]) -> Panel:
    """Ask for a panel to try a case. Raises Refused with every rule that stands against it."""
    lock(Case, case.id)
    _refuse_second(case)
    panel = Panel(body_id=case.body_id, cases=[case])
    _write(desk, panel, case, words, waivers)
    db.session.add(panel)
    db.session.flush()
    record(desk, "panel:requested", panel, case=case.number, judges=panel.judges,
           assessors=panel.assessors, waivers=dict(panel.waivers))  # fmt: skip
    return panel


def change_panel(desk: Desk, panel: Panel, words: PanelWords, waivers: Mapping[str, str]) -> Panel:
    """Change a panel that is not frozen yet. Raises Refused."""
    panel = locked_panel(panel.id)
    lock_cases(panel)
    _refuse_unless_undrawn(panel)
    _clear_days(panel)
    _write(desk, panel, panel.cases[0], words, waivers)
    panel.version += 1
    db.session.flush()
    record(desk, "panel:changed", panel, judges=panel.judges, assessors=panel.assessors,
           waivers=dict(panel.waivers))  # fmt: skip
    return panel


def _clear_days(panel: Panel) -> None:
    """Make room for other days; what was moved or cancelled stays in the file, and where to."""
    named = {day.moved_to_id for day in panel.days}
    for day in [day for day in panel.days if day.state == DayState.SET]:
        if day.id in named:
            day.state = DayState.CANCELLED
        else:
            db.session.delete(day)
    db.session.flush()
    db.session.expire(panel, ["days"])


def withdraw_panel(desk: Desk, panel: Panel, reason: str) -> Panel:
    """Withdraw a panel that is not frozen yet, for a reason. Raises Refused."""
    panel = locked_panel(panel.id)
    _refuse_unless_undrawn(panel)
    if not reason.strip():
        said = N_("A panel is withdrawn only with a written reason.")
        raise Refused([Refusal("panel.withdrawal_reason", said, place="reason")])
    panel.state = PanelState.WITHDRAWN
    panel.version += 1
    for day in panel.days:
        if day.state == DayState.SET:
            day.state, day.why = DayState.CANCELLED, reason.strip()
    record(desk, "panel:withdrawn", panel, reason=reason.strip())
    return panel


def _write(
    desk: Desk, panel: Panel, case: Case, words: PanelWords, waivers: Mapping[str, str]
) -> None:
    today = clock.today(case.body.zone)
    book, drawing = form_book(case), draw_book(case, today)
    refusals = _judge(case, words, today, book, drawing)
    refuse_unless_waived(refusals, waivers)
    proposal = rules.propose_form(case_facts(case), book)
    as_proposed = (proposal.judges, proposal.assessors) == (words.judges, words.assessors)
    panel.judges, panel.assessors = words.judges, words.assessors
    panel.form_rule = proposal.key if as_proposed else "panel.forms"
    panel.state = PanelState.REQUESTED if words.assessors else PanelState.ALONE
    panel.presiding, panel.other_judges = cleaned(words.presiding), list(words.other_judges)
    panel.clerk_name, panel.clerk_phone = cleaned(words.clerk_name), cleaned(words.clerk_phone)
    panel.roll_kind, panel.roll_subject = words.roll_kind, cleaned(words.roll_subject)
    if words.roll_kind == RollKind.NAMED:
        panel.roll_subject = case.number  # their roll is that of the case they are named for
    panel.composition = _composition(words.women)
    panel.alternates = int(rules.value_of(drawing, "draw.alternates") or 0) * words.assessors
    panel.rulebook, panel.rulebook_version = book.name, str(book.version)
    panel.waivers = {r.key: waivers[r.key] for r in refusals if r.key in waivers}
    panel.facts = {"form": _kept(case, today), "composed_at": clock.now().isoformat()}
    panel.days += [
        SittingDay(
            body_id=case.body_id,
            day=one.day,
            part=one.part,
            begins=one.begins,
            room=cleaned(one.room),
            state=DayState.SET,
        )
        for one in sorted(words.days, key=lambda one: one.day)
    ]


def _judge(
    case: Case, words: PanelWords, today: date, book: Rulebook, drawing: Rulebook
) -> list[Refusal]:
    facts = case_facts(case)
    found = rules.judge_form(facts, words.judges, words.assessors, book)
    found += roll_fits_case(facts, words.roll_kind, words.assessors, drawing)
    offices = offices_of_name(case.body_id, cleaned(words.presiding), today)
    presiding = rules.presiding_judge(words.presiding, offices, words.assessors, book)
    ahead = rules.days_ahead(words.days, today) or rules.odd_days(words.days, is_working_day)
    lead = None
    if words.days and words.assessors and all(one.strength == SOFT for one in ahead):
        lead = rules.draw_lead(min(one.day for one in words.days), today, drawing)
    women = None
    if words.women > words.assessors:
        said = N_("There are %(seats)s seats for assessors, so at most as many women.")
        seats = {"seats": words.assessors}
        women = Refusal("draw.composition", said, seats, place="women")
    return [*found, *ahead, *(one for one in (presiding, lead, women) if one is not None)]


def _composition(women: int) -> list[dict[str, object]]:
    return [{"feature": "sex", "value": "female", "min": women}] if women else []


def _kept(case: Case, today: date) -> dict[str, object]:
    return {**_deciding(case), "case": case.number, "on": today.isoformat()}


def _deciding(case: Case) -> dict[str, object]:
    """Return what decides the form of a case's panel, as plain values."""
    facts = case_facts(case)
    return {
        "court_kind": str(facts.court_kind),
        "filed": case.filed.isoformat(),
        "procedure": str(facts.procedure),
        "instance": facts.instance,
        "circumstances": sorted(facts.circumstances),
        "requested_by_party": facts.requested_by_party,
    }


def _refuse_second(case: Case) -> None:
    of_case = select(PanelCase.panel_id).where(PanelCase.case_id == case.id)
    where = (Panel.id.in_(of_case), Panel.state.in_(STANDING))
    if db.session.scalar(select(Panel.id).where(*where).limit(1)) is not None:
        said = N_("This case has a panel already.")
        way = N_("Open that panel; withdraw it or annul its draw before asking for another.")
        raise Refused([Refusal("panel.second", said, way_out=way)])


def _refuse_unless_undrawn(panel: Panel) -> None:
    if panel.state in (PanelState.CLOSED, PanelState.WITHDRAWN):
        raise Refused([_ended()])
    if panel.state not in UNDRAWN:
        raise Refused([roll_frozen()])


def _ended() -> Refusal:
    said = N_("This panel is closed or was withdrawn, so it stays as it is.")
    way = N_("Ask for another panel on the page of the case.")
    return Refusal("panel.ended", said, way_out=way)


def roll_frozen() -> Refusal:
    """Return the refusal for a change to a panel whose roll was frozen."""
    said = N_("The roll was frozen for this panel, so it cannot be changed like this.")
    way = N_("Look at the panel as it stands now; a draw is annulled with a reason.")
    return Refusal("panel.frozen", said, way_out=way)


def _book(body_id: int, day: date) -> Rulebook:
    try:
        return rulebook_of(body_id, day)
    except LookupError:
        said = N_("No rulebook holds in this court on %(day)s.")
        way = N_("Correct the day, or let the office assign a rulebook to the court.")
        facts = {"day": day.isoformat()}
        raise Refused([Refusal("rulebook.none", said, facts, way)]) from None
