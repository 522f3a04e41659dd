"""Rules of the day in court: who is expected on a seat, and that nobody sits beside another on it.

Pure: facts in, refusals or numbers out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.shared.refusals import Refusal
from app.shared.texts import N_
from app.trials.terms import SeatState


@dataclass(frozen=True)
class SeatOnDay:
    """A seat as a day sees it: how it stands, when its person was first asked, when he left it."""

    state: SeatState
    asked_at: datetime | None = None
    left_at: datetime | None = None


def is_expected(seat: SeatOnDay, ended: datetime) -> bool:
    """Say whether a person may be taken to have sat on a day that was over at `ended`.

    Who said yes is expected, unless he was asked only after the day; and who left the seat only
    after it. Who left before it was over, or never answered, is not: the clerk says so by hand.
    """
    if seat.left_at is not None:
        return seat.left_at >= ended
    late = seat.asked_at is not None and seat.asked_at >= ended
    return seat.state == SeatState.ACCEPTED and not late


def seat_twice(most: int, sat: Iterable[tuple[int | None, int]]) -> list[Refusal]:
    """Return a refusal for each seat on which two sat at once: given as (seat number, half days).

    A member who was replaced at noon and who came for him share the day; they never sit on one
    seat in the same half day, since a panel has as many members as it has seats.
    """
    halves: Counter[int] = Counter()
    for number, of_one in sat:
        if number is not None:
            halves[number] += of_one
    text = N_("Two people cannot have sat on seat %(seat)s at once: together they have more than "
              "the panel sat.")  # fmt: skip
    way_out = N_("Put the one who was replaced, or the one who came for him, down as absent.")
    return [
        Refusal("day.seat_twice", text, {"seat": number}, way_out)
        for number, together in sorted(halves.items())
        if together > most
    ]
