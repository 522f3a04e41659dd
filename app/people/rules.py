"""Who may hold an office, and until when: one function a rule, all judged by `judge_tenure`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.people.imports.terms import Education
from app.people.terms import CheckKind, Form, Office
from app.rulebooks.terms import Rulebook
from app.shared.dates import Birth
from app.shared.refusals import Refusal
from app.shared.texts import N_

LEVELS = [level.value for level in Education]
# An office held by one person once at a time; committee seats, cadre posts may be beside it.
EXCLUSIVE = (Office.ASSESSOR, Office.JUDGE, Office.PRESIDENT)
# Law 2018, Article 6: whoever serves in a court, in whatever office, is no assessor.
COURT_STAFF = frozenset(Office) - {Office.ASSESSOR, Office.TRAINEE}
COURT = "court"  # the code of bar.office for whoever serves in one


@dataclass(frozen=True)
class Held:
    """An office held besides the one that is judged; `last` is its last day (None: open)."""

    office: Office
    court: str
    since: date
    last: date | None
    basic: bool = True
    form: Form | None = None
    same_court: bool = False


@dataclass(frozen=True)
class Bar:
    """A check that found a bar; `code` is the calling of bar.office where it is one."""

    kind: CheckKind
    code: str = ""


@dataclass(frozen=True)
class TenureFacts:
    """All that is looked at before a person takes an office (days inclusive)."""

    office: Office
    since: date
    until: date | None
    birth: Birth | None = None
    education: str = ""
    earlier_terms: int = 0
    bars: tuple[Bar, ...] = ()
    others: tuple[Held, ...] = ()
    basic: bool = True
    form: Form | None = None
    for_case: str = ""


def _meet(facts: TenureFacts, held: Held) -> bool:
    ours, theirs = facts.until or date.max, held.last or date.max
    return facts.since <= theirs and held.since <= ours


def anniversary(day: date, years: int) -> date:
    """Return the day `years` later; 1 March where 29 February is missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def last_day_of_term(since: date, book: Rulebook) -> date | None:
    """Return the last day of a full term that begins on `since`, None where no length is set."""
    years = book.value("term.length")
    return anniversary(since, years) - timedelta(days=1) if years else None


