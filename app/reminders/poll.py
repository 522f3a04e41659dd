"""One look of the clock at what is due: messages are told, acts are done, each once.

Everything is asked in a read transaction first; only what is new opens a writing one, which
checks the lease and asks again. So a minute in which nothing is due writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select

from app.bodies.models import Body
from app.messages.service import tell, untold
from app.messages.terms import Notice
from app.messages.writing import in_language
from app.reminders.gathering import Source, gathered
from app.reminders.lease import NotLeading
from app.reminders.models import ActDone, Polled
from app.reminders.rules import caught_up, days_to_do, done_through
from app.shared import clock
from app.shared.collected import DueAct, collected
from app.shared.db import db
from app.shared.inserts import insert_into
from app.shared.logs import logger
from app.shared.texts import N_
from app.shared.transactions import transaction

log = logger("clock")
LATER_TOLD = N_("The clock had stood still; a later reminder about the same thing took its place.")
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
AT_ONCE = 500
Key = tuple[str, str, date]


@dataclass
class Poll:
    """The clock's memory between two looks; `check` raises when the lease is lost."""

    check: Callable[[], None] = lambda: None
    waits: dict[Key, tuple[datetime, timedelta]] = field(default_factory=dict)

    def once(self) -> None:
        """Tell and do what is due now. Raises lease.NotLeading; other faults are only logged."""
        with transaction("read") as session:
            zones = {row.id: row.zone for row in session.execute(select(Body.id, Body.zone))}
            through = {row.what: row.day for row in session.scalars(select(Polled))}
        if not zones:
            return
        now_in = {zone: clock.today(zone) for zone in sorted(set(zones.values()))}
        self._tell(zones, now_in, through)
        # an act too early could do wrong (silence is a no): the day must have come everywhere
        self._act(days_to_do(through.get("acts"), min(now_in.values())), through)

    def _tell(self, zones: dict[int, str], now_in: dict[str, date], through: dict) -> None:
        wanted: dict[date, set[str]] = {}
        for zone, today in now_in.items():
            for day in days_to_do(through.get(f"messages:{zone}"), today):
                wanted.setdefault(day, set()).add(zone)
        failed = False
        for source in collected().messages:
            try:
                self._tell_of(source, zones, wanted)
            except Exception as fault:
                _log_or_raise(fault, "messages of a feature could not be told", source)
                failed = True
        if not failed:
            marks = {f"messages:{zone}": today for zone, today in now_in.items()}
            self._mark(marks, through)

    def _tell_of(self, source: Source, zones: dict[int, str], wanted: dict) -> None:
        def due() -> tuple[list[Notice], list[Notice]]:
            found = [
                notice
                for day in sorted(wanted)
                for notice in gathered(source, day)
                if zones.get(notice.body_id) in wanted[day]
            ]
            return caught_up(found)

        with transaction("read"):
            now, passed = due()
            fresh = untold(now) or untold(passed)
        if fresh:
            with transaction():
                self.check()
                now, passed = due()
                number = tell(now)
                tell(passed, dropped=LATER_TOLD)
            log.info("told", number=number, feature=source.__module__)

    def _act(self, days: list[date], through: dict) -> None:
        failed = {day for day in days for ok in self._act_on(day) if not ok}
        self._mark({"acts": done_through(days, failed)}, through)

    def _act_on(self, day: date) -> Iterator[bool]:
        for source in collected().acts:
            try:
                with transaction("read"):
                    due = list(source(day))
                    done = _done(due)
            except Exception as fault:
                _log_or_raise(fault, "a feature could not say what is due", source)
                yield False
                continue
            for act in due:
                if (act.verb, act.subject, act.day) not in done:
                    yield self._do(act)

    def _do(self, act: DueAct) -> bool:
        """Do one act in its own transaction, unless it failed a short while ago."""
        key, now = (act.verb, act.subject, act.day), clock.now()
        since, wait = self.waits.get(key, (now, timedelta(0)))
        if now < since + wait:
            return False
        try:
            with transaction(), in_language("en"):
                self.check()
                if _claimed(act):
                    act.run()
        except Exception as fault:
            _log_or_raise(fault, "an act of the clock failed", act.run, act.verb, act.subject)
            self.waits[key] = (now, min(max(wait * 2, FIRST_WAIT), LONGEST_WAIT))
            return False
        self.waits.pop(key, None)
        return True

    def _mark(self, days: dict[str, date], through: dict[str, date]) -> None:
        """Write through which days all is done, where that has changed."""
        rows = [{"what": w, "day": d, "at": clock.now()} for w, d in days.items()]
        rows = [row for row in rows if through.get(row["what"]) != row["day"]]
        if not rows:
            return
        with transaction() as session:
            self.check()
            insert = insert_into(Polled).values(rows)
            new = {"day": insert.excluded.day, "at": insert.excluded.at}
            session.execute(insert.on_conflict_do_update(index_elements=[Polled.what], set_=new))


def _log_or_raise(fault: Exception, said: str, source: Any, *about: str) -> None:
    """Log a fault so that the others go on; a lost lease is not one."""
    if isinstance(fault, NotLeading):
        raise fault
    log.error(said, where=getattr(source, "__module__", ""), about=about, exc_info=fault)


def _claimed(act: DueAct) -> bool:
    """Write that an act is done, with it or not at all; False if it was done before."""
    row = {"verb": act.verb, "subject": act.subject, "day": act.day, "at": clock.now()}
    insert = insert_into(ActDone).values(outcome="", **row).on_conflict_do_nothing()
    return db.session.scalar(insert.returning(ActDone.verb)) is not None


def _done(acts: list[DueAct]) -> set[Key]:
    """Return the keys of those among `acts` that were done before."""
    found: set[Key] = set()
    columns = (ActDone.verb, ActDone.subject, ActDone.day)
    verbs = {act.verb for act in acts}
    subjects = iter(sorted({act.subject for act in acts}))
    while some := list(islice(subjects, AT_ONCE)):
        own = select(*columns).where(ActDone.verb.in_(verbs), ActDone.subject.in_(some))
        rows = db.session.execute(own)
        found |= {(row.verb, row.subject, row.day) for row in rows}
    return found
