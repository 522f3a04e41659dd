"""Who signs in to the demonstration: one of each role, with a password that is no secret."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask_security import hash_password
from sqlalchemy import select

from app.accounts.models import RoleGrant, User
from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.demo.world import BASIC, FOUNDED, HIGH, MIDDLE, SCHOOL
from app.people.models import Person
from app.shared.db import db

PASSWORD = "peishen demonstration"


@dataclass(frozen=True)
class Officer:
    """A named user of the demonstration."""

    email: str
    name: str
    name_en: str
    court: str
    roles: tuple[RoleKind, ...]
    duty: str


OFFICERS = (
    Officer("clerk@example.org", "刘芳", "Liu Fang", BASIC[0].code, (RoleKind.CLERK,), "clerk"),
    Officer(
        *("personnel@example.org", "陈立新", "Chen Lixin", BASIC[0].code),
        *((RoleKind.PERSONNEL,), "personnel officer"),
    ),
    Officer(
        *("president@example.org", "周文", "Zhou Wen", BASIC[0].code),
        *((RoleKind.PRESIDENT,), "president"),
    ),
    Officer(
        *("inspector@example.org", "孙建华", "Sun Jianhua", HIGH.code),
        *((RoleKind.INSPECTOR,), "inspector of the high court (reads only)"),
    ),
    Officer(
        *("clerk.city@example.org", "何慧", "He Hui", MIDDLE.code),
        *((RoleKind.CLERK,), "clerk of the intermediate court"),
    ),
    Officer(
        *("officer.1953@example.org", "罗志明", "Luo Zhiming", BASIC[3].code),
        *((RoleKind.CLERK, RoleKind.PERSONNEL), "clerk and personnel officer of the 1953 county"),
    ),
    Officer(
        *("it@example.org", "高远", "Gao Yuan", HIGH.code, (RoleKind.IT,)),
        "who runs the system",
    ),
    Officer(
        *("school@example.org", "宋雅琴", "Song Yaqin", SCHOOL),
        *((RoleKind.SCHOOL,), "officer of the training school"),
    ),
    Officer(
        *("personnel.province@example.org", "范永红", "Fan Yonghong", HIGH.code),
        *((RoleKind.PERSONNEL,), "personnel officer of the high court, for all below it"),
    ),
    Officer(
        *("reviewer.1953@example.org", "马秀英", "Ma Xiuying", BASIC[3].code),
        *((RoleKind.PERSONNEL,), "second personnel officer of the 1953 county"),
    ),
    Officer(
        *("president.1953@example.org", "赵国强", "Zhao Guoqiang", BASIC[3].code),
        *((RoleKind.PRESIDENT,), "president of the 1953 county"),
    ),
)
CLERK, PERSONNEL, PRESIDENT, _, _, COUNTY, _, SCHOOL_OFFICER, *_ = OFFICERS
ASSESSOR = ("assessor@example.org", "assessor")


def make_officers(bodies: dict[str, Body]) -> None:
    """Make the officers' accounts and roles."""
    password = hash_password(PASSWORD)  # one hash for all: argon2 costs 126 ms each
    for officer in OFFICERS:
        user = User(
            email=officer.email,
            name=officer.name,
            name_en=officer.name_en,
            password=password,
            active=True,
            language="zh_Hans",
            fs_uniquifier=uuid4().hex,
        )
        db.session.add(user)
        db.session.flush()
        for role in officer.roles:
            body_id = bodies[officer.court].id
            grant = RoleGrant(user_id=user.id, body_id=body_id, role=role, since=FOUNDED)
            db.session.add(grant)


def desk_of(officer: Officer) -> Desk:
    """Return the desk at which a named user acts."""
    user = db.session.scalars(select(User).where(User.email == officer.email)).one()
    body_id = db.session.scalars(select(Body.id).where(Body.code == officer.court)).one()
    return Desk(user.id, user.name, body_id, frozenset(officer.roles))


def make_assessor_account(person: Person) -> None:
    """Give one assessor an account, so that his pages can be seen."""
    clerk = db.session.scalar(select(User).where(User.email == CLERK.email))
    assert clerk is not None
    db.session.add(
        User(
            email=ASSESSOR[0],
            name=person.name,
            password=clerk.password,
            active=True,
            language="zh_Hans",
            person_id=person.id,
            fs_uniquifier=uuid4().hex,
        )
    )


def log_ins() -> list[tuple[str, str, str]]:
    """Return (address, password, who) of every account of the demonstration."""
    rows = [(o.email, PASSWORD, f"{o.name} {o.name_en}, {o.duty}") for o in OFFICERS]
    return [*rows, (ASSESSOR[0], PASSWORD, "an assessor, on a phone")]
