"""The one clock: nothing else in the product asks what time it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_source: ContextVar[Callable[[], datetime] | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    source = _source.get()
    return source() if source else datetime.now(UTC)


def today(zone: str = "Asia/Shanghai") -> date:
    """Return the day it is in `zone` (IANA name) at this moment."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware) inside the block; for history and tests."""
    token = _source.set(lambda: moment)
    try:
        yield
    finally:
        _source.reset(token)
