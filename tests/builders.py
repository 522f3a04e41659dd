"""Builders of test objects: a court with its people, in as few words as a test needs."""

from __future__ import annotations

import itertools
import secrets
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


class Make:
    """Makes rows and commits them; everything has a default."""

    def __init__(self) -> None:
        self.counter = itertools.count(1)

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
        return self.add(Person(**{**words, **given}))

    def roll(self, court: Body, kind: RollKind = RollKind.GENERAL, subject: str = "") -> Roll:
        """Return a roll of a court."""
        return self.add(Roll(body_id=court.id, kind=kind, subject=subject, since=LONG_AGO))

    def assessor(
        self,
        court: Body,
        roll: Roll | None = None,
        since: date = date(2025, 1, 1),
        until: date | None = date(2029, 12, 31),
        sworn: bool = True,
        **given: Any,
    ) -> Person:
        """Return a person in office as assessor of a court, on a roll where one is given."""
        person = self.person(**given)
        words = {"body_id": court.id, "adopted": since, "effective": since}
        act = Act(organ="试验区人大常委会", number=f"{next(self.counter)}", **words)
        act.lines = [ActLine(n=1, kind=LineKind.APPOINTS, person_id=person.id)]
        self.add(act)
        tenure = self.add(
            Tenure(
                person_id=person.id,
                body_id=court.id,
                office=Office.ASSESSOR,
                form=Form.A,
                since=since,
                until=until,
                start_line_id=act.lines[0].id,
            )
        )
        if sworn:
            oath = self.add(Oath(body_id=court.id, day=since))
            self.add(OathTenure(oath_id=oath.id, tenure_id=tenure.id))
        if roll is not None:
            self.add(
                RollEntry(
                    roll_id=roll.id,
                    person_id=person.id,
                    tenure_id=tenure.id,
                    secret=secrets.token_bytes(32),
                    since=since,
                )
            )
        return person

    def assessors(self, court: Body, roll: Roll, number: int, **given: Any) -> list[Person]:
        """Return several assessors on one roll."""
        return [self.assessor(court, roll, **given) for _ in range(number)]
