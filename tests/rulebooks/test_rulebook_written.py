"""Which rules have a function: no path in the list lies, and the rest is counted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.rulebooks.loader import load, names
from app.rulebooks.terms import Rulebook
from app.rulebooks.written import FUNCTIONS, faults, function_at, names_article, unwritten

BOOKS = [load(name) for name in names()]
# What must have a function by now: eligibility, bars, cap, forms, lead, recusal, rolls.
NOW = """
age.minimum age.maximum education.minimum bar.office bar.office_other bar.personal
bar.checked_at_draw oath.required oath.after_appointment term.length term.reappointment
term.lifetime roll.one_basic_court form_b.tenure_per_case cap.cases
panel.forms panel.single_judge panel.three panel.seven panel.seven_cases panel.assessor_cases
panel.presiding_judge panel.party_request panel.never_mixed panel.first_instance_only
special_court.juror_required draw.lead draw.from_basic_courts
recusal.party recusal.kin recusal.kin_of_counsel recusal.interest recusal.prior_role
recusal.employer recusal.employer_is_party recusal.prior_mediation recusal.prior_stage
roll.special_court_workers roll.juvenile specialist.seats
"""
HERE = "tests.rulebooks.test_rulebook_written"


def lasts_five_years() -> None:
    """A term lasts five years (People's Assessors Law Art 13)."""


def lasts_long() -> None:
    """A term lasts long.

    People's Assessors Law Art 13.
    """


def test_no_path_lies() -> None:
    assert faults(FUNCTIONS, BOOKS) == []


def test_what_must_be_enforced_now_is() -> None:
    assert set(NOW.split()) - FUNCTIONS.keys() == set()


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_written_and_unwritten_rules_are_counted(book: Rulebook) -> None:
    """Shown by `pytest -s`: what the product enforces of a book, and what it does not yet."""
    written = [key for key in book.rules if key in FUNCTIONS]
    left = unwritten(FUNCTIONS, book)
    silent = [key for key in book.rules if key not in written and key not in left]
    print(f"\n{book.name}: {len(written)} written, {len(left)} not yet, {len(silent)} unset")
    print("  written: " + (", ".join(written) or "none"))
    print("  not yet: " + ", ".join(left))
    assert all(book.value(key) is None for key in silent)
    assert len(written) + len(left) + len(silent) == len(book.rules)


@pytest.mark.parametrize(
    ("key", "path", "what"),
    [
        ("term.lenght", f"{HERE}.lasts_five_years", "no rulebook has this key"),
        ("term.length", f"{HERE}.lasts_six_years", "There is no function at"),
        ("term.length", "app.nowhere.rules.lasts", "There is no function at"),
        ("term.length", "lasts", "There is no function at"),
        ("term.length", f"{HERE}.HERE", "is no function"),
        ("term.length", f"{HERE}.lasts_long", "does not name § 8 or Art 13"),
        ("oath.required", f"{HERE}.lasts_five_years", "does not name § 8 or Art 12"),
    ],
)
def test_a_path_that_lies_is_told(key: str, path: str, what: str) -> None:
    told = faults({key: path}, BOOKS)
    assert len(told) == 1
    assert told[0].startswith(f"{key}: ")
    assert what in told[0]


def test_a_true_path_passes_and_shortens_the_list() -> None:
    functions = {"term.length": f"{HERE}.lasts_five_years"}
    assert faults(functions, BOOKS) == []
    assert function_at(functions["term.length"]).__name__ == "lasts_five_years"
    book = load("cn-2018")
    assert set(unwritten({}, book)) - set(unwritten(functions, book)) == {"term.length"}
    assert "age.maximum" not in unwritten({}, book)


@pytest.mark.parametrize(
    ("line", "key", "named"),
    [
        ("Kin of a party do not sit (Recusal Rules Arts 1 and 14).", "recusal.kin", True),
        ("Kin of a party do not sit (Recusal Rules Art. 1).", "recusal.kin", True),
        ("Kin of a party do not sit (recusal rules 2011, Article 14).", "recusal.kin", True),
        ("Kin to the 14th degree do not sit (Art 2).", "recusal.kin", False),
        ("The bench has three forms (Law Arts 14–15).", "panel.forms", True),
        ("A sitting is recalled in time (default of the product).", "reminder.sitting", True),
        ("A sitting is recalled in time.", "reminder.sitting", False),
    ],
)
def test_the_first_line_names_the_article(line: str, key: str, named: bool) -> None:
    assert names_article(line, load("cn-2018").rule(key)) is named


def test_nothing_but_the_own_floor_is_imported() -> None:
    code = (
        "import sys, app.rulebooks.written, app.rulebooks.loader as l; l.load('cn-2018');"
        "print([m for m in sys.modules if m.startswith(('flask', 'sqlalchemy', 'app.'))"
        " and not m.startswith(('app.rulebooks', 'app.shared'))])"
    )
    root = Path(__file__).parents[2]
    out = subprocess.run(  # a fresh interpreter: this one has imported features already
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"
