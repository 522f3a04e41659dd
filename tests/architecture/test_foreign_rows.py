"""A row of another court answers 404 on every route, to read and to write.

Each address is one that its own court's people reach by the links and forms of their pages; then
somebody asks for it who holds every role at a court of his own, and is himself an assessor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from app.accounts.access import GUARDED_ELSEWHERE
from app.accounts.models import User
from app.bodies.models import Body
from app.demo.officers import ASSESSOR, OFFICERS
from app.demo.story import load
from app.demo.world import BASIC
from app.messages.models import Message
from app.messages.terms import Channel
from app.people.models import Tenure
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile, keep
from app.shared.jobs.models import Job
from tests.builders import Make
from tests.journeys.states import ASKED, CLERK, COUNTY, NEWCOMER, prepare
from tests.journeys.states_school import SCHOOL

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ADDRESS = re.compile(r'(?:href|action|hx-post|hx-get)="(/[^"]*)"')
NOT_ROWS = {"days.on"}  # what its address names is a day


def rules_about_rows(app: Flask) -> dict[str, Rule]:
    """Return the routes that name a row and are not for anyone."""
    found = {}
    for rule in app.url_map.iter_rules():
        if not rule.arguments or rule.endpoint.startswith(GUARDED_ELSEWHERE):
            continue
        access = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
        if access.kind in ("roles", "signed_in") and rule.endpoint not in NOT_ROWS:
            found[rule.endpoint] = rule
    return found


@dataclass
class Gathering:
    """Real addresses, one of each route, as the own people of a court reach them."""

    app: Flask
    client: FlaskClient
    found: dict[str, str] = field(default_factory=dict)

    def walk(self, email: str, states: Iterable[str]) -> None:
        """Open everything that somebody reaches from his Today and from `states`."""
        user = db.session.scalars(select(User).where(User.email == email)).one()
        Make().signed_in(self.client, user)
        waiting, opened = ["/", *states], set[str]()
        for address in states:
            self.keep(address)
        while waiting:
            address = waiting.pop(0)
            shown = self.client.get(address)
            words = shown.text if shown.mimetype == "text/html" else ""
            for link in map(unescape, ADDRESS.findall(words)):
                kind = self.keep(link)
                if kind and kind not in opened:
                    opened.add(kind)
                    waiting.append(link)

    def keep(self, link: str) -> str:
        """Keep the first address of a route; return the route where a page stands behind it."""
        path = link.partition("?")[0]
        routes = self.app.url_map.bind("localhost")
        for method in ("GET", "POST"):
            try:
                kind = routes.match(path, method)[0]
            except HTTPException:
                continue
            self.found.setdefault(kind, path)
            return kind if method == "GET" and not kind.startswith(GUARDED_ELSEWHERE) else ""
        return ""

    def with_siblings(self, wanted: dict[str, Rule]) -> dict[str, str]:
        """Add the routes that act on a row only in a state that it is not in: their addresses
        begin as those of a route that was reached."""
        rows = {}
        for kind, rule in wanted.items():
            if kind in self.found:
                stem, after = _stem(rule)
                rows[stem] = self.found[kind].removesuffix(after)
        acts = {kind: _stem(rule) for kind, rule in wanted.items()}
        others = {kind: rows[stem] + after for kind, (stem, after) in acts.items() if stem in rows}
        return others | self.found


def unlinked(gathering: Gathering) -> dict[str, str]:
    """Return what no page of the clerk's links to: a paper he prints, a message, his court, the
    file of his own export."""
    clerk = db.session.scalars(select(User).where(User.email == CLERK)).one()
    Make().signed_in(gathering.client, clerk)
    printed = gathering.client.post(gathering.found["days.sheet"], data={"sat": "x"})
    court = db.session.scalars(select(Body.uid).where(Body.code == BASIC[0].code)).one()
    message = db.session.scalars(
        select(Message.uid).where(Message.channel == Channel.INBOX).limit(1)
    ).one()
    rows = {"pages.sit_down": f"/courts/{court}", "inbox.read": f"/inbox/{message}/read"}
    county = db.session.scalars(select(User).where(User.email == COUNTY)).one()
    Make().signed_in(gathering.client, county)
    letter = gathering.client.post(gathering.found["promotion.letter"], data={"once": "y"})
    rows["promotion.paper"] = letter.location
    sheet = select(StoredFile.uid).where(StoredFile.subject.startswith("outside:"))
    rows["bringing_in.look"] = f"/training/import/{db.session.scalars(sheet).one()}"
    rows["people.export_file"] = f"/people/exports/{_export(clerk)}"
    return rows | {"days.paper": printed.location, **_printed_by_the_school(gathering)}


def _printed_by_the_school(gathering: Gathering) -> dict[str, str]:
    officer = db.session.scalars(select(User).where(User.email == SCHOOL)).one()
    Make().signed_in(gathering.client, officer)
    buttons = ("cohort_papers.participants", "certificates.print_one")
    return {
        f"{button.partition('.')[0]}.paper": gathering.client.post(
            gathering.found[button], data={"once": button}
        ).location
        for button in buttons
    }


def _export(user: User) -> str:
    arguments = {"full": False, "search": {}}
    row = Job(verb="register.export", arguments=arguments, by_id=user.id, state="done")
    row.body_id = db.session.scalars(select(Body.id).where(Body.code == BASIC[0].code)).one()
    row.result = {"name": "register.xlsx", "size": 1}
    db.session.add(row)
    db.session.flush()
    keep(b"x", "text/plain", "register.xlsx", f"export:{row.id}")
    db.session.commit()
    return row.uid


def _stem(rule: Rule) -> tuple[str, str]:
    """Split a rule behind its last argument."""
    stem, close, after = rule.rule.rpartition(">")
    return stem + close, after


def stranger(client: FlaskClient) -> None:
    """Sign in who holds every role at a court of his own, and an assessor's office elsewhere."""
    user = db.session.scalars(select(User).where(User.email == NEWCOMER)).one()
    elsewhere = select(Tenure.person_id).join(Body).where(Body.code == BASIC[3].code).limit(1)
    user.person_id = db.session.scalars(elsewhere).one()
    db.session.commit()
    Make().signed_in(client, user)


def test_a_row_of_another_court_is_not_there(app: Flask, client: FlaskClient):
    load(clock.today(), lambda *_: None, weeks=1)
    states = prepare()
    gathering = Gathering(app, client)
    for email in (CLERK, OFFICERS[1].email, ASSESSOR[0], ASKED, SCHOOL, COUNTY):
        gathering.walk(email, states.get(email, ()))
    wanted = rules_about_rows(app)
    addresses = gathering.with_siblings(wanted) | unlinked(gathering)
    assert sorted(wanted.keys() - addresses.keys()) == []
    stranger(client)
    answers = {
        (kind, method): client.open(addresses[kind], method=method).status_code
        for kind, rule in wanted.items()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    }
    assert {asked: status for asked, status in answers.items() if status != 404} == {}
