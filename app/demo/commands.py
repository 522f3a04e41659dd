"""`flask demo`: load the demonstration into an empty database."""

from __future__ import annotations

import sys
import time

import click
from flask import Flask
from sqlalchemy import func, select

from app.bodies.models import Body
from app.demo.officers import log_ins
from app.demo.story import load
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction


@click.command("demo")
@click.option("--size", type=click.Choice(["small"]), default="small", show_default=True)
def demo_command(size: str) -> None:
    """Load the demonstration: 6 courts, 600 assessors, 120 judges, a year of panels."""
    with transaction("read"):
        there = db.session.scalar(select(func.count()).select_from(Body))
    if there:
        click.echo("The database has courts already: the demonstration is not loaded again.")
    else:
        began = time.monotonic()
        load(clock.today(), _progress)
        click.echo(f"\nThe {size} demonstration is loaded ({time.monotonic() - began:.0f} s).")
    for address, password, who in log_ins():
        click.echo(f"  {address:30} {password:24} {who}")


def _progress(step: str, done: int, total: int) -> None:
    if sys.stderr.isatty() or done in (0, total) or done % 50 == 0:
        click.echo(f"\r{step}: {done} of {total} ", nl=False, err=True)


def add_commands(app: Flask) -> None:
    """Give the application this command."""
    app.cli.add_command(demo_command)
