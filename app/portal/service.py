"""Verbs of the assessor's own pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.accounts.models import User
from app.accounts.terms import Desk
from app.people.models import Person
from app.people.service.absences import enter_absence, keep_as_own, withdraw_absence
from app.people.terms import AbsenceKind
from app.shared.refusals import Refusal, Refused
from app.shared.screens import LANGUAGES
from app.shared.texts import N_
from app.shared.transactions import lock


def choose_language(user: User, code: str) -> None:
    """Let mails and pages come in a language from now on; also what is told to the person."""
    if code not in LANGUAGES:
        raise Refused([Refusal("account.language", N_("This language is not offered."))])
    user.language = code
    if user.person_id and (person := lock(Person, user.person_id)):
        person.language = code
        person.version += 1


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
