"""The term that a row enters, or that it concerns, as the preview shows it before it is applied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.people.importing.terms import Given, Held, Weighed, end_of
from app.people.terms import Office, RollKind


def term_of(values: Mapping[str, Any], weighed: Weighed, given: Given) -> dict[str, Any]:
    """Return court, office, roll, form, first and last day of a row's term, as far as known.

    What the row does not say is as it is entered: an assessor stands on the general roll and
    serves as long as the law says; a term that is in the register stays as it stands there.
    """
    held, court = weighed.held, weighed.court
    since = values.get("from") or (held.since if held else given.since)
    last = held.last if held else end_of(values, since, court) if since else None
    roll, subject = _roll(values, held)
    return {
        "court": values.get("court", court.name),
        "office": values["office"],
        "roll": roll if values["office"] == Office.ASSESSOR else None,
        "roll_subject": subject,
        "form": values.get("form") or (held.form if held else None),
        "from": since,
        "until": values.get("until") or last,
    }


def _roll(values: Mapping[str, Any], held: Held | None) -> tuple[RollKind, str]:
    if "roll" not in values and held and held.rolls:
        kind, subject, _open = held.rolls[0]
        return kind, subject
    return values.get("roll", RollKind.GENERAL), values.get("roll_subject", "")
