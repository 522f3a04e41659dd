"""Builders of test objects: a court with its people, in as few words as a test needs."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask.testing import FlaskClient

from app.accounts.models import RoleGrant, User
from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body, BodyLink, RulebookAssignment
from app.bodies.terms import BodyKind, LinkKind
from app.people.models import Act, ActLine, Oath, OathTenure, Person, Roll, RollEntry, Tenure
from app.people.terms import Form, LineKind, Office, RollKind, Sex
from app.shared.db import db

LONG_AGO = date(2000, 1, 1)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


@dataclass
class Plan:
    """An assessor to be made: his term, whether he is sworn, and what is given of the person."""

    given: dict[str, Any]
    since: date = date(2025, 1, 1)
    until: date | None = date(2029, 12, 31)
    sworn: bool = True


PLAN = ("since", "until", "sworn")


class Make:
    """Makes rows and commits them; everything has a default."""

    def __init__(self, first: int = 1) -> None:
        """Begin to count at `first`: two builders over one database do not meet."""
        self.counter = itertools.count(first)

    def add(self, *rows: Any) -> Any:
        """Add rows, commit, and return the first."""
        db.session.add_all(rows)
        db.session.commit()
        return rows[0]

    def court(self, book: str | None = "cn-2018", under: Body | None = None, **given: Any) -> Body:
        """Return a court, with a rulebook since long ago and a higher court where given."""
        n = next(self.counter)
        words = {"code": f"T{n:03}", "kind": BodyKind.BASIC, "name": f"试验{n}区人民法院"}
        court = self.add(Body(**{**words, "name_en": f"Trial {n} District Court", **given}))
        if under is not None:
            link = BodyLink(body_id=court.id, to_id=under.id, kind=LinkKind.HIGHER, since=LONG_AGO)
            self.add(link)
        if book:
            self.add(RulebookAssignment(body_id=court.id, rulebook=book, since=LONG_AGO))
        return court

    def user(self, court: Body | None, *roles: RoleKind, **given: Any) -> User:
        """Return a user with roles on a court since long ago (no password: sign in by key)."""
        n = next(self.counter)
        words = {"email": f"user{n}@example.org", "name": f"刘芳{n}", "language": "en"}
        user = self.add(User(fs_uniquifier=secrets.token_hex(16), **{**words, **given}))
        if court is not None:
            grants = [(user.id, court.id, role) for role in roles]
            for user_id, body_id, role in grants:
                grant = RoleGrant(user_id=user_id, body_id=body_id, role=role, since=LONG_AGO)
                self.add(grant)
        return user

    def desk(self, court: Body, *roles: RoleKind) -> Desk:
        """Return a desk of a court with roles, all of them where none is named."""
        user = self.user(court, *(roles or tuple(RoleKind)))
        return Desk(user.id, user.name, court.id, frozenset(roles or RoleKind), "en", court.zone)

    def signed_in(self, client: FlaskClient, user: User) -> FlaskClient:
        """Sign a user in, as Flask-Security's session does."""
        with client.session_transaction() as kept:
            kept["_user_id"] = user.fs_uniquifier
            kept["_fresh"] = True
            kept["language"] = user.language
        return client

    def person(self, **given: Any) -> Person:
        """Return a person with an invented name."""
        return self.add(self._person(**given))

    def _person(self, **given: Any) -> Person:
        n = next(self.counter)
        words = {
            "number": f"P{n:06}",
            "name": f"{SURNAMES[n % len(SURNAMES)]}试{n}",
            "sort_key": f"shi {n:06}",
            "sex": Sex.FEMALE if n % 2 else Sex.MALE,
            "birth": date(1980, 1, 1 + n % 28),
            "education": "senior_high",
            "phone": f"1390000{n:04}",
            "phone_last4": f"{n:04}"[-4:],
            "mail": f"p{n}@example.org",
            "language": "en",
        }
        return Person(**{**words, **given})

    def roll(self, court: Body, kind: RollKind = RollKind.GENERAL, subject: str = "") -> Roll:
        """Return a roll of a court."""
        return self.add(Roll(body_id=court.id, kind=kind, subject=subject, since=LONG_AGO))

    def assessor(self, court: Body, roll: Roll | None = None, **given: Any) -> Person:
        """Return a person in office as assessor of a court, on a roll where one is given."""
        return self._assessors(court, roll, [given])[0]

    def assessors(self, court: Body, roll: Roll, number: int, **given: Any) -> list[Person]:
        """Return several assessors on one roll."""
        return self._assessors(court, roll, [given] * number)

    def assessors_each(self, court: Body, roll: Roll, each: list[dict]) -> list[Person]:
        """Return assessors on one roll, of each of whom something else is given."""
        return self._assessors(court, roll, each)

    def _assessors(self, court: Body, roll: Roll | None, each: list[dict]) -> list[Person]:
        """Write all of one kind together, in one transaction: tests make thousands of these."""
        plans = [Plan(**{name: one.pop(name) for name in PLAN if name in one}, given=one)
                 for one in map(dict, each)]  # fmt: skip
        people = self._put([self._person(**plan.given) for plan in plans])
        acts = self._put([self._act(court, *both) for both in zip(plans, people, strict=True)])
        both = zip(plans, people, acts, strict=True)
        tenures = self._put([_tenure(court, *one) for one in both])
        sworn = [(plan, tenure) for plan, tenure in zip(plans, tenures, strict=True) if plan.sworn]
        oaths = self._put([Oath(body_id=court.id, day=plan.since) for plan, _ in sworn])
        covered = zip(oaths, sworn, strict=True)
        self._put([OathTenure(oath_id=o.id, tenure_id=t.id) for o, (_, t) in covered])
        if roll is not None:
            self._put([_entry(roll, *both) for both in zip(plans, tenures, strict=True)])
        db.session.commit()
        return people

    def _put(self, rows: list[Any]) -> list[Any]:
        db.session.add_all(rows)
        db.session.flush()
        return rows

    def _act(self, court: Body, plan: Plan, person: Person) -> Act:
        words = {"body_id": court.id, "adopted": plan.since, "effective": plan.since}
        act = Act(organ="试验区人大常委会", number=f"{next(self.counter)}", **words)
        act.lines = [ActLine(n=1, kind=LineKind.APPOINTS, person_id=person.id)]
        return act


def _tenure(court: Body, plan: Plan, person: Person, act: Act) -> Tenure:
    words = {"office": Office.ASSESSOR, "form": Form.A, "since": plan.since, "until": plan.until}
    start = act.lines[0].id
    return Tenure(person_id=person.id, body_id=court.id, start_line_id=start, **words)


def _entry(roll: Roll, plan: Plan, tenure: Tenure) -> RollEntry:
    who = {"person_id": tenure.person_id, "tenure_id": tenure.id}
    return RollEntry(roll_id=roll.id, secret=secrets.token_bytes(32), since=plan.since, **who)
