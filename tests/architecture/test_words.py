"""What is kept as a code is shown in words: acts, values of rules, kinds and states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import pytest

from app.audit import acts
from app.audit import words as audit_words
from app.elections import terms as elections
from app.elections import words as election_words
from app.people import labels
from app.people import terms as people
from app.promotion import terms as promotion
from app.promotion import words as promotion_words
from app.rulebooks.loader import load, names
from app.rulebooks.words import UNITS, VALUES
from app.service import terms as service
from app.service import words as service_words
from app.training import terms as training
from app.training import words as training_words
from app.trials import terms as trials
from app.trials import words


def test_every_act_of_the_audit_has_words():
    assert set(audit_words.ACTS) == set(acts.ACTS)


def codes(value: Any) -> Iterator[str]:
    """Yield the codes in a rule's value."""
    for part in value if isinstance(value, tuple) else ():
        yield from codes(part)
    if isinstance(value, str) and re.fullmatch(r"[a-z_]+", value):
        yield value


def test_every_code_and_unit_of_a_rulebook_has_words():
    rules = [rule for name in names() for rule in load(name).rules.values()]
    said = {code for rule in rules for code in codes(rule.value)}
    assert said == set(VALUES)
    assert {rule.unit for rule in rules} - {"", "share"} <= set(UNITS)


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (labels.SEXES, people.Sex),
        (labels.OFFICES, people.Office),
        (labels.FORMS, people.Form),
        (labels.ID_KINDS, people.IdKind),
        (labels.ROLLS, people.RollKind),
        (labels.LINES, people.LineKind),
        (labels.PAUSES, people.PauseKind),
        (labels.KINDRED, people.KinKind),
        (labels.CHECKS, people.CheckKind),
        (labels.ABSENCES, people.AbsenceKind),
        (promotion_words.GROUPS, promotion.Outcome),
        (promotion_words.STATES, promotion.ProposalState),
        (service_words.GRADES, service.Grade),
        (service_words.SANCTIONS, service.SanctionKind),
        (election_words.FORMS, elections.ElectionForm),
        (election_words.STAGES, elections.Stage),
        (election_words.SOURCES, elections.Source),
        (election_words.STANDINGS, elections.Standing),
        (election_words.MATTERS, elections.Matter),
        (words.MATTERS, trials.Matter),
        (words.PROCEDURES, trials.Procedure),
        (words.ROLES, trials.PartyRole),
        (words.PANELS, trials.PanelState),
        (words.SEATS, trials.SeatState),
        (words.DAYS, trials.DayState),
        (words.PARTS, trials.DayPart),
        (training_words.PURPOSES, training.Purpose),
        (training_words.ASSESSMENTS, training.Assessment),
        (training_words.COHORTS, training.CohortState),
        (training_words.ENROLMENTS, training.EnrolmentState),
        (training_words.PRESENCES, training.Presence),
        (training_words.LEVELS, training.Level),
    ],
)
def test_every_kind_and_state_has_words(table: Mapping[Any, str], kind: type[StrEnum]):
    assert {str(word) for word in table} == {str(word) for word in kind}
