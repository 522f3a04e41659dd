"""A row weighed against the register: whom it means, what it would change, what forbids it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from app.people.importing.settling import tenure_meant
from app.people.importing.terms import (
    Court,
    Given,
    Held,
    Register,
    Registered,
    Weighed,
    act_of,
    end_of,
    start_of,
)
from app.people.imports.facts import facts_of, faults_by
from app.people.imports.matching import classify
from app.people.imports.term_rules import is_assessor
from app.people.imports.terms import (
    Fault,
    Known,
    KnownPerson,
    Row,
    State,
)
from app.people.rules import RULES, bound_to_a_trial, no_overlap, one_basic_court
from app.people.rules import Held as HeldBeside
from app.people.terms import Form, RollKind
from app.shared.refusals import SOFT
from app.shared.texts import N_

PERSONAL = (
    *("name", "sex", "birth", "education", "occupation", "employer", "district"),
    *("address", "phone", "email", "ethnicity", "social_origin"),
)
YEAR = ("cases_this_year", "days_this_year")
# A sheet does not say for which trial form B is: that is told by a warning of its own.
_BEGINS = tuple(rule for rule in RULES if rule is not bound_to_a_trial)
_GOES_ON = (no_overlap, one_basic_court)  # of a term that the register has already
_NOBODY = Known({}, {}, lambda number: number)


def weigh(row: Row, court: Court, register: Register, given: Given) -> Weighed:
    """Return what a judged row would do to the register, with all that stands against it."""
    found = _candidates(row.values, register)
    known = _known(row.values, court, found, register)
    outcome = classify(row, known)
    person = next((p for p in found if p.id == outcome.person), None)
    held = tenure_meant(row.values, court, person.tenures) if person else None
    weighed = Weighed(outcome, court, person, held)
    if outcome.state == State.WRONG:
        return weighed
    said = {fault.key for fault in outcome.faults}
    more = _against(row.values, court, person, held, given, register)
    return weighed.against([fault for fault in more if fault.key not in said])


def _candidates(values: Mapping[str, Any], register: Register) -> tuple[Registered, ...]:
    number = values.get("id_number")
    if number and (person := register.by_hash.get(register.hashes[number.number])):
        return (person,)
    return register.by_name.get(values.get("name", ""), ())


def _known(
    values: Mapping[str, Any], court: Court, found: tuple[Registered, ...], register: Register
) -> Known:
    """Return what `classify` may know of the candidates, each with the tenure the row means."""
    if not found:
        return _NOBODY if "id_number" not in values else Known({}, {}, register.hashes.__getitem__)
    by_number: dict[str, KnownPerson] = {}
    by_birth: dict[tuple[str, str], tuple[KnownPerson, ...]] = {}
    for person in found:
        known = _known_person(values, court, person)
        if (hashed := person.values.get("id_number")) is not None:
            by_number[hashed] = known
        birth, name = person.values.get("birth"), person.values.get("name", "")
        keys = {str(birth), str(birth.year), ""} if birth else {""}
        for key in keys:
            by_birth[name, key] = (*by_birth.get((name, key), ()), known)
    return Known(by_number, by_birth, register.hashes.__getitem__)


def _known_person(values: Mapping[str, Any], court: Court, person: Registered) -> KnownPerson:
    held = tenure_meant(values, court, person.tenures)
    own, (cases, halves) = dict(person.values), person.year or (None, None)
    own |= {"cases_this_year": cases, "days_this_year": None if halves is None else halves / 2}
    if not person.here:  # kept by another court: only the term is entered, nothing is shown
        own |= {field: values.get(field) for field in (*PERSONAL, *YEAR)}
    has = MappingProxyType(own | (_of_tenure(held, values) if held else {}))
    return KnownPerson(person.id, has, person.has_number)


def _of_tenure(held: Held, values: Mapping[str, Any]) -> dict[str, Any]:
    organ, number, adopted = held.act or (None, None, None)
    wanted = (values.get("roll", RollKind.GENERAL), values.get("roll_subject", ""))
    on = [(kind, subject) for kind, subject, _open in held.rolls]
    kind, subject = wanted if wanted in on else (on[0] if on else (None, None))
    return {
        "court": held.court,
        "office": held.office,
        "from": held.since,
        "until": held.until,
        "form": held.form,
        "rank": held.rank or None,
        "earlier_terms": held.earlier_terms,
        "act_organ": organ,
        "act_number": number,
        "act_date": adopted,
        "oath_date": held.oath,
        "roll": kind,
        "roll_subject": subject or None,
    }


def _against(
    values: Mapping[str, Any],
    court: Court,
    person: Registered | None,
    held: Held | None,
    given: Given,
    register: Register,
) -> list[Fault]:
    """Return what the register and the dates of the row say against it, beyond `classify`."""
    if person and not person.here and values.get("name") != person.values.get("name"):
        return [_ELSEWHERE]
    faults = [_act_as_known(values, court, register), _oath_missing(values, court, held)]
    faults.append(_trial_missing(values, held))
    start = start_of(values, given)
    if held is None and start is None:
        return [_NO_START]
    first = values.get("from") or (held.since if held else start)
    assert first is not None
    if person or "from" not in values:  # else the row alone has said it all
        faults += _of_tenure_beside(values, court, person, held, first)
    return [fault for fault in faults if fault]


def _of_tenure_beside(
    values: Mapping[str, Any],
    court: Court,
    person: Registered | None,
    held: Held | None,
    first: date,
) -> list[Fault]:
    """Return what the rules say of the term beside what else the register has of the person."""
    facts = facts_of(
        {**_known_of(person), **values},
        first,
        values.get("until") or (held.last if held else end_of(values, first, court)),
        bars=person.bars if person else (),
        others=_others(person, held, court),
        basic=court.name in court.around.basic_courts,
    )
    return faults_by(_GOES_ON if held else _BEGINS, facts, court.around.book)


def _known_of(person: Registered | None) -> dict[str, Any]:
    """Return what a row need not state again of a person whose file is kept here."""
    if person is None or not person.here:
        return {}
    has = {name: person.values.get(name) for name in ("birth", "education")}
    return {name: value for name, value in has.items() if value}


def _others(person: Registered | None, held: Held | None, court: Court) -> tuple[HeldBeside, ...]:
    return tuple(
        HeldBeside(t.office, t.court, t.since, t.last, t.basic, t.form, t.body_id == court.id)
        for t in (person.tenures if person else ())
        if t is not held
    )


def _act_as_known(values: Mapping[str, Any], court: Court, register: Register) -> Fault | None:
    act = act_of(values, court)
    known = register.acts.get((court.id, act[0], act[1])) if act else None
    if act is None or known is None:
        return None
    if known.annulled:
        return Fault(
            "act_number",
            "import.act_annulled",
            N_("The act %(number)s was annulled."),
            MappingProxyType({"number": act[1]}),
            N_("Correct the number, or leave the row out."),
        )
    if act[2] and act[2] != known.adopted:
        return Fault(
            "act_date",
            "import.act_day_known",
            N_("The register has act %(number)s with the day %(day)s."),
            MappingProxyType({"number": act[1], "day": known.adopted.isoformat()}),
            N_("Correct the day or the number."),
        )
    return None


def _oath_missing(values: Mapping[str, Any], court: Court, held: Held | None) -> Fault | None:
    """Warn of a term that runs without an oath, where the book asks for one (Law 2018, Art 12)."""
    sworn = "oath_date" in values or (held is not None and held.oath is not None)
    past = (values.get("until") or date.max) < court.around.today
    asked = court.around.book.value("oath.required") and is_assessor(values)
    return None if sworn or past or not asked else _UNSWORN


def _trial_missing(values: Mapping[str, Any], held: Held | None) -> Fault | None:
    """Warn of form B: it names somebody for one trial, and a sheet does not say for which."""
    return _NO_TRIAL if held is None and values.get("form") == Form.B else None


_NO_TRIAL = Fault(
    "form",
    "form_b.tenure_per_case",
    N_("Form B names an assessor for one trial: no draw takes this person without its number."),
    way_out=N_("Enter the appointment on the person's page, with the number of the case."),
    strength=SOFT,
)
_UNSWORN = Fault(
    "oath_date",
    "oath.required",
    N_("No oath is stated: no draw takes this person until it is recorded."),
    way_out=N_("Fill in the day of the oath, or record it later on the person's page."),
    strength=SOFT,
)
_ELSEWHERE = Fault(
    "id_number",
    "import.number_elsewhere",
    N_("This ID number belongs to a person of another name, whose file another court keeps."),
    way_out=N_("Compare name and number with the card."),
)
_NO_START = Fault(
    "from",
    "import.no_start",
    N_("The row does not say since when the office is held."),
    way_out=N_("Write the first day of the term, or give one day for all rows with the columns."),
)
