"""Roles, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RoleKind(StrEnum):
    """What a user may be, on a body and its subtree."""

    PERSONNEL = "personnel_officer"
    CLERK = "clerk"
    PRESIDENT = "president"
    INSPECTOR = "inspector"
    SCHOOL = "school_officer"  # on a cadre school only
    IT = "it"


READERS = (RoleKind.PERSONNEL, RoleKind.CLERK, RoleKind.PRESIDENT, RoleKind.INSPECTOR)


@dataclass(frozen=True)
class Desk:
    """Who acts, where: the first argument of every verb. The clock is a Desk without a user."""

    id: int | None
    name: str
    body_id: int
    roles: frozenset[RoleKind]
    language: str = "zh_Hans"
    zone: str = "Asia/Shanghai"

    def may(self, *roles: RoleKind) -> bool:
        """Say whether one of `roles` is held here."""
        return bool(self.roles.intersection(roles))

    @property
    def may_search(self) -> bool:
        """Say whether the register may be read here."""
        return self.may(*READERS)


def clock_desk(body_id: int) -> Desk:
    """Return the desk of the clock in a body: it acts at deadlines, by the rules."""
    return Desk(None, "", body_id, frozenset())
