"""What the user of a desk may do with a court's cases and panels."""

from __future__ import annotations

from typing import Any

from app.accounts.access import READERS
from app.accounts.desk import current_desk, is_own
from app.accounts.terms import RoleKind

SEES = READERS
MAY_WAIVE = (RoleKind.CLERK, RoleKind.PRESIDENT)  # set a soft rule aside, with a reason


def may_act(row: Any) -> bool:
    """Say whether the desk's user may act on a case or panel: a clerk of its own court."""
    desk = current_desk()
    return desk is not None and desk.may(RoleKind.CLERK) and is_own(row.body_id)
