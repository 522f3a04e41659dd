"""Rules of the roll: whether a panel is drawn from the one that its case asks for (pure).

Judged by today's book, when a panel is asked for and once more when its roll is frozen.
"""

from __future__ import annotations

from app.bodies.terms import BodyKind
from app.people.terms import RollKind
from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal
from app.shared.texts import N_
from app.trials.facts import CaseFacts
from app.trials.rules import value_of


def roll_fits_case(
    facts: CaseFacts, roll_kind: str, assessors: int, book: Rulebook
) -> list[Refusal]:
    """Return every rule that stands against drawing this case's assessors from a roll."""
    if not assessors:
        return []
    found = (
        workers_roll(facts, roll_kind, book),
        specialist_seats(facts, roll_kind, book),
        juvenile_roll(facts, roll_kind, book),
    )
    return [refusal for refusal in found if refusal is not None]


def workers_roll(facts: CaseFacts, roll_kind: str, book: Rulebook) -> Refusal | None:
    """Assessors of a special court are those whom its workers elected (1953, § 4)."""
    asked = value_of(book, "roll.special_court_workers")
    if not asked or facts.court_kind != BodyKind.SPECIAL or roll_kind == RollKind.WORKERS:
        return None
    return book.refusal(
        "roll.special_court_workers",
        N_("In this court those sit whom the workers elected."),
        N_("Draw from the roll of workers."),
        "roll_kind",
    )


def specialist_seats(facts: CaseFacts, roll_kind: str, book: Rulebook) -> Refusal | None:
    """Complex environment cases are tried with special knowledge (2023 No 4, Art 1)."""
    asked = facts.special_knowledge and value_of(book, "specialist.seats")
    if not asked or roll_kind == RollKind.SPECIALIST:
        return None
    return book.refusal(
        "specialist.seats",
        N_("The case raises complex questions of the environment: special knowledge sits."),
        N_("Draw from the roll of assessors with special knowledge of its field."),
        "roll_kind",
    )


def juvenile_roll(facts: CaseFacts, roll_kind: str, book: Rulebook) -> Refusal | None:
    """The roll of those who know minors is for juvenile cases (Criminal Interp. 2021, Art 549)."""
    allowed = facts.juvenile and value_of(book, "roll.juvenile")
    if roll_kind != RollKind.JUVENILE or allowed:
        return None
    return book.refusal(
        "roll.juvenile",
        N_("The roll for juvenile cases is meant for those cases only."),
        N_("Draw from the general roll, or mark the case as a juvenile case."),
        "roll_kind",
    )
