"""Commands of whoever runs the system: who acts, and how a refusal is told."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from flask_babel import force_locale, gettext

from app.shared.refusals import Refusal, Refused
from app.shared.transactions import transaction


@dataclass(frozen=True)
class AtConsole:
    """Who runs a command, as the audit keeps him: the machine's user."""

    name: str
    id: int | None = None


def at_console() -> AtConsole:
    """Return who runs this command."""
    return AtConsole(f"{getpass.getuser()} (flask)")


@contextmanager
def acting() -> Iterator[AtConsole]:
    """Act in one transaction; a refusal ends the command with its words, nothing is changed."""
    try:
        with transaction():
            yield at_console()
    except Refused as refused:
        raise click.ClickException("\n".join(map(_said, refused.refusals))) from refused


def _said(refusal: Refusal) -> str:
    with force_locale("en"):
        texts = (text for text in (refusal.text, refusal.way_out) if text)
        return " ".join(gettext(text) % dict(refusal.facts) for text in texts)
