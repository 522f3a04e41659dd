"""Backup and restore of every table, verified by count and hash, from one database to another.

A backup is a zip: one JSON-lines file a table, and a manifest with the number of rows of each and
the sum of their SHA-256. Sealed columns stay sealed: the key is kept apart and must be the same.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Enum,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.shared.db import Base, UtcTime, kept_tables
from app.shared.sealed import keyed_hash

FORMAT = 1
BATCH = 2000


class BackupFault(Exception):
    """A backup that cannot be trusted or cannot be put back; the message says why."""


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, Enum):
        return String(32)
    if isinstance(kind, UtcTime):
        return DateTime()
    if isinstance(kind, TypeDecorator):
        return LargeBinary()
    return kind


def _tables() -> list[Table]:
    plain = MetaData()
    return [
        Table(
            table.name,
            plain,
            *(Column(c.name, _plain(c.type), primary_key=c.primary_key) for c in table.columns),
        )
        for table in kept_tables()
    ]


def _written(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    statement = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(statement.execution_options(yield_per=BATCH)):
        written = [_written(v) for v in row]
        # PostgreSQL keeps the keys of JSON in an order of its own
        yield (json.dumps(written, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _with(mark: int, line: bytes) -> int:
    """Add a line to a table's mark: the sum of the lines' SHA-256, whatever their order.

    Databases sort texts differently; the rows are the same.
    """
    return (mark + int.from_bytes(sha256(line).digest(), "big")) % (1 << 256)


def backup(connection: Connection, path: Path) -> dict[str, int]:
    """Write every table to the zip at `path`; return the number of rows of each.

    Run it in one read transaction, so that all tables are of the same moment. The file appears
    under its name only when it is whole.
    """
    manifest: dict[str, Any] = {"format": FORMAT, "key": keyed_hash("backup"), "tables": {}}
    unfinished = path.with_suffix(path.suffix + ".unfinished")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for table in _tables():
            mark, rows = 0, 0
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
                for line in _lines(connection, table):
                    mark = _with(mark, line)
                    rows += 1
                    file.write(line)
            columns = [c.name for c in table.columns]
            manifest["tables"][table.name] = {
                "columns": columns,
                "rows": rows,
                "sha256": f"{mark:064x}",
            }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    unfinished.replace(path)
    return {name: entry["rows"] for name, entry in manifest["tables"].items()}


def restore(connection: Connection, path: Path) -> dict[str, int]:
    """Put a backup into an empty, migrated database; return the number of rows of each table.

    Raises BackupFault before anything is written if the file is damaged, was sealed with
    another key, or the database is not empty; the caller's transaction rolls back otherwise.
    """
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        _check(connection, archive, manifest)
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in _tables():
            _fill(connection, archive, manifest, table)
        _again(connection, manifest)
    return {name: entry["rows"] for name, entry in manifest["tables"].items()}


def _check(connection: Connection, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    if manifest.get("format") != FORMAT:
        raise BackupFault(f"this backup has format {manifest.get('format')}, expected {FORMAT}")
    if manifest["key"] != keyed_hash("backup"):
        raise BackupFault("this backup was sealed with another key: put that key in place first")
    for table in _tables():
        entry = manifest["tables"].get(table.name)
        if entry is None or entry["columns"] != [c.name for c in table.columns]:
            raise BackupFault(f"table {table.name} has other columns: use the version it was made")
        if connection.scalar(select(func.count()).select_from(table)):
            raise BackupFault(f"table {table.name} is not empty: restore into a new database")
        with archive.open(f"{table.name}.jsonl") as file:
            mark = 0
            for line in file:
                mark = _with(mark, line)
        if f"{mark:064x}" != entry["sha256"]:
            raise BackupFault(f"table {table.name} was changed since the backup was made")


def _own_links(table: Table) -> list[str]:
    real = Base.metadata.tables[table.name]
    return [
        c.name for c in real.columns for key in c.foreign_keys if key.column.table.name == real.name
    ]


def _fill(
    connection: Connection, archive: zipfile.ZipFile, manifest: dict[str, Any], table: Table
) -> None:
    columns = [table.c[name] for name in manifest["tables"][table.name]["columns"]]
    links, later, batch = _own_links(table), [], []
    with archive.open(f"{table.name}.jsonl") as file:
        for line in file:
            values = zip(columns, json.loads(line), strict=True)
            row = {column.name: _read(column, value) for column, value in values}
            # A row may name a later one of its own table: that name is written afterwards.
            if any(row[name] is not None for name in links):
                later.append({"row_id": row["id"], **{name: row[name] for name in links}})
                row |= dict.fromkeys(links)
            batch.append(row)
            if len(batch) == BATCH:
                connection.execute(table.insert(), batch)
                batch = []
    if batch:
        connection.execute(table.insert(), batch)
    if later:
        change = table.update().where(table.c.id == bindparam("row_id"))
        connection.execute(change.values({name: bindparam(name) for name in links}), later)


def _again(connection: Connection, manifest: dict[str, Any]) -> None:
    for table in _tables():
        mark, rows = 0, 0
        for line in _lines(connection, table):
            mark = _with(mark, line)
            rows += 1
        entry = manifest["tables"][table.name]
        if (rows, f"{mark:064x}") != (entry["rows"], entry["sha256"]):
            raise BackupFault(f"table {table.name} reads back differently from the backup")
        if connection.dialect.name == "postgresql" and "id" in table.c:
            named = {"t": table.name}
            numbered = connection.scalar(text("SELECT pg_get_serial_sequence(:t, 'id')"), named)
            if numbered and rows:
                top = select(func.max(table.c.id)).scalar_subquery()
                connection.execute(select(func.setval(numbered, top)))
