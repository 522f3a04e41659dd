"""How assessors are selected and appointed under the law of 2018: one function a rule. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from app.bodies.terms import BodyKind
from app.elections.terms import ElectionForm, Matter, Source, Standing
from app.people.rules import Bar, TenureFacts, judge_tenure, number_required
from app.people.terms import CheckKind
from app.rulebooks.terms import Rulebook
from app.shared.refusals import HARD, Refusal, standing
from app.shared.texts import N_

UNSOLICITED = (Source.APPLIED, Source.RECOMMENDED)  # Art 11: beside the list of residents
STILL = 30  # days without anything done
CHECK_LEADS = (30, 7)  # days before a check ends on which it is told
DRAWN_CANDIDATES = "selection.pool_random"  # a book with this rule selects as in 2018


@dataclass(frozen=True)
class Places:
    """The places of a court: how many are fixed (None: not yet), taken, and how many judges."""

    number: int | None
    taken: int
    judges: int

    @property
    def free(self) -> int:
        """How many may still be appointed."""
        return max((self.number or 0) - self.taken, 0)


@dataclass(frozen=True)
class Checked:
    """What one check found; `code` is the calling of bar.office where it is one."""

    matter: Matter
    found: bool
    day: date
    expires: date | None = None
    code: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether the check still holds on a day."""
        return self.day <= day and (self.expires is None or self.expires >= day)


@dataclass(frozen=True)
class CandidateFacts:
    """All that is looked at before somebody is proposed, on a day."""

    day: date
    tenure: TenureFacts
    checks: tuple[Checked, ...] = ()
    consented: date | None = None
    numbered: bool = True


def forms_under(book: Rulebook, kind: BodyKind) -> tuple[ElectionForm, ...]:
    """1953, §§ 4, 8; Law 2018, Art 9: how assessors are chosen for terms at a kind of court."""
    if _says(book, DRAWN_CANDIDATES):
        return (ElectionForm.APPOINTMENT,)
    if kind == BodyKind.SPECIAL and _says(book, "special_court.jurors_elected_by"):
        return (ElectionForm.WORKERS,)
    return (ElectionForm.ASSEMBLY,) if _says(book, "form_a.allowed") else ()


def may_name_for_a_case(book: Rulebook) -> bool:
    """1953, § 8: an organisation may name people for one case (form B)."""
    return bool(_says(book, "form_b.allowed"))


def _says(book: Rulebook, key: str) -> Any:
    return book.value(key) if book.has(key) else None


def places_fixed(places: Places, book: Rulebook) -> Refusal | None:
    """Art 8: the standing committee has fixed the number of places."""
    if not _says(book, "quota.fixed_by") or places.number is not None:
        return None
    text = N_("No number of places for assessors is fixed for this court.")
    way_out = N_("Enter the decision that fixes it under Posts.")
    return book.refusal("quota.fixed_by", text, way_out)


def enough_places(places: Places, book: Rulebook) -> Refusal | None:
    """Art 8: there are at least so many times as many places as the court has judges."""
    times = _says(book, "quota.judges_multiple")
    if times is None or places.number is None or places.number >= times * places.judges:
        return None
    text = N_("%(number)s places are fixed; with %(judges)s judges there must be %(least)s.")
    way_out = N_("Let the standing committee fix the number anew, and enter it under Posts.")
    named: dict[str, Any] = {
        "number": places.number,
        "judges": places.judges,
        "least": times * places.judges,
    }
    return book.refusal("quota.judges_multiple", text, way_out, **named)


def seats_free(seats: int, places: Places) -> Refusal | None:
    """Own rule: no more are chosen than places are free on the first day of the terms."""
    if places.number is None or seats <= places.free:
        return None
    text = N_("%(seats)s are to be chosen, but only %(free)s places are free on that day.")
    way_out = N_("Choose fewer, or let the number of places be raised first.")
    named = {"seats": seats, "free": places.free}
    return Refusal("election.vacancies", text, named, way_out, place="seats")


def judge_call(seats: int, places: Places, book: Rulebook) -> list[Refusal]:
    """Return every rule that stands against calling a selection."""
    found = (places_fixed(places, book), enough_places(places, book), seats_free(seats, places))
    return [refusal for refusal in found if refusal]


