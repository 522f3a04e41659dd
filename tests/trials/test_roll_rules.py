"""Which roll a case asks for, on plain values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bodies.terms import BodyKind
from app.rulebooks.loader import load
from app.trials.facts import CaseFacts
from app.trials.roll_rules import roll_fits_case
from app.trials.terms import Matter, Procedure

NEW, OLD = load("cn-2018"), load("cn-1953")
PLAIN = CaseFacts(BodyKind.BASIC, Matter.CIVIL, Procedure.ORDINARY, 1)
COMPLEX = replace(PLAIN, special_knowledge=True)
JUVENILE = replace(PLAIN, juvenile=True)
SPECIAL = replace(PLAIN, court_kind=BodyKind.SPECIAL)


@pytest.mark.parametrize(
    ("facts", "roll", "book", "key", "strength", "article"),
    [
        (SPECIAL, "general", OLD, "roll.special_court_workers", "hard", "§ 4"),
        (SPECIAL, "specialist", OLD, "roll.special_court_workers", "hard", "§ 4"),
        (COMPLEX, "general", NEW, "specialist.seats", "hard", "Art 1"),
        (COMPLEX, "workers", NEW, "specialist.seats", "hard", "Art 1"),
        (PLAIN, "juvenile", NEW, "roll.juvenile", "soft", "Art 549"),
        (JUVENILE, "juvenile", OLD, "roll.juvenile", "soft", "§ 8"),
    ],
)
def test_a_roll_that_does_not_fit(
    facts: CaseFacts, roll: str, book, key: str, strength: str, article: str
):
    (found,) = roll_fits_case(facts, roll, 2, book)
    assert (found.key, found.strength, found.article) == (key, strength, article)
    assert found.place == "roll_kind"
    assert roll_fits_case(facts, roll, 0, book) == []  # judges alone are drawn from no roll


@pytest.mark.parametrize(
    ("facts", "roll", "book"),
    [
        *((PLAIN, "general", NEW), (PLAIN, "specialist", NEW), (PLAIN, "general", OLD)),
        *((SPECIAL, "workers", OLD), (SPECIAL, "general", NEW)),
        *((COMPLEX, "specialist", NEW), (COMPLEX, "general", OLD)),
        *((JUVENILE, "juvenile", NEW), (JUVENILE, "general", NEW)),
    ],
)
def test_a_roll_that_fits(facts: CaseFacts, roll: str, book):
    assert roll_fits_case(facts, roll, 2, book) == []
