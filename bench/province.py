"""An invented province on SQLite, made in bulk and kept under build/ for the next run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from flask import Flask

from app.accounts.models import RoleGrant, User
from app.accounts.terms import RoleKind
from app.bodies.models import Body, BodyLink, District, LocalRule, RulebookAssignment
from app.bodies.terms import BodyKind, LinkKind
from app.demo.province.assessors import DISTRICTS, rolls_of, write_people
from app.demo.province.trials import AHEAD, CourtYears, write_trials
from app.demo.province.writer import Writer
from app.shared import clock
from app.shared.db import db
from bench.site import KEPT, ROOT, application, migrated

SEED = 1953
FOUNDED = date(1950, 1, 1)
LAW_2018 = date(2018, 4, 27)
SOURCES = ("app/*/models.py", "app/*/models/*.py", "app/shared/db.py", "migrations/versions/*.py")
MADE_BY = (
    *("bench/province.py", "app/demo/province/*.py", "app/demo/invented.py"),
    "app/people/service/rows.py",
)
CLERKS = 16
LARGE = 5  # how much larger every tenth court is


@dataclass(frozen=True)
class Size:
    """How many courts, assessors and sitting days a province has."""

    courts: int
    assessors: int
    days: int


def province(size: Size) -> Flask:
    """Return the product over a province of this size; made if none of today is kept."""
    path = KEPT / f"{_named(size)}{_key()}.db"
    uri = f"sqlite:///{path}"
    if path.exists():
        return application(uri, KEPT)
    KEPT.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(f".{os.getpid()}")
    app = migrated(f"sqlite:///{making}", KEPT)
    with app.app_context():
        _write(size, clock.today())
        db.session.remove()
        with db.engine.connect() as connection:  # the log goes into the file that is moved
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    making.rename(path)
    _forget_older(size, path)
    return application(uri, KEPT)


def uri_of(app: Flask) -> str:
    """Return the address of an application's database."""
    return app.config["SQLALCHEMY_DATABASE_URI"]


def _named(size: Size) -> str:
    return f"province-{size.courts}-{size.assessors}-{size.days}-"


def _key() -> str:
    """Return what a province is kept by besides its size: the day, the sources it is made from."""
    digest = sha256(f"{clock.today()}".encode())
    for pattern in (*SOURCES, *MADE_BY):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _forget_older(size: Size, new: Path) -> None:
    for path in KEPT.glob(f"{_named(size)}*"):
        if not path.name.startswith(new.name):
            path.unlink(missing_ok=True)


def _write(size: Size, today: date) -> None:
    """Write the province, one transaction a court."""
    with db.engine.connect() as connection:
        # What is half made is thrown away: the disk need not be waited for.
        connection.connection.cursor().execute("PRAGMA synchronous=OFF")
        write = Writer(connection)
        high, basic = _bodies(write, size.courts)
        connection.commit()
        weights = [LARGE if n % 10 == 0 else 1 for n in range(len(basic))]
        shares = zip(
            basic, _parts(size.assessors, weights), _parts(size.days, weights), strict=True
        )
        for number, (body_id, assessors, days) in enumerate(shares):
            random = Random(SEED + number)
            roll = rolls_of(write, body_id, number, assessors, today)
            people = write_people(write, roll, today, random)
            last = today + timedelta(days=AHEAD)
            write_trials(CourtYears(write, body_id, people, today, random, last), days)
            write.flush()
            connection.commit()
        _officers(write, high, basic)
        write.flush()
        connection.commit()


def _parts(whole: int, weights: list[int]) -> Iterator[int]:
    """Yield a whole number in parts by weight, none lost."""
    done, part = 0, 0
    for weight in weights:
        part += weight
        upto = whole * part // sum(weights)
        yield upto - done
        done = upto


def _bodies(write: Writer, courts: int) -> tuple[int, list[int]]:
    """Write a high court, intermediate courts and basic courts; return the high, the basic ones."""
    high = _court(write, BodyKind.HIGH, 0)
    write.add(RulebookAssignment, body_id=high, rulebook="cn-2018", since=LAW_2018)
    middle = [_court(write, BodyKind.INTERMEDIATE, n, high) for n in range(1, 1 + courts // 13)]
    middle = middle or [high]
    written = courts - 1 - courts // 13
    basic = [
        _court(write, BodyKind.BASIC, 100 + n, middle[n % len(middle)]) for n in range(written)
    ]
    for body_id in basic:
        for name in DISTRICTS:
            write.add(District, body_id=body_id, name=name)
    cap = {"key": "cap.cases", "value": 30, "since": FOUNDED}
    write.add(LocalRule, body_id=basic[0], **cap)
    write.flush()
    return high, basic


def _court(write: Writer, kind: BodyKind, number: int, above: int | None = None) -> int:
    body = write.add(
        Body,
        code=f"BX{number:04}",
        kind=kind,
        name=f"第{number}号试验人民法院",
        name_en=f"Trial Court No {number}",
        short=f"第{number}号",
        opened=FOUNDED,
    )
    if above is not None:
        link = {"kind": LinkKind.HIGHER, "since": FOUNDED}
        write.add(BodyLink, body_id=body, to_id=above, **link)
    return body


def _officers(write: Writer, high: int, basic: list[int]) -> None:
    """Write clerks of the first basic courts, and personnel officers of the high court."""
    courts = basic[:CLERKS]
    for number in range(CLERKS):
        clerks_court = courts[number % len(courts)]
        _officer(write, f"clerk{number}", clerks_court, RoleKind.CLERK)
        _officer(write, f"personnel{number}", high, RoleKind.PERSONNEL)


def _officer(write: Writer, name: str, body_id: int, role: RoleKind) -> None:
    user = write.add(
        User,
        email=f"{name}@example.org",
        name=name,
        language="en",
        active=True,
        fs_uniquifier=sha256(name.encode()).hexdigest(),
    )
    since = FOUNDED + timedelta(days=1)
    write.add(RoleGrant, user_id=user, body_id=body_id, role=role, since=since)
