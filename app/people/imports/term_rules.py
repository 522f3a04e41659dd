"""Rules about a term as a row of a roll states it: its days, its length, its act and oath."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.people.imports.terms import Circumstances, Fault
from app.people.terms import Office
from app.shared.texts import N_

Values = Mapping[str, Any]


def is_assessor(values: Values) -> bool:
    """Say whether a row is of an assessor: rows without an office are."""
    return values.get("office", Office.ASSESSOR) is Office.ASSESSOR


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
