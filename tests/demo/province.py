"""A small province for the tests, and what its tables hold, secrets and seals apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import LargeBinary, Table, select

from app.demo.province.load import load_province
from app.demo.province.plans import PROVINCE
from app.shared.db import db, kept_tables

TODAY = date(2026, 11, 24)
SIZE = replace(PROVINCE.part(6), days=900, busy=1)
# Made by chance each time: public ids and what quotes them, secrets, roots over secrets.
BY_CHANCE = {
    *("uid", "subject_uid", "fs_uniquifier", "password", "link_hash", "root", "facts", "hash"),
    *("mail_id", "sha256", "frozen_hash", "verdict", "mark"),
}


def loaded() -> dict[str, str]:
    """Load the small province of a fixed day; return a hash of each table's contents."""
    load_province(TODAY, lambda *_: None, SIZE)
    return {table.name: _hash(table) for table in kept_tables()}


def _hash(table: Table) -> str:
    columns = [
        column
        for column in table.columns
        if column.name not in BY_CHANCE
        and not isinstance(getattr(column.type, "impl", column.type), LargeBinary)
    ]
    digest = sha256()
    for line in sorted(_lines(columns)):
        digest.update(line.encode())
    return digest.hexdigest()


def _lines(columns: list[Any]) -> Iterator[str]:
    if columns:
        for row in db.session.execute(select(*columns)):
            yield json.dumps([*row], default=str, sort_keys=True, ensure_ascii=False)
