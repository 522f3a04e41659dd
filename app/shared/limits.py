"""Limits on tries, as rows: they hold between processes and machines.

A limit has a name; who is counted is a keyed hash (an account, an address, both), never readable.
After some misses each further one makes the next try wait, longer each time up to a most. A try
that comes too early is not counted, so nobody's wait is prolonged by others knocking meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from sqlalchemy import String, delete, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from app.shared import clock
from app.shared.db import Base, db
from app.shared.inserts import insert_into
from app.shared.logs import logger
from app.shared.sealed import keyed_hash

log = logger("limits")
NO_WAIT = timedelta(0)


@dataclass(frozen=True)
class Limit:
    """What is counted: `free` misses without a wait, then `first`, doubled each time up to `most`.

    A count is forgotten `after` its last try; `anew`: by a right one too.
    """

    name: str
    free: int
    anew: bool = False
    first: timedelta = timedelta(minutes=1)
    most: timedelta = timedelta(minutes=15)
    after: timedelta = timedelta(days=1)


@dataclass(frozen=True)
class Counted:
    """Somebody under a limit; `who` is hashed before it is kept."""

    limit: Limit
    who: str


class TryCount(Base):
    """How many tries of somebody are counted under a limit, and until when he has to wait."""

    __tablename__ = "try_count"
    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime | None]
    kept_until: Mapped[datetime] = mapped_column(index=True)


class TooManyTries(TooManyRequests):
    """Answered with 429 and a page that says how long to wait."""

    def __init__(self, wait: timedelta):
        self.wait = wait
        super().__init__(retry_after=ceil(wait.total_seconds()))


def minutes(wait: timedelta) -> int:
    """Return a wait in whole minutes, at least one."""
    return max(1, ceil(wait.total_seconds() / 60))


def wait_after(number: int, limit: Limit) -> timedelta:
    """Return how long to wait after `number` misses."""
    beyond = number - limit.free
    return min(limit.first * 2 ** min(beyond, 30), limit.most) if beyond >= 0 else NO_WAIT


def take_try(counted: Collection[Counted]) -> timedelta:
    """Count a try under every limit named, as a miss until it is given back; return no wait.

    Where one of them says to wait, nothing is counted and the longest wait is returned. The rows
    stay locked until the transaction ends: of a hundred at once none slips by.
    """
    now, rows = clock.now(), _rows(counted)
    wait = max((row.until - now for _, row in rows if row.until), default=NO_WAIT)
    if wait > NO_WAIT:
        return wait
    for limit, row in rows:
        row.number += 1
        longer = wait_after(row.number, limit)
        row.until, row.kept_until = (now + longer if longer else None), now + limit.after
        if longer:
            log.warning("tries have to wait", limit=limit.name, number=row.number, wait=str(longer))
    db.session.flush()
    return NO_WAIT


def give_back(counted: Collection[Counted]) -> None:
    """Take back a try that was right; earlier misses stay where the limit does not begin anew."""
    for limit, row in _rows(counted):
        row.number = 0 if limit.anew else max(row.number - 1, 0)
        row.until = None
    db.session.flush()


def forget_old() -> None:
    """Remove the counts whose time is over; the clock's verb. Waits for nobody."""
    key = (TryCount.what, TryCount.who)
    old = select(*key).where(TryCount.kept_until < clock.now()).with_for_update(skip_locked=True)
    db.session.execute(delete(TryCount).where(tuple_(*key).in_(old)))


def _rows(counted: Collection[Counted]) -> list[tuple[Limit, TryCount]]:
    """Return the limits with their rows, locked in one order: no two wait in a circle."""
    order = sorted(counted, key=lambda one: (one.limit.name, keyed_hash(one.who)))
    return [(one.limit, _locked(one)) for one in order]


def _locked(one: Counted) -> TryCount:
    """Return the row of a count, locked; what was to be forgotten by now begins anew."""
    now = clock.now()
    key = {"what": one.limit.name, "who": keyed_hash(one.who)}
    insert = insert_into(TryCount).values(**key, number=0, kept_until=now + one.limit.after)
    same = insert.on_conflict_do_update(index_elements=list(key), set_={"what": key["what"]})
    fresh = {"populate_existing": True}
    row = db.session.scalars(same.returning(TryCount), execution_options=fresh).one()
    if row.kept_until < now:
        row.number, row.until = 0, None
    return row


def network_of(address: str | None) -> str:
    """Return what an address counts as: itself, the /64 of IPv6; nothing for this machine's own.

    One subscriber has a whole /64; and where every visitor seems to come from this machine, a
    proxy stands before the site that the settings do not name (PEISHEN_PROXIES).
    """
    try:
        at = ip_address(address or "")
    except ValueError:
        return ""
    at = getattr(at, "ipv4_mapped", None) or at
    if at.is_loopback:
        return ""
    return str(at) if at.version == 4 else str(ip_network((at, 64), strict=False))
