"""What was found of the tree of bodies, kept in the process while the tree stays the same.

Every page asks under whom a court stands and which rules hold there; the answers change a few
times a year. Triggers raise one number (`body_revision`) with every change of these tables; a web
request that only reads learns it with its user, in the same transaction, and takes answers found
under the same number. Whoever acts asks the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.db import Base
from app.shared.transactions import only_reads

MOST = 20_000  # answers; then all are forgotten
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class BodyRevision(Base):
    """One row: how often bodies, their links, areas, books or own values have changed."""

    __tablename__ = "body_revision"
    __table_args__ = {"info": {"derived": True}}  # made anew by triggers: no backup holds it
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


class Answers(dict[Hashable, Any]):
    """Answers found under one revision."""

    def __init__(self, revision: int) -> None:
        """Begin without any."""
        super().__init__()
        self.revision = revision


def know_revision(number: int | None) -> None:
    """Tell the running request which revision its transaction sees (None: nobody knows)."""
    if number is None:
        return
    answers: Answers | None = current_app.extensions.get("bodies")
    if answers is None or answers.revision != number or len(answers) > MOST:
        answers = current_app.extensions["bodies"] = Answers(number)
    g.of_bodies = answers


def kept(find: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Keep what `find` answers by its arguments; the answers must be unchangeable values."""

    @wraps(find)
    def found(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        answers: Answers | None = g.get("of_bodies") if only_reads() else None
        if answers is None:
            return find(*args, **kwargs)
        asked = (find, args, *kwargs.items())
        if asked not in answers:
            answers[asked] = find(*args, **kwargs)
        return answers[asked]

    return found
