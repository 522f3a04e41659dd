"""What a row of a roll must satisfy before it is applied."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from app.people.identity import BORN_OTHERWISE, born_otherwise
from app.people.imports import callings, term_rules
from app.people.imports.facts import fault_of, of_term
from app.people.imports.headings import ColumnMapping
from app.people.imports.term_rules import Values
from app.people.imports.terms import Circumstances, Fault, Row
from app.people.rules import number_required
from app.rulebooks.terms import Rulebook
from app.shared.tables import Note
from app.shared.texts import N_

NOT_ALWAYS_KEPT = ("ethnicity", "social_origin")
OLDEST = 120


def judge(row: Row, around: Circumstances) -> Row:
    """Return the row with the faults of all rules, and without the values that are not kept.

    A field that could not even be read gets no second fault.
    """
    values, dropped = row.values, not_kept(around.book)
    if not dropped.isdisjoint(values):
        values = MappingProxyType({f: v for f, v in values.items() if f not in dropped})
    found = [fault for rule in RULES if (fault := rule(values, around))]
    found += of_term(values, around)
    if not found and values is row.values:
        return row
    at_fault = {fault.field for fault in row.faults}
    faults = (*row.faults, *(fault for fault in found if fault.field not in at_fault))
    return Row(values, faults, row.line)


def not_kept(book: Rulebook) -> frozenset[str]:
    """Ethnicity and social origin are kept only where the book says so (kept.*, own setting)."""
    return frozenset(field for field in NOT_ALWAYS_KEPT if not book.value(f"kept.{field}"))


def unkept_columns(mapping: ColumnMapping, book: Rulebook) -> tuple[int, ...]:
    """Return the columns whose cells must not be stored, to be blanked and told once a file."""
    dropped = not_kept(book)
    return tuple(i for field, i in mapping.columns if field in dropped)


UNKEPT = Note(
    "import.not_kept",
    N_("The column “%(heading)s” is not kept: no rule in force here needs it."),
)


def has_number(values: Values, around: Circumstances) -> Fault | None:
    """A person has an ID number or a permit, as one entered by hand has (own setting)."""
    refusal = number_required("id_number" in values, around.book)
    return fault_of(refusal) if refusal else None


def birth_against_number(values: Values, around: Circumstances) -> Fault | None:
    """The birth date is that of the ID number (GB 11643-1999, places 7 to 14)."""
    number, birth = values.get("id_number"), values.get("birth")
    if not number or not number.birth or not born_otherwise(number, birth):
        return None
    return Fault(
        "birth",
        "import.birth_number",
        BORN_OTHERWISE,
        MappingProxyType({"stated": str(birth), "number": number.birth.isoformat()}),
        N_("Compare both with the card."),
    )


def sex_against_number(values: Values, around: Circumstances) -> Fault | None:
    """The sex is that of the ID number (GB 11643-1999, place 17)."""
    number, sex = values.get("id_number"), values.get("sex")
    if not number or not sex or not number.sex or number.sex is sex:
        return None
    return Fault(
        "sex",
        "import.sex_number",
        N_("The sex is another than the ID number says."),
        way_out=N_("Compare both with the card."),
    )


def plausible_age(values: Values, around: Circumstances) -> Fault | None:
    """Nobody on a roll is born after today or is older than 120 years (plain sense)."""
    number, stated = values.get("id_number"), values.get("birth")
    born = stated.day if stated and stated.day else number.birth if number else None
    years = around.today.year - (born.year if born else stated.year if stated else 2000)
    if not (born and born > around.today) and 0 <= years <= OLDEST:
        return None
    return Fault(
        "birth",
        "import.birth_impossible",
        N_("A birth on %(birth)s is not possible."),
        MappingProxyType({"birth": str(born or stated)}),
        N_("Compare the date with the card."),
    )


def known_district(values: Values, around: Circumstances) -> Fault | None:
    """The district is one of those of the court (own setting)."""
    return _unknown(
        "district",
        values,
        around.districts,
        N_("There is no district “%(text)s” here."),
        N_("Use a district of the court's list, or add it there first."),
    )


def known_court(values: Values, around: Circumstances) -> Fault | None:
    """The court is one that the officer keeps the roll of (own setting)."""
    return _unknown(
        "court",
        values,
        around.courts,
        N_("“%(text)s” is not a court whose roll you keep."),
        N_("Write the court's full name, or leave the column out."),
    )


def _unknown(
    field: str, values: Values, known: frozenset[str] | None, text: str, way_out: str
) -> Fault | None:
    stated = values.get(field)
    if known is None or not stated or stated in known:
        return None
    facts = MappingProxyType({"text": stated})
    return Fault(field, f"import.unknown_{field}", text, facts, way_out)


RULES: tuple[Callable[[Values, Circumstances], Fault | None], ...] = (
    has_number,
    birth_against_number,
    sex_against_number,
    plausible_age,
    term_rules.until_after_from,
    term_rules.decided_by_today,
    known_district,
    known_court,
    callings.may_be_barred,
)
