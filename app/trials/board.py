"""A seat as the board shows it: a word with its colour, the time that is left, what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from app.shared import clock
from app.shared.screens import day_weekday, join_phrases, moment
from app.trials.exclusions import LABELS
from app.trials.models import Panel, Seat
from app.trials.replies_rules import AT_ONCE, MOST_MISSES
from app.trials.seat_queries import alternates, holding, open_numbers, set_days
from app.trials.terms import SeatState
from app.trials.ways import Way, ways_of
from app.trials.words import SEAT_TAGS, SEATS


@dataclass(frozen=True)
class SeatLine:
    """One seat: `tag` is (class, word); `left` says how long there is to answer, or is empty.

    `call` says that its person must be called: his telephone then is one tap for the clerk.
    """

    seat: Seat
    tag: tuple[str, str]
    left: str = ""
    said: str = ""
    late: bool = False
    call: bool = False


@dataclass(frozen=True)
class PanelCard:
    """One panel: its seats in their order, which are open, who waits in line."""

    panel: Panel
    first: date | None
    lines: tuple[SeatLine, ...]
    open: tuple[int, ...]
    in_line: int
    to_invite: bool

    @property
    def answered(self) -> int:
        """How many hold a seat and will come."""
        return sum(line.seat.state == SeatState.ACCEPTED for line in self.lines)

    @property
    def next_possible(self) -> bool:
        """Whether there is a seat to call the next alternate for."""
        return bool(self.open) and not self.to_invite and self.in_line > 0


def cards_of(panels: Sequence[Panel]) -> list[PanelCard]:
    """Return panels as the board shows them; how all were asked comes by one statement."""
    ways = ways_of(seat for panel in panels for seat in holding(panel))
    return [_card(panel, ways) for panel in panels]


def _card(panel: Panel, ways: Mapping[int, Way]) -> PanelCard:
    seats = holding(panel)
    return PanelCard(
        panel=panel,
        first=min((day.day for day in set_days(panel)), default=None),
        lines=tuple(line_of(seat, ways.get(seat.id)) for seat in seats),
        open=tuple(open_numbers(panel)),
        in_line=len(alternates(panel)),
        to_invite=any(seat.state == SeatState.DRAWN for seat in seats),
    )


def line_of(seat: Seat, way: Way | None = None) -> SeatLine:
    """Return a seat as the board shows it; `way` says how its person was asked."""
    now = clock.now()
    if seat.state != SeatState.INVITED:
        return SeatLine(seat, _tag(seat), said=reason_words(seat))
    if seat.answered_at is not None:
        days = join_phrases(day_weekday(date.fromisoformat(one)) for one in seat.other_days)
        said = gettext("could come on %(days)s", days=days)
        return SeatLine(seat, ("wait", gettext("Not then")), said=said)
    late = seat.answer_by is not None and seat.answer_by < now
    if seat.link_misses >= MOST_MISSES:
        said = gettext("wrong digits five times: the link is locked")
        return SeatLine(
            seat, ("stop", gettext("Link locked")), time_left(seat, now), said, late, True
        )
    if late:
        said = gettext("no proof that the invitation came: please call")
        if way and way.to_print:
            said = gettext("the letter was never printed: please call")
        said = join_phrases(filter(None, (said, _missed(seat))))
        return SeatLine(seat, ("stop", gettext("No answer")), "", said, True, True)
    said = way.words(seat.panel.body.zone) if way else ""
    said = join_phrases(filter(None, (said, _missed(seat))))
    tag = ("wait", gettext("Letter to print")) if way and way.to_print else _tag(seat)
    soon = seat.answer_by is not None and seat.answer_by - now <= AT_ONCE
    return SeatLine(seat, tag, time_left(seat, now), said, call=soon)


def _missed(seat: Seat) -> str:
    """Return when the person was called in vain last; that is no proof of anything."""
    if not seat.missed_calls:
        return ""
    at = moment(seat.missed_call_at, seat.panel.body.zone)
    return gettext("called at %(at)s, nobody picked up", at=at)


def time_left(seat: Seat, now: datetime) -> str:
    """Return how long there is to answer, in days and hours, or in minutes at the end."""
    if seat.answer_by is None or seat.answer_by <= now:
        return ""
    minutes = int((seat.answer_by - now).total_seconds() // 60)
    if minutes < 120:
        return gettext("%(minutes)s min left", minutes=minutes)
    if minutes < 48 * 60:
        return gettext("%(hours)s h left", hours=minutes // 60)
    return gettext("%(days)s days left", days=minutes // (24 * 60))


def _tag(seat: Seat) -> tuple[str, str]:
    return SEAT_TAGS.get(seat.state, ""), gettext(SEATS[seat.state])


def reason_words(seat: Seat) -> str:
    return gettext(LABELS.get(seat.reason, seat.reason)) if seat.reason else ""
