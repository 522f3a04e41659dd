"""Rules of results: when there are any, of whom, and what a score means (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.shared.fullwidth import halfwidth
from app.shared.refusals import Refusal
from app.shared.texts import N_
from app.training.terms import Assessment, EnrolmentState

MOST = 100  # points


@dataclass(frozen=True)
class Outcome:
    """How a course ended for somebody, with the score where there is one."""

    state: EnrolmentState
    score: int | None = None


class NoOutcome(ValueError):
    """What was written down says no result of this course."""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands before a result is written down."""

    name: str
    state: EnrolmentState
    certified: bool
    changes: bool  # a result is there, and another is written down


def outcome(assessment: Assessment, pass_mark: int | None, said: str) -> Outcome | None:
    """Return the result that was written down: passed, failed or a score; None for nothing.

    By attendance whoever was not out has passed; a score passes from the pass mark on. Raises
    NoOutcome for anything else.
    """
    word = halfwidth(said).strip()
    if assessment is Assessment.ATTENDANCE:
        return Outcome(EnrolmentState.PASSED)
    if not word:
        return None
    if assessment is Assessment.PASS_FAIL:
        if word not in (EnrolmentState.PASSED, EnrolmentState.FAILED):
            raise NoOutcome(said)
        return Outcome(EnrolmentState(word))
    if not word.isdecimal() or len(word) > 3 or int(word) > MOST:
        raise NoOutcome(said)
    passed = int(word) >= (pass_mark or 0)
    return Outcome(EnrolmentState.PASSED if passed else EnrolmentState.FAILED, int(word))


def no_score(name: str) -> Refusal:
    """Return the refusal of something that is no result."""
    text = N_("What is written down for %(name)s is no result of this course.")
    way_out = N_("A score is a whole number from 0 to 100.")
    return Refusal("result.score", text, {"name": name}, way_out)


def sessions_over(left: int) -> Refusal | None:
    """There is no result before the sessions are over and written down (default)."""
    if not left:
        return None
    text = N_("The attendance of %(left)s half days is not written down: there is no result yet.")
    way_out = N_("Write down who was there first.")
    return Refusal("result.sessions", text, {"left": left}, way_out)


def judge_results(people: Iterable[Standing], reason: str) -> list[Refusal]:
    """Return what stands against results of some people, each rule for each of them."""
    people = list(people)
    found = [refusal for one in people if (refusal := _may_have_one(one)) is not None]
    if any(one.changes for one in people) and not reason.strip():
        text = N_("A result that is there is corrected only for a reason: write it down.")
        found.append(Refusal("result.reason", text, place="reason"))
    return found


def _may_have_one(one: Standing) -> Refusal | None:
    """Who is out has no result; after the certificate none is changed (default)."""
    facts = {"name": one.name}
    if one.state is EnrolmentState.OUT:
        text = N_("%(name)s is out: there is no result.")
        return Refusal("result.out", text, facts, N_("Correct the attendance, if it is wrong."))
    if one.certified:
        text = N_("%(name)s has a certificate: the result stands.")
        return Refusal("result.certificate", text, facts, N_("Revoke the certificate first."))
    return None
