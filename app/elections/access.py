"""Who may see a court's elections, and who may act on them."""

from __future__ import annotations

from app.accounts.desk import current_desk, is_own
from app.accounts.terms import RoleKind
from app.elections.models import Election

SEES = (RoleKind.PERSONNEL, RoleKind.PRESIDENT, RoleKind.INSPECTOR)
ACTS = RoleKind.PERSONNEL
NAMES = RoleKind.CLERK  # asks an organisation for people for one case, as the case is his
SEES_NAMING = (*SEES, NAMES)


def may_name(election: Election) -> bool:
    """Say whether the desk's user acts on a naming for one case: a clerk or personnel officer."""
    own = current_desk()
    return own is not None and own.may(ACTS, NAMES) and is_own(election.body_id)


def may_act(election: Election) -> bool:
    """Say whether the desk's user may act on an election: a personnel officer of its own court."""
    own = current_desk()
    return own is not None and own.may(ACTS) and is_own(election.body_id)
