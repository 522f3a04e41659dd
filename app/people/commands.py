"""Commands that found courts and open accounts: how a first court comes into the system."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.service import (
    close_account,
    grant_role,
    new_password,
    open_account,
    revoke_role,
    user_of,
)
from app.accounts.terms import RoleKind
from app.bodies.models import Body
from app.bodies.queries import body_by_code
from app.bodies.terms import BodyKind, LinkKind
from app.people.models import Person
from app.people.service.courts import (
    NewBody,
    add_districts,
    announce_day,
    assign_book,
    found_body,
    link_bodies,
    set_own_value,
)
from app.shared import clock
from app.shared.console import acting
from app.shared.db import db

court = AppGroup("court", help="Courts and other bodies: add, link, book, districts, value.")
account = AppGroup("account", help="Accounts: add, grant, revoke, password, close.")


class Day(click.ParamType):
    """A day as 2026-11-25."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Return the day that was typed."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is not a day as 2026-11-25")


SINCE = click.option("--since", type=Day(), default=clock.today, help="From this day on: today.")
KINDS = click.Choice([kind.value for kind in BodyKind])
LINKS = click.Choice([kind.value for kind in LinkKind])
ROLES = click.Choice([role.value for role in RoleKind])


def body_of(code: str) -> Body:
    """Return the body of a code; ends the command where there is none."""
    found = body_by_code(code)
    if found is None:
        raise click.ClickException(f"There is no body with the code {code}. See: flask court list")
    return found


@court.command("list")
def list_courts() -> None:
    """Show all bodies with their codes."""
    for body in db.session.scalars(select(Body).order_by(Body.code)):
        click.echo(f"{body.code:12} {body.kind.value:18} {body.name}  {body.name_en}")


@court.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--name-en", required=True, help="Its name in English.")
@click.option("--kind", type=KINDS, default=BodyKind.BASIC.value, show_default=True)
@click.option("--under", default="", help="The code of the court above.")
@click.option("--book", default="", help="Its rulebook, as cn-2018; else that of the court above.")
@click.option("--opened", type=Day(), default=date(2018, 4, 27), show_default=True)
@click.option("--zone", default="Asia/Shanghai", show_default=True)
def add_court(
    code: str, name: str, name_en: str, kind: str, under: str, book: str, opened: date, zone: str
) -> None:
    """Add a court or another body: CODE stands in public draw records."""
    with acting() as actor:
        above = body_of(under) if under else None
        new = NewBody(code, BodyKind(kind), name, name_en, opened, zone)
        found_body(actor, new, above, book)
    click.echo(f"{name} is in the system. Its secrets for draws are published by the clock.")


@court.command("link")
@click.argument("code")
@click.argument("to")
@click.option("--kind", type=LINKS, required=True)
@SINCE
def link_court(code: str, to: str, kind: str, since: date) -> None:
    """Say in what relation a body stands to another: who appoints, from whose rolls it draws."""
    with acting() as actor:
        link_bodies(actor, body_of(code), body_of(to), LinkKind(kind), since)


@court.command("book")
@click.argument("code")
@click.argument("book")
@SINCE
def book_court(code: str, book: str, since: date) -> None:
    """Let a body, and all under it, work by a rulebook from a day on."""
    with acting() as actor:
        assign_book(actor, body_of(code), book, since)


@court.command("districts")
@click.argument("code")
@click.argument("names", nargs=-1, required=True)
def district_court(code: str, names: tuple[str, ...]) -> None:
    """Add districts to a court's area; the roll's sheet must name one of them."""
    with acting() as actor:
        new = add_districts(actor, body_of(code), names)
    click.echo(f"{len(new)} new.")


@court.command("value")
@click.argument("code")
@click.argument("key")
@click.argument("value")
@SINCE
def value_court(code: str, key: str, value: str, since: date) -> None:
    """Set a court's own VALUE of the rule KEY, as: flask court value HD0101 cap.cases 25."""
    with acting() as actor:
        set_own_value(actor, body_of(code), key, _read(value), since)


@court.command("holiday")
@click.argument("day", type=Day())
@click.option("--working", is_flag=True, help="It is worked although it is a weekend.")
@click.option("--name", default="", help="What it is called.")
def holiday(day: date, working: bool, name: str) -> None:
    """Note a day that the government announced as a holiday, or as a make-up workday."""
    with acting() as actor:
        announce_day(actor, day, working, name)


@account.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--language", default="zh_Hans", show_default=True)
@click.option("--person", default="", help="An assessor: his number in the register.")
def add_account(email: str, name: str, language: str, person: str) -> None:
    """Open an account and show its first password, once."""
    with acting() as actor:
        person_id = _person(person) if person else None
        _, password = open_account(actor, email, name, language, person_id)
    click.echo(f"{email}  password: {password}")


@account.command("grant")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.argument("code")
@SINCE
def grant(email: str, role: str, code: str, since: date) -> None:
    """Give a role on a body and all under it."""
    with acting() as actor:
        grant_role(actor, user_of(email), body_of(code).id, RoleKind(role), since)


@account.command("revoke")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.argument("code")
@SINCE
def revoke(email: str, role: str, code: str, since: date) -> None:
    """Take a role back."""
    with acting() as actor:
        revoke_role(actor, user_of(email), body_of(code).id, RoleKind(role), since)


@account.command("password")
@click.argument("email")
def password(email: str) -> None:
    """Give an account another password, shown once; its sessions end."""
    with acting() as actor:
        new = new_password(actor, user_of(email))
    click.echo(f"{email}  password: {new}")


@account.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close an account; its sessions end."""
    with acting() as actor:
        close_account(actor, user_of(email))


def _person(number: str) -> int:
    found = db.session.scalar(select(Person.id).where(Person.number == number))
    if found is None:
        raise click.ClickException(f"Nobody in the register has the number {number}.")
    return found


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def add_commands(app: Flask) -> None:
    """Add `flask court` and `flask account`."""
    app.cli.add_command(court)
    app.cli.add_command(account)