def minimum_age(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Art 5: an assessor has the least age on the first day of the term."""
    least = book.value("age.minimum")
    if facts.office != Office.ASSESSOR or least is None or facts.birth is None:
        return None
    age = facts.birth.age_on(facts.since)
    if age >= least:
        return None
    text = N_("On %(day)s this person is %(age)s years old; at least %(least)s are needed.")
    way_out = N_("Check the birth date and the first day of the term.")
    named = {"day": facts.since.isoformat(), "age": age, "least": least}
    return book.refusal("age.minimum", text, way_out, "since", **named)


def enough_education(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Art 5: an assessor has as a rule the education that the book names."""
    least, level = book.value("education.minimum"), facts.education
    if facts.office != Office.ASSESSOR or least not in LEVELS or level not in LEVELS:
        return None
    if LEVELS.index(level) >= LEVELS.index(least):
        return None
    text = N_("The education is below what the law asks for as a rule.")
    way_out = N_("Check it, or write down why this person is needed all the same.")
    return book.refusal("education.minimum", text, way_out, "education")


def office_bar(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Art 6: holders of certain offices and callings cannot be assessors."""
    listed = book.value("bar.office")
    if facts.office != Office.ASSESSOR or not listed:
        return None
    codes = [bar.code for bar in facts.bars if bar.kind == CheckKind.OFFICE]
    staff = [held for held in facts.others if held.office in COURT_STAFF and _meet(facts, held)]
    if not (staff and COURT in listed) and not set(codes) & set(listed):
        return None
    text = N_("This person holds an office or calling that bars from being an assessor.")
    way_out = N_("Choose somebody else, or record a later check once the office is given up.")
    return book.refusal("bar.office", text, way_out)


def no_assessor_beside(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Art 6: who takes an office in a court gives up that of an assessor, in the same act."""
    if facts.office not in COURT_STAFF or COURT not in (book.value("bar.office") or ()):
        return None
    kept = [held for held in facts.others if held.office == Office.ASSESSOR and _meet(facts, held)]
    if not kept:
        return None
    text = N_("This person is an assessor of %(court)s in the same time; nobody is both.")
    way_out = N_("Tick that the tenure as assessor ends in the same act.")
    if not all(held.same_court for held in kept):
        way_out = N_("Let that court end the tenure as assessor first.")
    return book.refusal("bar.office", text, way_out, "office", court=kept[0].court)


def other_office_bar(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Art 6: nor can anyone else whose office was found unsuitable."""
    listed = book.value("bar.office") or ()
    codes = {bar.code for bar in facts.bars if bar.kind == CheckKind.OFFICE} - set(listed)
    if facts.office != Office.ASSESSOR or not book.value("bar.office_other") or not codes:
        return None
    text = N_("This person's office was found unsuitable for an assessor.")
    way_out = N_("Choose somebody else, or record a later check once the office is given up.")
    return book.refusal("bar.office_other", text, way_out)


def personal_bar(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Art 7: personal grounds on which nobody may be an assessor."""
    listed = book.value("bar.personal") or ()
    found = [bar.kind.value for bar in facts.bars if bar.kind.value in listed]
    if facts.office != Office.ASSESSOR or not found:
        return None
    text = N_("A check found a personal ground on which nobody may be an assessor.")
    way_out = N_("Choose somebody else, or record a later check if the ground has fallen away.")
    return book.refusal("bar.personal", text, way_out, grounds=", ".join(found))


def one_basic_court(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Selection Measures 2018, whole text: nobody is an assessor of two basic courts at once."""
    if facts.office != Office.ASSESSOR or not book.value("roll.one_basic_court"):
        return None
    for held in facts.others:
        elsewhere = held.office == Office.ASSESSOR and held.basic and not held.same_court
        if facts.basic and elsewhere and _meet(facts, held):
            text = N_("This person is an assessor of %(court)s in the same time.")
            way_out = N_("End the term there first.")
            return book.refusal("roll.one_basic_court", text, way_out, court=held.court)
    return None


def term_length(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Art 13: a term of an assessor lasts no longer than the book says.

    The anniversary itself passes: courts write both 2021-05-06 to 2026-05-05 and to 05-06.
    """
    years = book.value("term.length")
    if facts.office != Office.ASSESSOR or years is None:
        return None
    latest = anniversary(facts.since, years)
    if facts.until is not None and facts.until <= latest:
        return None
    text = N_("A term lasts %(years)s years: it ends on %(latest)s at the latest.")
    way_out = N_("Correct the last day of the term; a second term is entered by itself.")
    named = {"years": years, "latest": latest.isoformat()}
    return book.refusal("term.length", text, way_out, "until", **named)


def reappointment(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Art 13: as a rule nobody is appointed for a second running term."""
    rule_lets_it = book.value("term.reappointment")
    if facts.office != Office.ASSESSOR or rule_lets_it is not False:
        return None
    within_a_year = facts.since - timedelta(days=365)
    running = [
        held
        for held in facts.others
        if held.office == Office.ASSESSOR
        and held.since < facts.since
        and within_a_year <= (held.last or date.max) < facts.since
    ]
    if not running:
        return None
    text = N_("The last term of this person ended within the year; a second one is an exception.")
    way_out = N_("Write down why this person is appointed once more.")
    return book.refusal("term.reappointment", text, way_out)


def lifetime_terms(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Selection Measures 2018, whole text: at most so many terms in a lifetime."""
    most = book.value("term.lifetime")
    if facts.office != Office.ASSESSOR or most is None:
        return None
    recorded = sum(
        held.office == Office.ASSESSOR and held.since < facts.since for held in facts.others
    )
    earlier = max(facts.earlier_terms, recorded)
    if earlier < most:
        return None
    text = N_("With %(earlier)s earlier terms this one is more than the %(most)s allowed.")
    way_out = N_("Check the number of earlier terms, or choose somebody else.")
    return book.refusal("term.lifetime", text, way_out, earlier=earlier, most=most)


def no_overlap(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """Nobody holds one office twice on one day; form B of 1953, one trial each, is apart."""
    if facts.office not in EXCLUSIVE or facts.form == Form.B:
        return None
    for held in facts.others:
        if held.office == facts.office and held.form != Form.B and _meet(facts, held):
            return Refusal(
                "tenure.overlap",
                N_("This person already holds this office in %(court)s on some of these days."),
                {"court": held.court},
                N_("End the earlier tenure first, or change the days."),
                place="since",
            )
    return None


def bound_to_a_trial(facts: TenureFacts, book: Rulebook) -> Refusal | None:
    """§ 8: who is named by form B serves for one case, which the appointment states."""
    bound = book.has("form_b.tenure_per_case") and book.value("form_b.tenure_per_case")
    if facts.form != Form.B or facts.for_case.strip() or not bound:
        return None
    text = N_("Form B names an assessor for one trial, and no case is stated.")
    way_out = N_("Give the number of the case.")
    return book.refusal("form_b.tenure_per_case", text, way_out, "for_case")


RULES: tuple[Callable[[TenureFacts, Rulebook], Refusal | None], ...] = (
    minimum_age,
    enough_education,
    office_bar,
    no_assessor_beside,
    other_office_bar,
    personal_bar,
    one_basic_court,
    no_overlap,
    bound_to_a_trial,
    term_length,
    reappointment,
    lifetime_terms,
)


def judge_tenure(facts: TenureFacts, book: Rulebook) -> list[Refusal]:
    """Return every rule of `book` that stands against a tenure, hard and soft."""
    return [refusal for rule in RULES if (refusal := rule(facts, book))]


def number_required(has_number: bool, book: Rulebook) -> Refusal | None:
    """Own setting, default: a person has an ID number or a permit, where the book asks for one."""
    if has_number or not book.value("identity.number_required"):
        return None
    text = N_("There is no ID number that can be used.")
    way_out = N_("Write the number of the ID card or of the permit in its place.")
    return book.refusal("identity.number_required", text, way_out, "id_number")


def oath_after_appointment(appointed: date, sworn: date, book: Rulebook) -> Refusal | None:
    """Art 12: the oath follows the appointment."""
    if not book.value("oath.after_appointment") or sworn >= appointed:
        return None
    text = N_("The oath of %(sworn)s is earlier than the appointment of %(appointed)s.")
    named = {"sworn": sworn.isoformat(), "appointed": appointed.isoformat()}
    return book.refusal("oath.after_appointment", text, N_("Check the day."), "day", **named)
