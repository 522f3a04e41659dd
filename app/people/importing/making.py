"""What new rows make, by bulk inserts: persons, acts with their lines, tenures, oaths, rolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.accounts.terms import Desk
from app.people.importing.bulk import (
    NewPeople,
    begin_terms,
    enter_entries,
    insert_rows,
    with_ids,
)
from app.people.importing.planned import Frame, Made, Planned
from app.people.importing.settling import who
from app.people.importing.terms import CHUNK, act_of, end_of, start_of
from app.people.models import Act, ActLine, Oath, OathTenure, Roll
from app.people.service import (
    NewEntry,
    NewTenure,
    bring_year_totals,
    enter_act,
)
from app.people.terms import LineKind, Office, RollKind
from app.shared.db import db
from app.shared.transactions import lock


def chunks(plans: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Return a list by parts, so that not all rows of all tables stand in memory at once."""
    return (plans[first : first + CHUNK] for first in range(0, len(plans), CHUNK))


class Making:
    """Makes rows of the register for the rows of one import, and notes what it made."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        """Make in the name of `desk`, in the transaction that is open."""
        self._desk, self.frame = desk, frame
        self.made = Made()
        self._persons: dict[Any, int] = {}
        self._tenures: dict[Any, int] = {}
        self._acts: dict[tuple[int, str, str], list[int]] = {}  # [act id, last line]
        self._oaths: dict[tuple[int, date], int] = {}
        self._rolls: dict[tuple[int, RollKind, str], int] = {}
        self._open: set[tuple[int, int]] = set()
        self._entered: set[tuple[int, int]] = set()
        self.oaths_covering = 0  # terms made here that an oath covers
        self.oath_pairs: list[list[int | None]] = []  # oaths of terms that were there before
        self.totals = [0, 0, 0]  # persons with totals, their cases and halves

    def people(self, plans: Sequence[Planned], ready: NewPeople) -> None:
        """Enter the persons of rows that found none; two rows of one person make one."""
        ids = ready.enter()
        self._persons.update(zip(dict.fromkeys(who(p.values) for p in plans), ids, strict=True))
        self.made.add("person", ids)
        for plan in plans:
            plan.person_id = self._persons[who(plan.values)]

    def tenures(self, plans: Sequence[Planned]) -> None:
        """Begin the tenures that rows state, by lines of their acts."""
        first: dict[Any, Planned] = {}
        for plan in plans:
            if self._key(plan) not in self._tenures:
                first.setdefault(self._key(plan), plan)
        begun = list(first.values())
        lines = self.lines(begun)
        news = [self._new_tenure(plan, line) for plan, line in zip(begun, lines, strict=True)]
        ids = begin_terms(news)
        self._tenures.update(zip(first, ids, strict=True))
        self.made.add("tenure", ids)
        for plan in plans:
            plan.tenure_id = self._tenures[self._key(plan)]
        self.oaths_covering += sum(oath is not None for oath in self.oaths(begun))

    def _key(self, plan: Planned) -> Any:
        since = start_of(plan.values, self.frame.given)
        return plan.person_id, plan.court.id, plan.values["office"], since

    def _new_tenure(self, plan: Planned, line: int | None) -> NewTenure:
        values = plan.values
        since = start_of(values, self.frame.given)
        assert since is not None, "a row without a first day is wrong"
        return NewTenure(
            person_id=plan.person_id,
            body_id=plan.court.id,
            office=values["office"],
            since=since,
            until=end_of(values, since, plan.court),
            form=values.get("form"),
            rank=values.get("rank", ""),
            earlier_terms=values.get("earlier_terms", 0),
            start_line_id=line,
        )

    def lines(self, plans: Sequence[Planned]) -> list[int | None]:
        """Append a line to the act that each row names, entering acts that are not there yet."""
        rows, places = [], []
        for place, plan in enumerate(plans):
            act = self._act(plan)
            if act is None:
                continue
            act[1] += 1
            line = {"act_id": act[0], "n": act[1], "kind": LineKind.APPOINTS}
            rows.append({**line, "person_id": plan.person_id})
            places.append(place)
        found: list[int | None] = [None] * len(plans)
        if rows:
            ids = with_ids(ActLine, rows)
            self.made.add("act_line", ids)
            for place, line_id in zip(places, ids, strict=True):
                found[place] = line_id
        return found

    def _act(self, plan: Planned) -> list[int] | None:
        named = act_of(plan.values, plan.court)
        if named is None:
            return None
        organ, number, day = named
        key = (plan.court.id, organ, number)
        if key not in self._acts:
            self._acts[key] = self._known_act(key) or self._new_act(plan, organ, number, day)
        return self._acts[key]

    def _known_act(self, key: tuple[int, str, str]) -> list[int] | None:
        body_id, organ, number = key
        where = (Act.body_id == body_id, Act.organ == organ, Act.number == number)
        act_id = db.session.scalar(select(Act.id).where(*where))
        if act_id is None:
            return None
        lock(Act, act_id)
        last = db.session.scalar(select(func.max(ActLine.n)).where(ActLine.act_id == act_id))
        return [act_id, last or 0]

    def _new_act(self, plan: Planned, organ: str, number: str, day: date | None) -> list[int]:
        adopted = day or start_of(plan.values, self.frame.given)
        assert adopted is not None
        act = enter_act(
            self._desk, organ=organ, number=number, adopted=adopted, body_id=plan.court.id
        )
        self.made.add("act", [act.id])
        return [act.id, 0]

    def oaths(self, plans: Sequence[Planned]) -> list[int | None]:
        """Cover tenures by the oath of the day that their rows state; return the oaths' ids."""
        found = [self._oath(plan) for plan in plans]
        rows = [
            {"oath_id": oath_id, "tenure_id": plan.tenure_id or self._tenures[self._key(plan)]}
            for plan, oath_id in zip(plans, found, strict=True)
            if oath_id
        ]
        insert_rows(OathTenure, rows)
        return found

    def _oath(self, plan: Planned) -> int | None:
        day = plan.values.get("oath_date")
        if day is None:
            return None
        key = (plan.court.id, day)
        if key not in self._oaths:
            where = (Oath.body_id == plan.court.id, Oath.day == day)
            known = db.session.scalar(select(Oath.id).where(*where).order_by(Oath.id).limit(1))
            self._oaths[key] = known or self._new(Oath(body_id=plan.court.id, day=day))
        return self._oaths[key]

    def _new(self, row: Any) -> int:
        db.session.add(row)
        db.session.flush()
        self.made.add(row.__tablename__, [row.id])
        return row.id

    def rolls(self, plans: Sequence[Planned]) -> None:
        """Enter assessors on the rolls that their rows name, the general one where unsaid.

        A term that is over, or a second open entry on one roll, ends with the term.
        """
        entries = []
        for plan in plans:
            if plan.values["office"] != Office.ASSESSOR:
                continue
            roll_id = self._roll(plan)
            if (roll_id, plan.tenure_id) in self._entered:
                continue
            since = plan.held.since if plan.held else start_of(plan.values, self.frame.given)
            assert since is not None
            last = plan.held.last if plan.held else end_of(plan.values, since, plan.court)
            stands = (roll_id, plan.person_id) in self._open or self._stands_open(plan)
            over = last is not None and last < self.frame.today
            if stands and last is None:
                continue
            until = last if over or stands else None
            if until is None:
                self._open.add((roll_id, plan.person_id))
            self._entered.add((roll_id, plan.tenure_id))
            entries.append(NewEntry(roll_id, plan.person_id, plan.tenure_id, since, until))
        self.made.add("roll_entry", enter_entries(entries))

    def _stands_open(self, plan: Planned) -> bool:
        wanted = _wanted_roll(plan)
        return any(
            (kind, subject) == wanted and is_open and held.body_id == plan.court.id
            for held in (plan.found.tenures if plan.found else ())
            for kind, subject, is_open in held.rolls
        )

    def _roll(self, plan: Planned) -> int:
        kind, subject = _wanted_roll(plan)
        key = (plan.court.id, kind, subject)
        if key not in self._rolls:
            where = (Roll.body_id == plan.court.id, Roll.kind == kind, Roll.subject == subject)
            standing = select(Roll.id).where(*where, Roll.until.is_(None)).order_by(Roll.id)
            since = start_of(plan.values, self.frame.given) or self.frame.today
            new = Roll(body_id=plan.court.id, kind=kind, subject=subject, since=since)
            self._rolls[key] = db.session.scalar(standing.limit(1)) or self._new(new)
        return self._rolls[key]

    def year(self, plans: Sequence[Planned]) -> None:
        """Bring the year's cases and half days that new persons' rows state."""
        totals: dict[int, tuple[int, int, int, int]] = {}
        for plan in plans:
            if (stated := year_of(plan)) is not None:
                totals[plan.person_id] = (plan.person_id, self.frame.today.year, *stated)
        bring_year_totals(self._desk, list(totals.values()))
        self.totals[0] += len(totals)
        self.totals[1] += sum(cases for _, _, cases, _ in totals.values())
        self.totals[2] += sum(halves for _, _, _, halves in totals.values())


def year_of(plan: Planned) -> tuple[int, int] | None:
    """Return the cases and half days that a row states, what it leaves out as it stands."""
    values = plan.values
    if "cases_this_year" not in values and "days_this_year" not in values:
        return None
    cases, halves = (plan.found.year if plan.found else None) or (0, 0)
    days = values.get("days_this_year")
    return values.get("cases_this_year", cases), halves if days is None else int(days * 2)


def _wanted_roll(plan: Planned) -> tuple[RollKind, str]:
    return plan.values.get("roll", RollKind.GENERAL), plan.values.get("roll_subject", "")
