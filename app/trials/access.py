"""What the user of a desk may do with a court's cases and panels."""

from __future__ import annotations

from typing import Any

from app.accounts.access import READERS
from app.accounts.desk import current_desk, desk, is_own, own_bodies
from app.accounts.terms import Desk, RoleKind
from app.people.queries.scope import kept_by
from app.shared import clock
from app.trials.queries.hearings import Bodies

SEES = READERS
OVERSEERS = (RoleKind.PRESIDENT, RoleKind.INSPECTOR)
MAY_WAIVE = (RoleKind.CLERK, RoleKind.PRESIDENT)  # set a soft rule aside, with a reason


def may_act(row: Any) -> bool:
    """Say whether the desk's user may act on a case or panel: a clerk of its own court."""
    desk = current_desk()
    return desk is not None and desk.may(RoleKind.CLERK) and is_own(row.body_id)


def only_oversees(own: Desk) -> bool:
    """Say whether a desk oversees courts and works at no case: it is shown all of them together,
    where a clerk is shown his own court's work."""
    return own.may(*OVERSEERS) and not own.may(RoleKind.CLERK)


def bodies_shown() -> Bodies:
    """Return the bodies whose replies and hearings are listed at the desk of this request."""
    own = desk()
    return kept_by(own.body_id, clock.today(own.zone)) if only_oversees(own) else own_bodies()
