"""Verbs of the assessor's own pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.accounts.terms import Desk
from app.people.models import Person
from app.people.service.absences import enter_absence, keep_as_own, withdraw_absence
from app.people.terms import AbsenceKind


def save_month(
    desk: Desk,
    person: Person,
    away: Collection[date],
    free: Collection[date],
    kept: Collection[date] = (),
) -> int:
    """Note days on which a person cannot sit, and free own days; return how many were changed.

    Of the days `kept`, those that a court noted become his own: he has seen and left them. Leave,
    sittings and courses are not the person's to change. Raises Refused (absence.bound) where a
    day is taken by a sitting.
    """
    if away:
        enter_absence(desk, person, sorted(away))
    if kept:
        keep_as_own(person, sorted(kept))
    own = (AbsenceKind.OWN,)
    freed = [day for day in sorted(free) if withdraw_absence(desk, person, day, day, kinds=own)]
    return len(away) + len(freed)
