"""Rules of panels: whether assessors sit, in what form, and when they are drawn (pure).

A panel's form is judged by the book of the day the case was filed, its draw by today's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.bodies.terms import BodyKind
from app.people.terms import Office
from app.rulebooks.terms import Rulebook
from app.shared.refusals import SOFT, Refusal
from app.shared.texts import N_
from app.trials.facts import CaseFacts, DayWords

JUDGES_ALONE = (1, 3, 5, 7)
FIRST_HOUR, LAST_HOUR = "07:00", "19:00"


@dataclass(frozen=True)
class Proposal:
    """The form that the rules propose for a case, the rule it rests on, and why in words."""

    judges: int
    assessors: int
    key: str
    why: str


def value_of(book: Rulebook, key: str) -> Any:
    """Return a rule's value, None where the book has no such rule."""
    return book.value(key) if book.has(key) else None


def propose_form(facts: CaseFacts, book: Rulebook) -> Proposal:
    """Propose one judge, three members or seven (Law 2018, Arts 14, 15, 16; 1953, § 8)."""
    three: tuple[int, int] = (value_of(book, "panel.three") or ((1, 2),))[0]
    if _never(facts, book):
        why = N_("Assessors never sit in this procedure.")
        return Proposal(1, 0, "panel.never_mixed", why)
    if _later_instance(facts, book):
        why = N_("Assessors sit at first instance only; judges alone sit here.")
        return Proposal(3, 0, "panel.first_instance_only", why)
    if _seven(facts, book):
        seven: tuple[int, int] = book.value("panel.seven")[0]
        why = N_("The case is one of those that seven try: three judges and four assessors.")
        return Proposal(seven[0], seven[1], "panel.seven_cases", why)
    if _juror_needed(facts, book):
        return Proposal(
            three[0], three[1], "special_court.juror_required", N_("Workers sit in this court.")
        )
    if _three(facts, book):
        why = N_("The case is one of those that are tried with assessors.")
        return Proposal(three[0], three[1], "panel.assessor_cases", why)
    if facts.requested_by_party and value_of(book, "panel.party_request"):
        why = N_("A party asked for assessors, and the court may agree.")
        return Proposal(three[0], three[1], "panel.party_request", why)
    if value_of(book, "panel.assessor_cases") is None and facts.procedure != "summary":
        return Proposal(three[0], three[1], "panel.three", N_("Assessors sit at first instance."))
    return Proposal(1, 0, "panel.single_judge", N_("Nothing here asks for assessors."))


def judge_form(facts: CaseFacts, judges: int, assessors: int, book: Rulebook) -> list[Refusal]:
    """Return every rule that stands against this form for this case."""
    found = (
        never_mixed(facts, assessors, book),
        first_instance_only(facts, assessors, book),
        form_known(judges, assessors, book),
        seven_where_needed(facts, judges, assessors, book),
        ground_for_assessors(facts, assessors, book),
        assessors_needed(facts, assessors, book),
        juror_required(facts, assessors, book),
    )
    return [refusal for refusal in found if refusal is not None]


def never_mixed(facts: CaseFacts, assessors: int, book: Rulebook) -> Refusal | None:
    """No assessors in special, payment-order or public-summons procedures (Interp. 2019, Art 5)."""
    if not assessors or not _never(facts, book):
        return None
    return book.refusal(
        "panel.never_mixed",
        N_("Assessors never sit in this procedure."),
        N_("Let judges sit alone, or correct the procedure of the case."),
        "form",
    )


def first_instance_only(facts: CaseFacts, assessors: int, book: Rulebook) -> Refusal | None:
    """Assessors sit at first instance only (Law 2018, Arts 15–16; 1953, § 8)."""
    if not assessors or not _later_instance(facts, book):
        return None
    return book.refusal(
        "panel.first_instance_only",
        N_("Assessors sit at first instance only; this case is at instance %(instance)s."),
        N_("Let judges sit alone, or correct the instance of the case."),
        "form",
        instance=facts.instance,
    )


def form_known(judges: int, assessors: int, book: Rulebook) -> Refusal | None:
    """The bench has one of the forms of the law (Law 2018, Arts 14–15; 1953, § 8)."""
    if not assessors and judges in JUDGES_ALONE:
        return None
    if (judges, assessors) in (value_of(book, "panel.forms") or ()):
        return None
    return book.refusal(
        "panel.forms",
        N_("A bench of %(judges)s judges and %(assessors)s assessors is none of the forms."),
        N_("Choose one of the forms that are offered."),
        "form",
        judges=judges,
        assessors=assessors,
    )


def seven_where_needed(
    facts: CaseFacts, judges: int, assessors: int, book: Rulebook
) -> Refusal | None:
    """Seven try cases of great effect (Law 2018, Art 16), and no others."""
    if _never(facts, book) or _later_instance(facts, book):
        return None
    seven = (judges, assessors) in (value_of(book, "panel.seven") or ())
    if seven and not _seven(facts, book) and book.has("panel.seven_cases"):
        return book.refusal(
            "panel.seven_cases",
            N_(
                "Seven try cases of great effect only; this case names none of those circumstances."
            ),
            N_("Choose another form, or mark in the case what makes it one of great effect."),
            "form",
        )
    if seven or not _seven(facts, book):
        return None
    return book.refusal(
        "panel.seven_cases",
        N_("Seven try this case: its circumstances are among those of great effect."),
        N_("Choose three judges and four assessors, or correct the circumstances of the case."),
        "form",
    )


