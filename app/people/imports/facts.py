"""What a row says of a term, as app/people/rules.py looks at it: a rule is written once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from app.people.imports.terms import Circumstances, Fault
from app.people.rules import (
    Held,
    TenureFacts,
    enough_education,
    lifetime_terms,
    minimum_age,
    oath_after_appointment,
    term_length,
)
from app.people.terms import Office
from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal

Values = Mapping[str, Any]
Rule = Callable[[TenureFacts, Rulebook], Refusal | None]
# The column that a rule speaks of, where it is not the place that it names on a form.
_COLUMNS = {
    "age.minimum": "birth",
    "term.lifetime": "earlier_terms",
    "oath.after_appointment": "oath_date",
    "roll.one_basic_court": "court",
    "tenure.overlap": "from",
}


def fault_of(refusal: Refusal) -> Fault:
    """Return the fault of a row that a rule refuses or warns of, at the column it speaks of."""
    return Fault.of(dataclasses.replace(refusal, place=_COLUMNS.get(refusal.key, refusal.place)))


def faults_by(rules: Iterable[Rule], facts: TenureFacts, book: Rulebook) -> list[Fault]:
    """Return the faults of a row by rules about a tenure."""
    return [fault_of(refusal) for rule in rules if (refusal := rule(facts, book))]


def facts_of(values: Values, since: date, until: date | None, **more: Any) -> TenureFacts:
    """Return what a row states of a term from a day to a day; `more` is what else is known."""
    stated = {
        "birth": values.get("birth"),
        "education": values.get("education", ""),
        "earlier_terms": values.get("earlier_terms", 0),
        "form": values.get("form"),
    }
    office = values.get("office", Office.ASSESSOR)
    return TenureFacts(office=office, since=since, until=until, **{**stated, **more})


def of_term(values: Values, around: Circumstances) -> list[Fault]:
    """Return what stands against a term by what the row alone says of it.

    The age is judged on the first day, else the day of the act; a row that states neither is
    judged with the day that is given for all rows. The length is judged where both days are
    stated: a term without an end lasts the law's length.
    """
    start, until = values.get("from"), values.get("until")
    begins = start or values.get("act_date")
    facts = facts_of(values, begins or around.today, until)
    rules: list[Rule] = [enough_education, lifetime_terms]
    if begins:
        rules.insert(0, minimum_age)
    if start and until:
        rules.append(term_length)
    return [*faults_by(rules, facts, around.book), *_of_oath(values, around)]


def _of_oath(values: Values, around: Circumstances) -> list[Fault]:
    act, oath = values.get("act_date"), values.get("oath_date")
    refusal = oath_after_appointment(act, oath, around.book) if act and oath else None
    return [fault_of(refusal)] if refusal else []


def held_by(values: Values, court: str, around: Circumstances) -> Held:
    """Return the term of a row of one person, as it stands beside that of another row."""
    return Held(
        office=values.get("office", Office.ASSESSOR),
        court=values.get("court") or around.court,
        since=values.get("from") or date.min,
        last=values.get("until"),
        basic=(values.get("court") or around.court) in around.basic_courts,
        form=values.get("form"),
        same_court=(values.get("court") or around.court) == court,
    )
