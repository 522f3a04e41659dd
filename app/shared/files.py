"""Uploads and papers are rows: between machines there is nothing but the database."""

from __future__ import annotations

import zlib
from datetime import datetime
from hashlib import sha256

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
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


def keep(content: bytes, mime: str, name: str, subject: str = "") -> StoredFile:
    """Keep a file as a row; `subject` is kind:id of what it belongs to."""
    file = StoredFile(
        sha256=sha256(content).hexdigest(),
        mime=mime,
        name=name,
        subject=subject,
        packed=zlib.compress(content, 6),
    )
    db.session.add(file)
    db.session.flush()
    return file


def kept(subject: str, name: str) -> StoredFile | None:
    """Return the newest file of a subject with a name."""
    where = select(StoredFile).where(StoredFile.subject == subject, StoredFile.name == name)
    return db.session.scalar(where.order_by(StoredFile.id.desc()).limit(1))
