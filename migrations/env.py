"""Migrations: the models are the truth, the versions bring a database there and back."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Enum
from sqlalchemy.types import TypeDecorator

from app.shared.transactions import set_mode

engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.metadata


def plain_type(kind: str, thing: Any, autogen: Any) -> str | bool:
    """Write our own types as the plain ones beneath: a version must not need today's code."""
    if kind != "type":
        return False
    if isinstance(thing, Enum):
        return "sa.String(length=32)"
    if isinstance(thing, TypeDecorator):
        return f"sa.{type(thing.impl).__name__}()"
    return False


def run() -> None:
    """Run the migrations in one transaction each."""
    set_mode("write")
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            compare_type=True,
            render_item=plain_type,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
