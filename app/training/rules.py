"""Rules of courses and cohorts: what a school may offer, when, to how many (pure)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from app.rulebooks.terms import Rulebook
from app.shared.refusals import SOFT, Refusal
from app.shared.texts import N_
from app.training.facts import (
    LEADING,
    PREPARING,
    Audience,
    CohortWords,
    CourseWords,
    QuotaWords,
    SessionWords,
)
from app.training.terms import Assessment, Group, Level, Purpose

LONGEST = 400  # days from the first to the last of a cohort
SCHOOLS = {
    Level.CENTRAL: "school.central",
    Level.MAJOR_REGION: "school.major_region",
    Level.PROVINCE: "school.province",
}


def judge_course(words: CourseWords) -> list[Refusal]:
    """Return what stands against a course as it is written down."""
    found: list[Refusal] = []
    if not words.subjects:
        text = N_("A course teaches something: name a subject with its hours.")
        found.append(Refusal("course.subjects", text, place="subjects"))
    if words.assessment is Assessment.SCORE and words.pass_mark is None:
        text = N_("A course that ends in a score says from which score on it is passed.")
        found.append(Refusal("course.pass_mark", text, place="pass_mark"))
    return found


def judge_cohort(words: CohortWords, today: date, before: CohortWords | None) -> list[Refusal]:
    """Return what stands against a cohort as it is written down; `before`: as it stood."""
    return [
        *_days(words, today, before),
        *_quotas(words),
    ]


def _days(words: CohortWords, today: date, before: CohortWords | None) -> Iterable[Refusal]:
    for place in ("starts", "nominate_by"):
        day: date = getattr(words, place)
        if day < today and (before is None or getattr(before, place) != day):
            text = N_("%(day)s is over: a cohort begins, and its nominations end, in time to come.")
            yield Refusal("cohort.past", text, {"day": day.isoformat()}, place=place)
    if not words.starts <= words.ends or (words.ends - words.starts).days > LONGEST:
        text = N_("The last day comes after the first, at most %(days)s days later.")
        yield Refusal("cohort.span", text, {"days": LONGEST}, place="ends")
    if words.nominate_by > words.starts:
        text = N_("Nominations end on the first day at the latest.")
        yield Refusal("cohort.nominate_by", text, place="nominate_by")
    if words.results_by < words.ends:
        text = N_("Results cannot be due before the last day.")
        yield Refusal("cohort.results_by", text, place="results_by")


def _quotas(words: CohortWords) -> Iterable[Refusal]:
    if words.minimum > words.seats:
        text = N_("The least number, %(minimum)s, is more than the %(seats)s seats.")
        facts = {"minimum": words.minimum, "seats": words.seats}
        yield Refusal("cohort.minimum", text, facts, place="minimum")
    held = sum(quota.seats for quota in words.quotas)
    if held > words.seats:
        text = N_("The quotas hold %(held)s seats, the cohort has %(seats)s.")
        way_out = N_("Give more seats, or smaller quotas.")
        facts = {"held": held, "seats": words.seats}
        yield Refusal("cohort.quotas", text, facts, way_out, place="seats")
    bodies = [quota.body_id for quota in words.quotas]
    for quota in {q.body_id: q for q in words.quotas if bodies.count(q.body_id) > 1}.values():
        text = N_("%(name)s holds two quotas: write one, with all its seats.")
        yield Refusal("cohort.quota_twice", text, {"name": quota.name}, place="quotas")


def quotas_apart(
    quotas: Collection[QuotaWords], above: Mapping[int, tuple[int, ...]]
) -> list[Refusal]:
    """Return the quotas that lie in another: a seat would count twice.

    `above`: the bodies over each holder, itself first.
    """
    holders = {quota.body_id: quota for quota in quotas}
    text = N_("The quota of %(name)s lies within that of %(other)s: a seat would count twice.")
    way_out = N_("Take its seats out of the larger quota, or name the courts one by one.")
    return [
        Refusal(
            "cohort.quota_within",
            text,
            {"name": quota.name, "other": holders[other].name},
            way_out,
            place="quotas",
        )
        for quota in quotas
        for other in above.get(quota.body_id, ())[1:]
        if other in holders
    ]


def seats_cover(
    words: CohortWords, admitted: int, by_body: Mapping[int, tuple[str, int]]
) -> list[Refusal]:
    """Return what stands against fewer seats: those admitted keep theirs.

    `by_body`: of each holder of a quota, its name and how many were admitted under it.
    """
    found = []
    if words.seats < admitted:
        text = N_("%(admitted)s people are admitted already: %(seats)s seats are too few.")
        way_out = N_("Withdraw some of them first, each with the reason, or keep the seats.")
        facts = {"admitted": admitted, "seats": words.seats}
        found.append(Refusal("cohort.below_admitted", text, facts, way_out, place="seats"))
    now = {quota.body_id: quota.seats for quota in words.quotas}
    for body_id, (name, taken) in by_body.items():
        if now.get(body_id, 0) < taken:
            text = N_("Under the quota of %(name)s %(admitted)s people are admitted already.")
            way_out = N_("Withdraw some of them first, each with the reason, or keep the quota.")
            facts = {"name": name, "admitted": taken}
            found.append(Refusal("cohort.below_admitted", text, facts, way_out, place="quotas"))
    return found


def judge_sessions(
    sessions: Collection[SessionWords],
    span: tuple[date, date],
    today: date,
    kept: Collection[tuple[date, object]] = (),
) -> list[Refusal]:
    """Return what stands against the half days of a cohort: outside its days, twice, over.

    `kept` are half days that were set before: those may be over.
    """
    found = []
    halves = [(one.day, one.half) for one in sessions]
    for day in sorted({day for day, half in halves if halves.count((day, half)) > 1}):
        text = N_("%(day)s has the same half day twice.")
        found.append(Refusal("session.twice", text, {"day": day.isoformat()}, place="sessions"))
    for day in sorted({one.day for one in sessions if not span[0] <= one.day <= span[1]}):
        text = N_("%(day)s lies outside the cohort, which runs %(first)s ～ %(last)s.")
        facts = {"day": day.isoformat(), "first": span[0].isoformat(), "last": span[1].isoformat()}
        way_out = N_("Choose a day of the cohort, or change its first or last day.")
        found.append(Refusal("session.outside", text, facts, way_out, place="sessions"))
    for day in sorted({d for d, half in halves if d < today and (d, half) not in kept}):
        text = N_("%(day)s is over: no session can be set for it.")
        found.append(Refusal("session.past", text, {"day": day.isoformat()}, place="sessions"))
    return found


def hours_planned(course_hours: int, planned: int) -> Refusal | None:
    """The sessions hold the hours of the course (default of the product)."""
    if planned >= course_hours:
        return None
    return Refusal(
        "cohort.hours",
        N_("The course takes %(hours)s class hours, the sessions hold %(planned)s."),
        {"hours": course_hours, "planned": planned},
        N_("Add half days on the timetable, or change the last day."),
        strength=SOFT,
    )


def groups_of_course(purpose: Purpose, audience: Audience) -> frozenset[Group]:
    """Return whom a course trains, in the words of the resolution of 1953, § 10."""
    found: set[Group] = set()
    if purpose in PREPARING:
        found.add(Group.PREPARING)
    if purpose is Purpose.INITIAL or audience.newly is not None:
        found.add(Group.NEWLY_TRANSFERRED)
    leaders = audience.offices and set(audience.offices) <= set(LEADING)
    if purpose is Purpose.LEADING or leaders:
        found |= {Group.COUNTY_LEADERS, Group.SPECIAL_LEADERS}
    return frozenset(found)


def trained_here(groups: Collection[Group], level: Level, book: Rulebook) -> Refusal | None:
    """Who trains whom: central and regional schools leaders, provinces the new (1953, § 10).

    The central school mainly trains leading backbone at or above county level and that of
    special courts, a major region's the former, a province's or municipality's the newly
    transferred and those who prepare for promotion.
    """
    key = SCHOOLS.get(level, "")
    if not book.has(key) or set(groups) & set(book.value(key) or ()):
        return None
    texts = {
        Level.CENTRAL: N_("The central school mainly trains leading backbone from the county up."),
        Level.MAJOR_REGION: N_(
            "A school of a major region mainly trains leading backbone from the county up."
        ),
        Level.PROVINCE: N_(
            "Short courses of a province or municipality mainly serve the newly transferred and"
            " those who prepare for promotion."
        ),
    }
    return book.refusal(key, texts[level], N_("Choose another school, or say why here."))
