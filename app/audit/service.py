"""One call records an act, or one done to many, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sqlalchemy import insert

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
    db.session.add(AuditLine(**_line(actor, act, subject, body_id, facts)))


def record_each(
    actor: Actor | None,
    act: str,
    done: Iterable[tuple[Any, Mapping[str, Any]]],
    body_id: int | None = None,
) -> None:
    """Write that `actor` did `act` to many subjects, each with its facts, in one statement.

    The subjects have their ids. Raises ValueError for an act that is not on the list.
    """
    lines = [_line(actor, act, subject, body_id, dict(facts)) for subject, facts in done]
    if lines:
        db.session.execute(insert(AuditLine), lines)


def _line(
    actor: Actor | None, act: str, subject: Any, body_id: int | None, facts: dict[str, Any]
) -> dict[str, Any]:
    if act not in ACTS:
        raise ValueError(f"{act} is not on the list of acts")
    return {
        "actor_id": actor.id if actor else None,
        "actor_name": actor.name if actor else "",
        "act": act,
        "body_id": body_id if body_id is not None else getattr(subject, "body_id", None),
        "subject_kind": getattr(subject, "__tablename__", type(subject).__name__),
        "subject_uid": str(getattr(subject, "uid", None) or getattr(subject, "id", "")),
        "facts": facts,
    }
