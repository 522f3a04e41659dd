"""Rules about a term as a row of a roll states it: its days, its length, its act and oath."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from app.people.imports.terms import Circumstances, Fault
from app.people.terms import Office
from app.shared.texts import N_

Values = Mapping[str, Any]


def is_assessor(values: Values) -> bool:
    """Say whether a row is of an assessor: rows without an office are."""
    return values.get("office", Office.ASSESSOR) is Office.ASSESSOR


def by_book(
    around: Circumstances, place: str, key: str, text: str, way_out: str, **facts: Any
) -> Fault:
    """Return the fault of a row that rule `key` of the book refuses or warns of."""
    return Fault.of(around.book.refusal(key, text, way_out, place, **facts))


def until_after_from(values: Values, around: Circumstances) -> Fault | None:
    """A term does not end before it begins (plain sense)."""
    start, until = values.get("from"), values.get("until")
    if not start or not until or until >= start:
        return None
    return Fault(
        "until",
        "import.until_before_from",
        N_("The term ends on %(until)s, before it begins on %(start)s."),
        MappingProxyType({"start": start.isoformat(), "until": until.isoformat()}),
        N_("Check both dates."),
    )


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def term_length(values: Values, around: Circumstances) -> Fault | None:
    """An assessor's term is not longer than the book says (Law 2018, Art 13: five years).

    The anniversary itself is let pass: courts write both 2021-05-06 to 2026-05-05 and to 05-06.
    """
    years, start, until = (
        around.book.value("term.length"),
        values.get("from"),
        values.get("until"),
    )
    if years is None or not start or not until or not is_assessor(values):
        return None
    latest = _anniversary(start, years)
    if until <= latest:
        return None
    return by_book(
        around,
        "until",
        "term.length",
        N_("The term lasts longer than %(years)d years: it may end on %(latest)s at the latest."),
        N_("Check both dates; a second term is a row of its own."),
        years=years,
        latest=latest.isoformat(),
    )


def lifetime(values: Values, around: Circumstances) -> Fault | None:
    """An assessor serves at most so many terms in a lifetime (Selection Measures 2018)."""
    most, earlier = around.book.value("term.lifetime"), values.get("earlier_terms")
    if most is None or earlier is None or earlier < most or not is_assessor(values):
        return None
    return by_book(
        around,
        "earlier_terms",
        "term.lifetime",
        N_("With %(earlier)d earlier terms this one is more than the %(most)d allowed."),
        N_("Check the number of earlier terms."),
        earlier=earlier,
        most=most,
    )


def decided_by_today(values: Values, around: Circumstances) -> Fault | None:
    """An act and an oath of a roll as it stands are not in the future (plain sense)."""
    for field in ("act_date", "oath_date"):
        day = values.get(field)
        if day and day > around.today:
            return Fault(
                field,
                "import.in_future",
                N_("%(day)s has not come yet."),
                MappingProxyType({"day": day.isoformat()}),
                N_("Check the date."),
            )
    return None


def oath_after_act(values: Values, around: Circumstances) -> Fault | None:
    """The oath follows the appointment, where the book asks for it (Law 2018, Art 12)."""
    act, oath = values.get("act_date"), values.get("oath_date")
    if not act or not oath or oath >= act or not around.book.value("oath.after_appointment"):
        return None
    return by_book(
        around,
        "oath_date",
        "oath.after_appointment",
        N_("The oath of %(oath)s is earlier than the appointment of %(act)s."),
        N_("Check both dates."),
        oath=oath.isoformat(),
        act=act.isoformat(),
    )
