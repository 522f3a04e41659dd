"""Commands of whoever runs the system: backup and restore."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from app.draws.leaves import burn_closed
from app.draws.verdicts import forget_verdicts
from app.messages.service import set_sending
from app.shared.backup import BackupFault, backup, restore
from app.shared.db import db
from app.shared.transactions import transaction


@click.command("backup")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def backup_command(path: Path) -> None:
    """Write all tables to one zip, with the count and hash of each."""
    with transaction("read"):
        counts = backup(db.session.connection(), path)
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables are in {path}.")
    click.echo("Sealed columns need instance/identifiers.key: keep it apart from the backup.")


@click.command("restore")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore_command(path: Path) -> None:
    """Put a backup into an empty database; nothing is sent from it until `flask resume`.

    Nothing is drawn under secrets that were closed in the backup: the other database has them too.
    """
    try:
        with transaction():
            counts = restore(db.session.connection(), path)
            set_sending(True, "restored from a backup")
            burned = burn_closed()
            forget_verdicts()
    except BackupFault as fault:
        raise click.ClickException(f"Nothing was restored: {fault}.") from fault
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables are back and verified.")
    click.echo(f"The closed secrets of {burned} published roots are burned; new roots stand.")
    click.echo("Sending is paused. When this copy is the real one: flask resume")


def add_commands(app: Flask) -> None:
    """Give the application these commands."""
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
