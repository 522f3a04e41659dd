"""Uploads and papers are rows: between machines there is nothing but the database."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.acting import begin_writing
from app.shared.db import Addressed, Base, db
from app.shared.sealed import SealedBytes
from app.shared.transactions import transaction


class StoredFile(Addressed, Base):
    """A file: its hash, its kind, its sealed and compressed bytes."""

    __tablename__ = "stored_file"
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    mime: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(60), default="", index=True)
    packed: Mapped[bytes] = mapped_column(SealedBytes("files"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def content(self) -> bytes:
        """Return the file's bytes."""
        return zlib.decompress(self.packed)


@dataclass(frozen=True)
class Packed:
    """A file's bytes ready to be kept: hashed and compressed, which takes long for large ones."""

    sha256: str
    compressed: bytes


def packed(content: bytes) -> Packed:
    """Return bytes ready to be kept."""
    return Packed(sha256(content).hexdigest(), zlib.compress(content, 6))


def keep(content: bytes | Packed, mime: str, name: str, subject: str = "") -> StoredFile:
    """Keep a file as a row; `subject` is kind:id of what it belongs to.

    A view that reads first begins to write here: its file is made.
    """
    ready = content if isinstance(content, Packed) else packed(content)
    begin_writing()
    file = StoredFile(
        sha256=ready.sha256,
        mime=mime,
        name=name,
        subject=subject,
        packed=ready.compressed,
    )
    db.session.add(file)
    db.session.flush()
    return file


PART = 4 * 2**20  # bytes of a large file that are in memory at once


def keep_in_parts(path: Path, mime: str, name: str, subject: str) -> int:
    """Keep a large file in parts, each a row and committed alone; return its size in bytes.

    For long work, between its transactions. What fails on the way calls `forget(subject)`.
    """
    with path.open("rb") as file:
        while part := file.read(PART):
            ready = packed(part)
            with transaction():
                keep(ready, mime, name, subject)
    return path.stat().st_size


def parts_of(subject: str) -> list[int]:
    """Return the ids of a file's parts in their order (ix_stored_file_subject)."""
    where = select(StoredFile.id).where(StoredFile.subject == subject)
    return list(db.session.scalars(where.order_by(StoredFile.id)))


def streamed(part_ids: Iterable[int]) -> Iterator[bytes]:
    """Yield the bytes of a file's parts, one part in memory at a time."""
    for part_id in part_ids:
        with transaction("read"):
            content = db.session.get_one(StoredFile, part_id).content
        yield content


def forget(subject: str) -> None:
    """Delete what is kept of a subject."""
    db.session.execute(delete(StoredFile).where(StoredFile.subject == subject))


def kept(subject: str, name: str) -> StoredFile | None:
    """Return the newest file of a subject with a name."""
    where = select(StoredFile).where(StoredFile.subject == subject, StoredFile.name == name)
    return db.session.scalar(where.order_by(StoredFile.id.desc()).limit(1))


def file_by_uid(uid: str) -> StoredFile | None:
    """Return the file at a public address; whoever sends it asks first to whom it belongs."""
    return db.session.scalar(select(StoredFile).where(StoredFile.uid == uid))
