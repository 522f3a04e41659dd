"""Uploads and papers are rows: between machines there is nothing but the database."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.acting import begin_writing
from app.shared.db import Addressed, Base, db
from app.shared.sealed import SealedBytes


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


def kept(subject: str, name: str) -> StoredFile | None:
    """Return the newest file of a subject with a name."""
    where = select(StoredFile).where(StoredFile.subject == subject, StoredFile.name == name)
    return db.session.scalar(where.order_by(StoredFile.id.desc()).limit(1))
