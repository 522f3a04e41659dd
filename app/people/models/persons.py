"""Who a person is, as it was true and as it was known."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people.terms import CheckKind, IdKind, KinKind, Sex
from app.shared import clock
from app.shared.db import Addressed, Base, Versioned
from app.shared.sealed import SealedText


def byte_order(length: int) -> String:
    """Return a text type ordered by its bytes on both databases: ranges find prefixes."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Person(Addressed, Versioned, Base):
    """A person exists once. Name, sex and birth are the current Identity's, kept for reading."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_sort", "sort_key", "id"),
        Index("ix_person_district", "district"),
    )
    number: Mapped[str] = mapped_column(String(24), unique=True)  # register number
    name: Mapped[str] = mapped_column(String(120))
    pinyin: Mapped[str] = mapped_column(String(200), default="")
    sort_key: Mapped[str] = mapped_column(byte_order(200), default="")
    sex: Mapped[Sex | None]
    birth: Mapped[date | None]
    birth_year: Mapped[int | None]
    education: Mapped[str] = mapped_column(String(40), default="")
    occupation: Mapped[str] = mapped_column(String(120), default="")
    employer: Mapped[str] = mapped_column(String(200), default="", index=True)
    district: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_last4: Mapped[str] = mapped_column(String(4), default="")
    mail: Mapped[str | None] = mapped_column(SealedText)
    ethnicity: Mapped[str | None] = mapped_column(SealedText)
    social_origin: Mapped[str | None] = mapped_column(SealedText)
    language: Mapped[str] = mapped_column(String(16), default="zh_Hans")
    protected: Mapped[bool] = mapped_column(default=False)
    died: Mapped[date | None]
    identities: Mapped[list[Identity]] = relationship(back_populates="person")
    identifiers: Mapped[list[Identifier]] = relationship(back_populates="person")


class Identity(Base):
    """Name, sex and birth as recorded; a correction supersedes, never overwrites."""

    __tablename__ = "identity"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    pinyin: Mapped[str] = mapped_column(String(200), default="")
    sex: Mapped[Sex | None]
    birth: Mapped[date | None]
    birth_year: Mapped[int | None]
    true_from: Mapped[date | None]  # a changed name; null where it was always so
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    superseded_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    person: Mapped[Person] = relationship(back_populates="identities")


class Identifier(Base):
    """A number by which a person is known: sealed, with a keyed hash for doubles."""

    __tablename__ = "identifier"
    __table_args__ = (
        Index(
            "uq_identifier_current",
            "hash",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_identifier_last4", "last4"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[IdKind]
    number: Mapped[str] = mapped_column(SealedText)
    hash: Mapped[str] = mapped_column(String(64))
    last4: Mapped[str] = mapped_column(String(4))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    superseded_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(back_populates="identifiers")


class NameGram(Base):
    """What a person is found by: hanzi, pairs of hanzi, pinyin readings, initials, last four."""

    __tablename__ = "name_gram"
    gram: Mapped[str] = mapped_column(byte_order(60), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Kinship(Base):
    """Who is kin to a person: dated, minimal, deleted when no longer needed."""

    __tablename__ = "kinship"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kin_name: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[KinKind]
    since: Mapped[date | None]
    until: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(120), default="", server_default="")


class Check(Base):
    """A check of a bar: result, source, day and expiry; never the content."""

    __tablename__ = "bar_check"
    __table_args__ = (Index("ix_bar_check_person", "person_id", "kind", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[CheckKind]
    code: Mapped[str] = mapped_column(String(40), default="")  # of bar.office, where it is one
    barred: Mapped[bool]
    source: Mapped[str] = mapped_column(String(120))
    day: Mapped[date]
    expires: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    superseded_at: Mapped[datetime | None]