def ground_for_assessors(facts: CaseFacts, assessors: int, book: Rulebook) -> Refusal | None:
    """Assessors sit where the case or a party's request gives the ground (Law 2018, Art 15)."""
    if not assessors or value_of(book, "panel.assessor_cases") is None:
        return None
    asked = facts.requested_by_party and value_of(book, "panel.party_request")
    if _three(facts, book) or _seven(facts, book) or asked:
        return None
    return book.refusal(
        "panel.assessor_cases",
        N_("The case names no circumstance for which assessors sit, and no party asked for them."),
        N_("Change the case and mark what gives the ground, or let judges sit alone."),
        "form",
    )


def assessors_needed(facts: CaseFacts, assessors: int, book: Rulebook) -> Refusal | None:
    """Judges alone try such a case only where a law provides for it (Law 2018, Art 15).

    Always a warning: no rulebook holds all laws that provide for it, so the clerk names the one.
    """
    if assessors or _never(facts, book) or _later_instance(facts, book) or not _three(facts, book):
        return None
    refusal = book.refusal(
        "panel.assessor_cases",
        N_("The case names a circumstance for which assessors sit; judges alone try it only where "
           "a law says so."),
        N_("Choose a form with assessors, correct the case, or name the law that lets judges sit "
           "alone."),
        "form",
    )  # fmt: skip
    return replace(refusal, strength=SOFT)


def juror_required(facts: CaseFacts, assessors: int, book: Rulebook) -> Refusal | None:
    """A panel of a special court has a juror elected by the workers (1953, § 4)."""
    if assessors or not _juror_needed(facts, book):
        return None
    return book.refusal(
        "special_court.juror_required",
        N_("In this court workers sit on every panel."),
        N_("Choose a form with assessors, drawn from the roll of workers."),
        "form",
    )


def presiding_judge(
    presiding: str, offices: Collection[str], assessors: int, book: Rulebook
) -> Refusal | None:
    """A judge presides over the panel, never an assessor (Law 2018, Art 14)."""
    if not assessors or not value_of(book, "panel.presiding_judge"):
        return None
    judges = {Office.JUDGE, Office.PRESIDENT, Office.VICE_PRESIDENT}
    only_assessor = Office.ASSESSOR in offices and judges.isdisjoint(offices)
    if presiding.strip() and not only_assessor:
        return None
    return book.refusal(
        "panel.presiding_judge",
        N_("A judge presides; %(name)s stands in the register as an assessor only.")
        if only_assessor
        else N_("A judge presides over every panel with assessors."),
        N_("Name the judge who presides."),
        "presiding",
        name=presiding.strip(),
    )


def draw_lead(first: date, today: date, book: Rulebook) -> Refusal | None:
    """The draw is held at least seven days before the hearing (Interp. 2019, Art 3)."""
    lead = value_of(book, "draw.lead")
    if lead is None or (first - today).days >= lead:
        return None
    return book.refusal(
        "draw.lead",
        N_("The draw is held at least %(lead)s days before the hearing; %(left)s are left."),
        N_("Move the first sitting day to %(earliest)s or later, then draw."),
        lead=lead,
        left=max((first - today).days, 0),
        earliest=date.fromordinal(today.toordinal() + lead).isoformat(),
    )


def odd_days(days: Collection[DayWords], working: Callable[[date], bool]) -> list[Refusal]:
    """A sitting on a day off or at an odd hour is rare, so it is asked for with a reason."""
    said = N_("%(day)s is not a working day.")
    off = sorted({one.day for one in days if not working(one.day)})
    found = [Refusal("day.not_working", said, {"day": _iso(off)}, strength=SOFT)] if off else []
    late = sorted(
        {one.day for one in days if one.begins and not FIRST_HOUR <= one.begins < LAST_HOUR}
    )
    said = N_("On %(day)s the sitting begins before 07:00 or after 19:00.")
    odd = [Refusal("day.odd_hour", said, {"day": _iso(late)}, strength=SOFT)] if late else []
    return found + odd


def _iso(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)


def days_ahead(days: Collection[DayWords], today: date) -> list[Refusal]:
    """Sitting days lie ahead, each half day once."""
    if not days:
        return [Refusal("panel.days", N_("The panel has no sitting day."), place="days")]
    found = []
    if min(one.day for one in days) <= today:
        said = N_("The first sitting day, %(day)s, does not lie ahead.")
        first = min(one.day for one in days).isoformat()
        way = N_("Give days from tomorrow on.")
        found.append(Refusal("panel.first_day", said, {"day": first}, way, place="days"))
    seen: set[date] = set()
    for one in days:
        if one.day in seen:
            said = N_("%(day)s is named twice.")
            way = N_("Name each day once; a whole day is both halves.")
            day = {"day": one.day.isoformat()}
            found.append(Refusal("panel.day_twice", said, day, way, place="days"))
        seen.add(one.day)
    return found


def _never(facts: CaseFacts, book: Rulebook) -> bool:
    return facts.procedure in (value_of(book, "panel.never_mixed") or ())


def _later_instance(facts: CaseFacts, book: Rulebook) -> bool:
    return facts.instance > 1 and bool(value_of(book, "panel.first_instance_only"))


def _seven(facts: CaseFacts, book: Rulebook) -> bool:
    return not facts.circumstances.isdisjoint(value_of(book, "panel.seven_cases") or ())


def _three(facts: CaseFacts, book: Rulebook) -> bool:
    return not facts.circumstances.isdisjoint(value_of(book, "panel.assessor_cases") or ())


def _juror_needed(facts: CaseFacts, book: Rulebook) -> bool:
    needed = bool(value_of(book, "special_court.juror_required"))
    return needed and facts.court_kind == BodyKind.SPECIAL