def source_known(source: Source, book: Rulebook) -> Refusal | None:
    """Art 9: candidates are drawn from the residents; Art 11: or they applied, were recommended."""
    if not _says(book, DRAWN_CANDIDATES) or source != Source.NAMED:
        return None
    text = N_("Nobody is simply named: candidates are drawn, apply, or are recommended.")
    way_out = N_("Write drawn, applied or recommended in the column of the source.")
    return book.refusal(DRAWN_CANDIDATES, text, way_out, "source")


def to_be_drawn(seats: int, book: Rulebook) -> int:
    """Art 9: how many candidates are drawn from the list, at least."""
    return seats * int(book.value("selection.pool_multiple") or 1)


def pool_large_enough(listed: int, seats: int, book: Rulebook) -> Refusal | None:
    """Art 9: so many times as many candidates are drawn as are to be appointed."""
    least = to_be_drawn(seats, book)
    if listed >= least:
        return None
    text = N_("The list holds %(listed)s residents; for %(seats)s seats %(least)s are drawn.")
    way_out = N_("Add a list with more residents.")
    named: dict[str, Any] = {"listed": listed, "seats": seats, "least": least}
    return book.refusal("selection.pool_multiple", text, way_out, **named)


def most_unsolicited(quota: int, seats: int, book: Rulebook) -> int | None:
    """Art 11: how many may come by application or recommendation, of the places or of these seats.

    A broken share is rounded down; None where the book sets no share.
    """
    share = book.value("selection.applied_share") if book.has("selection.applied_share") else None
    if share is None:
        return None
    base = quota if book.value("selection.applied_share_base") == "quota" else seats
    return int(Fraction(share) * base)  # int cuts off: the share is never below nought


def unsolicited_within(
    chosen: int, in_office: int, quota: int, seats: int, book: Rulebook
) -> Refusal | None:
    """Art 11: who applied or was recommended, with those in office who did, keeps to the share."""
    most = most_unsolicited(quota, seats, book)
    counted = chosen + (in_office if book.value("selection.applied_share_base") == "quota" else 0)
    if most is None or counted <= most or not chosen:
        return None
    text = N_("%(counted)s assessors would have applied or been recommended; %(most)s may.")
    way_out = N_("Leave out some of them: those who were drawn follow in their order.")
    named: dict[str, Any] = {"counted": counted, "most": most}
    return book.refusal("selection.applied_share", text, way_out, **named)


def matters_of(book: Rulebook) -> tuple[Matter, ...]:
    """Return what is looked into, in the order of Articles 5 to 7."""
    office = ("office",) if _says(book, "bar.office") else ()
    attested_to = _says(book, "eligibility.attested") or ()
    named = (*attested_to, *office, *(_says(book, "bar.personal") or ()))
    return tuple(Matter(one) for one in named)


def last_checks(checks: Iterable[Checked], day: date) -> dict[Matter, Checked]:
    """Return by matter the last check that still holds on a day."""
    made = sorted((one for one in checks if one.holds_on(day)), key=lambda one: one.day)
    return {one.matter: one for one in made}


def screened(facts: CandidateFacts, book: Rulebook) -> Refusal | None:
    """Art 9: each condition and ground of Articles 5 to 7 was looked into, and that still holds."""
    if not book.value("selection.screened_by"):
        return None
    held = last_checks(facts.checks, facts.day)
    missing = [matter.value for matter in matters_of(book) if matter not in held]
    if not missing:
        return None
    text = N_("%(number)s of the checks are missing or have expired.")
    way_out = N_("Write down what justice bureau, court and police have found.")
    return book.refusal("selection.screened_by", text, way_out, number=len(missing))


def attested(facts: CandidateFacts, book: Rulebook) -> Refusal | None:
    """Art 5: constitution, age and education, conduct and health are attested."""
    held = last_checks(facts.checks, facts.day)
    wanting = [one for one in book.value("eligibility.attested") or () if one in held]
    if not any(held[Matter(one)].found for one in wanting):
        return None
    text = N_("A check found that a condition of Article 5 is not met.")
    way_out = N_("Choose somebody else, or write down a later check.")
    return book.refusal("eligibility.attested", text, way_out)


def asked(facts: CandidateFacts, book: Rulebook) -> Refusal | None:
    """Art 9: every candidate is asked, and agrees."""
    if not book.value("selection.consent") or facts.consented is not None:
        return None
    text = N_("This person was not asked yet, or has not agreed.")
    way_out = N_("Write down the answer.")
    return book.refusal("selection.consent", text, way_out)


