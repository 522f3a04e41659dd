"""One call records an act, in the transaction of the act itself."""

from __future__ import annotations

from typing import Any, Protocol

from app.audit.acts import ACTS
from app.audit.models import AuditLine
from app.shared.db import db


class Actor(Protocol):
    """Whoever acts: a user at a desk, the clock, or a command."""

    @property
    def id(self) -> int | None:
        """The user's id; None for the clock and for commands."""
        ...

    @property
    def name(self) -> str:
        """The name that the audit keeps."""
        ...


def record(actor: Actor | None, act: str, subject: Any, body_id: int | None = None, **facts: Any):
    """Write that `actor` did `act` to `subject` (a row with a uid).

    Raises ValueError for an act that is not on the list. Facts must be plain JSON values and
    never hold a full identifier.
    """
    if act not in ACTS:
        raise ValueError(f"{act} is not on the list of acts")
    line = AuditLine(
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else "",
        act=act,
        body_id=body_id if body_id is not None else getattr(subject, "body_id", None),
        subject_kind=getattr(subject, "__tablename__", type(subject).__name__),
        subject_uid=str(getattr(subject, "uid", None) or getattr(subject, "id", "")),
        facts=facts,
    )
    db.session.add(line)
