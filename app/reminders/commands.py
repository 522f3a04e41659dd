"""Commands of the clock and of sending: clock, pause, resume."""

from __future__ import annotations

import click
from flask import Flask, current_app

from app.audit.service import record
from app.messages.models import Sending
from app.messages.service import set_sending
from app.reminders.process import ClockProcess
from app.shared.db import db
from app.shared.transactions import transaction


@click.command("clock")
def clock_command() -> None:
    """Tell and do what is due, and send mail, until SIGTERM."""
    ClockProcess(current_app._get_current_object()).run()  # type: ignore[attr-defined]


@click.command("pause")
@click.option("--reason", default="", help="Why; it stands in the audit.")
def pause(reason: str) -> None:
    """Stop all sending of mail; what is to be told waits."""
    _switch(True, reason)
    click.echo("Sending is paused. To go on: flask resume")


@click.command("resume")
def resume() -> None:
    """Send mail again; what is no longer useful is dropped."""
    _switch(False, "")
    click.echo("Sending goes on. What is no longer useful will be dropped with a reason.")


def _switch(paused: bool, reason: str) -> None:
    with transaction():
        set_sending(paused, reason)
        act = "sending:paused" if paused else "sending:resumed"
        record(None, act, db.session.get_one(Sending, 1), reason=reason)


def add_commands(app: Flask) -> None:
    """Add `flask clock`, `flask pause` and `flask resume`."""
    for command in (clock_command, pause, resume):
        app.cli.add_command(command)
