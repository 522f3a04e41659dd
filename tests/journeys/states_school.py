"""A school beside the demonstration's courts, with each state of its courses and cohorts."""

from __future__ import annotations

from datetime import date

from flask_security import hash_password
from sqlalchemy import select

from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body, BodyLink
from app.bodies.terms import BodyKind, LinkKind
from app.demo.officers import PASSWORD
from app.demo.world import HIGH
from app.shared.db import db
from tests.builders import Make
from tests.training.schools import a_course

SCHOOL = "school@example.org"


def a_school() -> dict[str, list[str]]:
    """Make a school under the high court with its officer; return who opens which address."""
    make = Make()
    words = {"kind": BodyKind.SCHOOL, "name": "河东省政法干部学校", "code": "HDX"}
    school = make.court(None, name_en="Hedong Cadre School", **words)
    high = db.session.scalars(select(Body).where(Body.code == HIGH.code)).one()
    link = {"kind": LinkKind.HIGHER, "since": date(1950, 1, 1)}
    make.add(BodyLink(body_id=school.id, to_id=high.id, **link))
    name = {"email": SCHOOL, "password": hash_password(PASSWORD), "name": "宋教务"}
    officer = make.user(school, RoleKind.SCHOOL, **name)
    desk = Desk(officer.id, officer.name, school.id, frozenset({RoleKind.SCHOOL}))
    course = a_course(desk)
    return {SCHOOL: ["/courses", f"/courses/{course.uid}"]}
