"""Today: what waits at this desk, gathered from all features, overdue first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, ngettext

from app.accounts.desk import court, desk
from app.bodies.terms import BodyKind
from app.shared import clock
from app.shared.collected import TodayPart, Waiting, collected
from app.shared.dates import days_of_week
from app.shared.screens import day_weekday


def _day(due: datetime | date, zone: str) -> date:
    return due.astimezone(ZoneInfo(zone)).date() if isinstance(due, datetime) else due


def today_page() -> dict[str, Any]:
    """Return what the Today page shows at the desk of this request."""
    own = desk()
    day = clock.today(own.zone)
    parts: list[TodayPart] = [part(own, day) for part in collected().today]
    waiting = [w for part in parts for w in part.waiting]
    return {
        "day": day,
        "when": lambda w: _when(w, day, own.zone),
        "late": _sorted(w for w in waiting if w.late),
        "now": _sorted(w for w in waiting if not w.late and _day(w.due, own.zone) <= day),
        "soon": _sorted(w for w in waiting if not w.late and _day(w.due, own.zone) > day),
        "figures": [figure for part in parts for figure in part.figures][:4],
        "week": [] if court().kind == BodyKind.SCHOOL else _week(parts, day),
    }


def _when(waiting: Waiting, day: date, zone: str) -> str:
    """Say by when a thing is due: how late it is, the hour of today, or the day."""
    due = _day(waiting.due, zone)
    late = (day - due).days
    if late > 0:
        return ngettext("%(num)s day late", "%(num)s days late", late)
    if late < 0:
        return day_weekday(due)
    if not isinstance(waiting.due, datetime):
        return gettext("today")
    hour = f"{waiting.due.astimezone(ZoneInfo(zone)):%H:%M}"
    if waiting.late:
        return gettext("late since %(hour)s", hour=hour)
    return gettext("by %(hour)s", hour=hour)


def _sorted(waiting: Any) -> list[Waiting]:
    return sorted(waiting, key=lambda w: (str(w.due)[:10], w.title))


def _week(parts: list[TodayPart], day: date) -> list[tuple[date, int]]:
    return [(d, sum(part.week.get(d, 0) for part in parts)) for d in days_of_week(day)]
