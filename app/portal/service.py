"""Verbs of the assessor's own pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.accounts.terms import Desk
from app.people.models import Person
from app.people.service.absences import enter_absence, keep_as_own, withdraw_absence
from app.people.terms import AbsenceKind
from app.portal.queries import absences_between, month_days


def save_month(desk: Desk, person: Person, first: date, away: Collection[date], today: date) -> int:
    """Keep the days of a month on which a person cannot sit; return how many days changed.

    Days before `today` stay as they are; those that a court noted and he keeps become his own;
    sittings and courses are not the person's to change.
    Raises Refused (absence.bound) where a day is taken by a sitting.
    """
    days = [day for day in month_days(first) if day >= today]
    if not days:
        return 0
    rows = absences_between(person.id, days[0], days[-1])
    own = {row.day for row in rows if row.kind == AbsenceKind.OWN}
    wanted = {day for day in days if day in away}
    new, gone = sorted(wanted - {row.day for row in rows}), sorted(own - wanted)
    if new:
        enter_absence(desk, person, new)
    if wanted & own:
        keep_as_own(person, sorted(wanted & own))
    for day in gone:
        withdraw_absence(desk, person, day, day)
    return len(new) + len(gone)
