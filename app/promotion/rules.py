"""From assessor to judge: one function a condition, all judged by `judge`. Pure.

Each says whether the condition is met (None: the register does not know), and how far it is; it
returns None where the book does not ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from app.people.imports.terms import Education
from app.promotion.facts import Facts, Vacancy
from app.promotion.terms import Outcome
from app.rulebooks.terms import Rulebook
from app.service.rules import frozen_until
from app.service.terms import Grade
from app.shared.dates import Birth
from app.shared.refusals import HARD, Refusal
from app.shared.texts import N_

NEARLY_LACKS = 2
BEST_FIRST = list(Grade)
NOTHING: Mapping[str, Any] = MappingProxyType({})
APPRAISED = {
    Grade.EXCELLENT: N_("Appraised as excellent for %(year)s."),
    Grade.COMPETENT: N_("Appraised as competent for %(year)s."),
    Grade.BASICALLY_COMPETENT: N_("Appraised as basically competent for %(year)s."),
    Grade.NOT_COMPETENT: N_("Appraised as not competent for %(year)s."),
}
WORK_BY_DEGREE = {
    Education.MASTER.value: "judge.legal_work_master",
    Education.DOCTOR.value: "judge.legal_work_doctorate",
}
DEGREES = (Education.BACHELOR.value, Education.MASTER.value, Education.DOCTOR.value)


class Condition(NamedTuple):
    """A condition of the book: whether it is met, how far it is, the way out, and its source."""

    key: str
    met: bool | None
    text: str
    facts: Mapping[str, Any] = NOTHING
    way_out: str = ""
    source: str = ""


NOT_TRAINED = N_("The short course from assessor to judge is not passed.")
UNSANCTIONED = Condition("sanction.stops_promotion", True, N_("No sanction is recorded."))


def among_assessors(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """§ 10: new judges are selected from among the assessors in office."""
    key = "recruitment.from_assessors"
    if not book.has(key) or book.value(key) != "only_among_assessors":
        return None
    holds = facts.since <= day and (facts.last is None or facts.last >= day)
    if holds:
        return Condition(key, True, N_("Assessor since %(since)s."), {"since": facts.since})
    return Condition(key, False, N_("No assessor in office on that day."))


def participations(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Own setting, default: so many cases were sat before a promotion."""
    asked = book.value("promotion.participations")
    if asked is None:
        return None
    text = N_("Sat in %(cases)s of %(asked)s cases.")
    named = {"cases": facts.cases, "asked": asked}
    way_out = N_("Let the next draws take this person, or bring the earlier years along.")
    return Condition("promotion.participations", facts.cases >= asked, text, named, way_out)


