"""What is said of those who cannot be drawn: each rule in words, and what helps when too few
are left (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.rulebooks.terms import Rulebook
from app.shared.refusals import HARD, SOFT, Refusal
from app.shared.texts import N_
from app.trials.eligibility import Sorted

LABELS: Mapping[str, str] = {
    "form_b.tenure_per_case": N_("Named for one other trial (form B)"),
    "person.in_office": N_("Not in office on every sitting day"),
    "person.on_roll": N_("Leaves the roll before the last day"),
    "oath.required": N_("The oath is not recorded"),
    "bar.office": N_("Barred by office: serves in a court, or as checked last"),
    "bar.personal": N_("Barred in person, as checked last"),
    "age.minimum": N_("Below the lowest age"),
    "age.maximum": N_("Above the highest age"),
    "recusal.party": N_("Bears the name of a party"),
    "recusal.kin": N_("Kin of a party"),
    "recusal.kin_of_counsel": N_("Kin of a party's agent"),
    "recusal.prior_role": N_("Took another part in the case"),
    "recusal.prior_mediation": N_("Mediated the case before"),
    "recusal.interest": N_("Has a stake in the case, or near kin who has"),
    "recusal.employer": N_("The employer has a stake in the case"),
    "recusal.employer_is_party": N_("Employed by a party or with one"),
    "recusal.prior_stage": N_("Sat in an earlier stage of the case"),
    "person.away": N_("Away: another panel, a course, leave, own days"),
    "person.away_by_office": N_("Away as this office wrote down lately"),
    "cap.cases": N_("At the limit of cases for the year"),
}

HELP: Mapping[str, str] = {
    "form_b.tenure_per_case": N_(
        "Being named for one other trial keeps out %(thinned)s, %(alone)s of them for this alone."
        " Ask a mass organisation to name people for this case, or draw from another roll."
    ),
    "person.in_office": N_(
        "Terms that ended or are interrupted keep out %(thinned)s, %(alone)s of them for this"
        " alone. Choose days within the terms, or ask the personnel office about new terms."
    ),
    "person.on_roll": N_(
        "The roll itself keeps out %(thinned)s, %(alone)s of them for this alone. Choose earlier"
        " days, or draw from another roll."
    ),
    "oath.required": N_(
        "Oaths that are not recorded keep out %(thinned)s, %(alone)s of them for this alone. Let"
        " the personnel office record them, one by one or with the roll's spreadsheet."
    ),
    "bar.office": N_(
        "Offices that bar keep out %(thinned)s, %(alone)s of them for this alone. Ask the"
        " personnel office whether the checks are still true, or draw from another roll."
    ),
    "bar.personal": N_(
        "Personal bars keep out %(thinned)s, %(alone)s of them for this alone. Ask the personnel"
        " office whether the checks are still true, or draw from another roll."
    ),
    "age.minimum": N_(
        "The lowest age keeps out %(thinned)s, %(alone)s of them for this alone. Ask the"
        " personnel office whether the birth dates are right."
    ),
    "age.maximum": N_(
        "The highest age of this court keeps out %(thinned)s, %(alone)s of them for this alone."
        " Ask the president whether it should stand."
    ),
    "recusal.party": N_(
        "Bearing the name of a party keeps out %(thinned)s, %(alone)s of them for this alone."
        " Correct the parties if a name is wrong, or draw from another roll."
    ),
    "recusal.kin": N_(
        "Kinship with a party keeps out %(thinned)s, %(alone)s of them for this alone. Correct"
        " the parties if a name is wrong, or draw from another roll."
    ),
    "recusal.kin_of_counsel": N_(
        "Kinship with an agent keeps out %(thinned)s, %(alone)s of them for this alone. Correct"
        " the parties if a name is wrong, or draw from another roll."
    ),
    "recusal.prior_role": N_(
        "Another part in the case keeps out %(thinned)s, %(alone)s of them for this alone."
        " Correct who takes part if a name is wrong, or draw from another roll."
    ),
    "recusal.prior_mediation": N_(
        "Mediation before keeps out %(thinned)s, %(alone)s of them for this alone. Correct who"
        " mediated if a name is wrong, or draw from another roll."
    ),
    "recusal.interest": N_(
        "A stake in the case keeps out %(thinned)s, %(alone)s of them for this alone. Correct who"
        " has a stake if a name is wrong, or draw from another roll."
    ),
    "recusal.employer": N_(
        "An employer with a stake keeps out %(thinned)s, %(alone)s of them for this alone."
        " Correct the employers if one is wrong, or draw from another roll."
    ),
    "recusal.employer_is_party": N_(
        "Work for a party keeps out %(thinned)s, %(alone)s of them for this alone. Correct the"
        " employers if one is wrong, or draw from another roll."
    ),
    "recusal.prior_stage": N_(
        "An earlier stage of the case keeps out %(thinned)s, %(alone)s of them for this alone."
        " Draw from another roll."
    ),
    "person.away": N_(
        "Being away on these days keeps out %(thinned)s, %(alone)s of them for this alone."
        " Choose other sitting days, on which fewer are away."
    ),
    "person.away_by_office": N_(
        "Absences that the office wrote down lately keep out %(thinned)s, %(alone)s of them for"
        " this alone. Ask these people whether they are away, or choose other sitting days."
    ),
    "cap.cases": N_(
        "The yearly limit of cases keeps out %(thinned)s, %(alone)s of them for this alone. Let"
        " the home court raise its limit, or draw from another roll."
    ),
}
LARGE_SHARE = 5  # one in five is told to those who oversee the court
NOBODY = N_(
    "Nobody stands on this roll. Let the personnel office bring it in, or draw from another roll."
)


def thinnest(roll: Sorted) -> tuple[str, int]:
    """Return the rule that keeps out most people, and how many; ("", 0) where none does."""
    if not roll.cannot:
        return "", 0
    key = max(roll.cannot, key=lambda one: len(roll.cannot[one]))
    return key, len(roll.cannot[key])


def left_out_by_office(roll: Sorted) -> int:
    """Return how many are left out by nothing earlier than what the office wrote down lately."""
    return len(roll.cannot.get("person.away_by_office", ()))


def is_large_share(roll: Sorted) -> bool:
    """Say whether these are a fifth of those who could be drawn without such entries, or more."""
    number = left_out_by_office(roll)
    return number > 0 and number * LARGE_SHARE >= len(roll.can) + number


def too_few(roll: Sorted, seats: int, book: Rulebook) -> Refusal | None:
    """Say that the seats cannot be filled, which rule thins the roll most, and what helps.

    Where setting the yearly limit aside would be enough, the refusal is that of `cap.cases`,
    which a written reason lets pass (Interp. 2019, Art 17: "generally").
    """
    if len(roll.can) >= seats:
        return None
    key, number = thinnest(roll)
    alone = roll.alone.get("cap.cases", 0)
    facts: dict[str, Any] = {
        "seats": seats,
        "pool": len(roll.can),
        "missing": seats - len(roll.can),
    }
    if len(roll.can) + alone >= seats:
        return _over_the_cap(book, {**facts, "alone": alone})
    said = N_("The seats need %(seats)s people and %(pool)s can be drawn: %(missing)s are missing.")
    facts |= {"thinned": number, "alone": roll.alone.get(key, 0)}
    return Refusal("draw.pool_too_small", said, facts, HELP.get(key, NOBODY), strength=HARD)


def _over_the_cap(book: Rulebook, facts: dict[str, Any]) -> Refusal:
    said = N_(
        "The seats need %(seats)s people and %(pool)s can be drawn: %(missing)s are missing."
        " %(alone)s more are kept out by nothing but the yearly limit of cases."
    )
    way_out = N_("Choose other days, or write why the limit is set aside for this panel.")
    rule = book.rule("cap.cases")
    cite = {"document": rule.cite.document, "article": rule.cite.article}
    return Refusal("cap.cases", said, facts, way_out, strength=SOFT, **cite)
