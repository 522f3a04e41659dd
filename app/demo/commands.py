"""`flask demo`: load a demonstration into an empty database."""

from __future__ import annotations

import sys
import time

import click
from flask import Flask
from sqlalchemy import func, select

from app.bodies.models import Body
from app.demo.officers import log_ins
from app.demo.province.load import load_province
from app.demo.story import load
from app.people.models import Person
from app.shared import clock
from app.shared.db import Base, db
from app.shared.transactions import transaction

NOTHING = "Nothing was written: run this again."
LEFT = (
    "What was written so far is no whole demonstration. Empty the database (remove its file, or "
    "drop and create it), run `flask db upgrade`, then this again."
)
SIZES = {"small": load, "province": load_province}


@click.command("demo")
@click.option("--size", type=click.Choice([*SIZES]), default="small", show_default=True)
def demo_command(size: str) -> None:
    """Load a demonstration into an empty database.

    small: 6 courts, 600 assessors, 120 judges, a year of panels (half a minute). province: 160
    courts, 20,000 assessors, 10,000 cadres, three years of sitting days, 300 cohorts (minutes).
    """
    courts, people = _count(Body), _count(Person)
    if size == "province" and (courts or people):
        raise click.ClickException(
            f"The database has {courts} courts and {people} people: a province needs an empty one. "
            "Set PEISHEN_DATABASE to a new database, run `flask db upgrade`, then this again."
        )
    if courts:
        click.echo("The database has courts already: the demonstration is not loaded again.")
    else:
        _load(size)
    for address, password, who in log_ins():
        click.echo(f"  {address:30} {password:24} {who}")


def _load(size: str) -> None:
    began = time.monotonic()
    try:
        SIZES[size](clock.today(), _progress)
    except KeyboardInterrupt:
        raise click.ClickException(f"Broken off. {LEFT if _count(Body) else NOTHING}") from None
    click.echo(f"\nThe {size} demonstration is loaded ({time.monotonic() - began:.0f} s).")


def _count(model: type[Base]) -> int:
    with transaction("read"):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def _progress(step: str, done: int, total: int) -> None:
    if sys.stderr.isatty() or done in (0, total) or done % 50 == 0:
        click.echo(f"\r{step}: {done} of {total} ", nl=False, err=True)


def add_commands(app: Flask) -> None:
    """Give the application this command."""
    app.cli.add_command(demo_command)