def appraisal(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Own setting, default: the last yearly appraisal is at least so good."""
    asked, last = book.value("promotion.appraisal"), facts.appraisal
    if asked is None:
        return None
    way_out = N_("Record an appraisal in the service record.")
    if last is None:
        text = N_("No appraisal is recorded.")
        return Condition("promotion.appraisal", False, text, NOTHING, way_out)
    met = BEST_FIRST.index(last.grade) <= BEST_FIRST.index(Grade(asked))
    named = {"year": last.year}
    source = f"{last.source} · {last.day}"
    return Condition("promotion.appraisal", met, APPRAISED[last.grade], named, way_out, source)


def short_course(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """§ 10, which course by default: short training comes before service as judge."""
    by_law = book.has("recruitment.short_training") and book.value("recruitment.short_training")
    if not by_law and book.value("promotion.course") is None:
        return None
    key = "recruitment.short_training" if by_law else "promotion.course"
    way_out = N_("Nominate this person for the short course from assessor to judge.")
    if not facts.courses:
        return Condition(key, False, NOT_TRAINED, NOTHING, way_out)
    last = facts.courses[-1]
    text, named = N_("Passed on %(day)s."), {"day": last.until}
    return Condition(key, True, text, named, way_out, f"{last.title} · {last.proof}")


def age(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Own setting, default: an age from which on somebody may be promoted; none is set."""
    least = book.value("promotion.age")
    if least is None:
        return None
    if facts.birth is None and facts.birth_year is None:
        return Condition("promotion.age", None, N_("No birth date is recorded."))
    year = facts.birth.year if facts.birth else facts.birth_year or 0
    years = Birth(year, facts.birth).age_on(day)
    text = N_("%(age)s years old; at least %(least)s are asked.")
    return Condition("promotion.age", years >= least, text, {"age": years, "least": least})


def no_sanction(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Art 64, 1953 by default: no sanction runs."""
    key = "sanction.stops_promotion"
    if not book.has(key) or not book.value(key):
        return None
    if not facts.sanctions:
        return UNSANCTIONED
    until = frozen_until([one.what for one in facts.sanctions], day, book)
    source = facts.sanctions[-1].source
    if until is None:
        return Condition(key, True, N_("Every sanction has lifted."), NOTHING, "", source)
    text, named = N_("A sanction runs until %(until)s."), {"until": until.isoformat()}
    return Condition(key, False, text, named, N_("Wait until it lifts by itself."), source)


def no_bar(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Art 7: no check found a personal ground that bars."""
    listed = book.value("bar.personal")
    if not listed:
        return None
    found = any(bar.kind.value in listed for bar in facts.bars)
    text = N_("A check found a ground that bars.") if found else N_("No check found a bar.")
    way_out = N_("Record a later check if the ground has fallen away.")
    return Condition("bar.personal", not found, text, NOTHING, way_out)


def degree(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Art 12 (Judges Law): a degree in law, or an equal path."""
    if not book.has("judge.degree"):
        return None
    if facts.education in DEGREES:
        text = N_("A degree is recorded; whether it is in law the register does not know.")
        return Condition("judge.degree", None, text)
    if facts.education:
        text = N_("The education recorded is below a bachelor's degree.")
        way_out = N_("Correct the education if it is higher.")
        return Condition("judge.degree", False, text, NOTHING, way_out)
    return Condition("judge.degree", None, N_("No education is recorded."))


def legal_work(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Art 12 (Judges Law): years of legal work, fewer with a master's or doctor's degree in law."""
    if not book.has("judge.legal_work"):
        return None
    key = WORK_BY_DEGREE.get(facts.education, "judge.legal_work")
    text = N_("%(years)s years are asked; years of legal work are not in the register.")
    return Condition(key, None, text, {"years": book.value(key)})


def legal_examination(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Art 12 (Judges Law): the national legal examination is passed."""
    key = "judge.legal_examination"
    if not book.has(key) or not book.value(key):
        return None
    return Condition(key, None, N_("Whether it is passed is not in the register."))


def vacancy(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Condition | None:
    """Art 25 (Judges Law), 1953 § 2: a judge is appointed to a vacant post."""
    key = "judge.appointed_to_vacancy"
    key = key if book.has(key) else "deployment.planned"
    if not book.has(key) or not book.value(key):
        return None
    way_out = N_("Set the number of posts by an act, or wait for a post.")
    if posts.number is None:
        text = N_("No number of posts of judges is set for this court.")
        return Condition(key, False, text, NOTHING, way_out)
    text = N_("%(free)s of %(number)s posts of judges are free.")
    named = {"free": posts.free, "number": posts.number}
    return Condition(key, posts.free > 0, text, named, way_out)


Rule = Callable[[Facts, date, Rulebook, Vacancy], Condition | None]
WITH_PATH: tuple[Rule, ...] = (among_assessors, participations, appraisal, short_course, age)
OF_ANYONE: tuple[Rule, ...] = (
    degree,
    legal_work,
    legal_examination,
    no_sanction,
    no_bar,
    vacancy,
)
RULES = WITH_PATH + OF_ANYONE


def judge(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> list[Condition]:
    """Return every condition that `book` sets, met or not, as of a day.

    Where the law has no path from assessor to judge, those that anyone meets who applies.
    """
    rules = RULES if no_path(book) is None else OF_ANYONE
    return [found for rule in rules if (found := rule(facts, day, book, posts)) is not None]


def outcome(conditions: Sequence[Condition]) -> Outcome:
    """Return how conditions leave somebody: what the register does not know is not lacking."""
    lacks = len([one for one in conditions if one.met is False])
    if not lacks:
        return Outcome.READY
    return Outcome.NEARLY if lacks <= NEARLY_LACKS else Outcome.NOT


def no_path(book: Rulebook) -> Refusal | None:
    """Art 12 (Judges Law), 1953 § 10: whether the law has a path from assessor to judge at all."""
    if book.value("judge.from_assessor"):
        return None
    rule = book.rule("judge.from_assessor")
    return Refusal(
        rule.key,
        N_("The law has no path from assessor to judge: who qualifies applies as anyone does."),
        way_out=N_("Once the appointment is made elsewhere, enter it on the person's page."),
        document=rule.cite.document,
        article=rule.cite.article,
        strength=HARD,
    )


def against(conditions: Sequence[Condition], book: Rulebook) -> list[Refusal]:
    """Return the conditions that are not met as refusals: soft ones pass with a reason."""
    return [
        book.refusal(one.key, one.text, one.way_out, **one.facts)
        for one in conditions
        if one.met is False
    ]


def hard(conditions: Sequence[Condition], book: Rulebook) -> bool:
    """Say whether a condition that is not met stands against it whatever the reason."""
    return any(one.strength == HARD for one in against(conditions, book))