def bars_of(checks: Iterable[Checked], day: date) -> tuple[Bar, ...]:
    """Return the bars of Articles 6 and 7 that checks found, as the rules of people read them."""
    kinds = {kind.value for kind in CheckKind}
    held = last_checks(checks, day)
    return tuple(
        Bar(CheckKind(one.matter.value), one.code)
        for one in held.values()
        if one.found and one.matter.value in kinds
    )


def judge_candidate(facts: CandidateFacts, book: Rulebook) -> list[Refusal]:
    """Return every rule against proposing a candidate: the sheet, consent, and those of people."""
    bars = (*facts.tenure.bars, *bars_of(facts.checks, facts.day))
    own = (
        screened(facts, book),
        attested(facts, book),
        asked(facts, book),
        number_required(facts.numbered, book),
    )
    tenure = replace(facts.tenure, bars=bars)
    return [refusal for refusal in own if refusal] + judge_tenure(tenure, book)


OPEN = ("selection.screened_by", "selection.consent")  # what is still missing bars nobody


def verdict_of(refusals: Iterable[Refusal], waivers: Mapping[str, str]) -> Standing:
    """Return where a candidate stands by what stands against him: passed, barred, or still open.

    A hard rule bars; what is missing, or soft and without a written reason, leaves it open.
    """
    left = standing(refusals, waivers)
    if any(one.strength == HARD and one.key not in OPEN for one in left):
        return Standing.BARRED
    return Standing.CANDIDATE if left else Standing.PASSED


def notice_over(adopted: date, until: date | None, book: Rulebook) -> Refusal | None:
    """Local notices, whole text: the public notice has ended before anything is decided."""
    if not _says(book, "selection.public_notice") or (until is not None and adopted > until):
        return None
    text = N_("The public notice lasts until the end of %(until)s.")
    way_out = N_("Wait for its end, or correct the day.")
    named = {"until": until.isoformat() if until else "…"}
    return book.refusal("selection.public_notice", text, way_out, "adopted", **named)


def objection_in_time(received: date, first: date, last: date, today: date) -> Refusal | None:
    """Own rule: what is said during the public notice counts, and it does not lie ahead."""
    if first <= received <= min(last, today):
        return None
    text = N_(
        "Objections are received from %(first)s to %(last)s; %(day)s is not among these days."
    )
    days = {"first": first.isoformat(), "last": last.isoformat(), "day": received.isoformat()}
    way_out = N_("Correct the day; who comes later turns to the organ that decides.")
    return Refusal("objection.late", text, days, way_out, place="received")


def in_order_of_time(adopted: date, submitted: date, today: date) -> Refusal | None:
    """Own rule: the act follows the submission, and does not lie ahead."""
    if submitted <= adopted <= today:
        return None
    text = N_("The act of %(adopted)s is not between the submission on %(submitted)s and today.")
    named = {"adopted": adopted.isoformat(), "submitted": submitted.isoformat()}
    return Refusal("election.act_day", text, named, N_("Correct the day."), place="adopted")


def within_seats(appointed: int, seats: int) -> Refusal | None:
    """Own rule: no more are appointed than seats were called, and at least one."""
    if 0 < appointed <= seats:
        return None
    text = N_("%(appointed)s are appointed; the election was called for %(seats)s seats.")
    way_out = N_("Tick those whom the act appoints.")
    named = {"appointed": appointed, "seats": seats}
    return Refusal("election.too_many", text, named, way_out, place="appointed")


def all_answered(open_objections: int) -> Refusal | None:
    """Own rule: what was objected is decided before the list goes on."""
    if not open_objections:
        return None
    text = N_("Objections that are not answered yet: %(number)s.")
    way_out = N_("Answer them: each is upheld or not, with a reason.")
    return Refusal("election.objections", text, {"number": open_objections}, way_out)


def ends_before_the_act(expires: date, begins: date | None, day: date) -> bool:
    """Say whether a check ends before the terms begin, and soon enough to be renewed now."""
    before = begins is None or expires < begins
    return before and expires <= day + timedelta(days=max(CHECK_LEADS))


def stands_still(moved: date, notice_until: date | None, day: date) -> bool:
    """Say whether nothing was done for an election that no public notice holds up."""
    held_until = max(moved, notice_until or moved)
    return day >= held_until + timedelta(days=STILL)


def first_expiry(checks: Sequence[Checked]) -> date | None:
    """Return the first day on which one of the last checks of each matter ends."""
    last = {one.matter: one for one in sorted(checks, key=lambda one: one.day)}
    return min((one.expires for one in last.values() if one.expires), default=None)
