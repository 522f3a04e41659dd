"""A court for the journeys, and the spreadsheet that it already has."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from random import Random

import xlsxwriter
from flask_security import hash_password

from app.accounts.terms import RoleKind
from app.bodies.models import Body, District
from app.demo.invented import Invented, invent
from app.people.models import Tenure
from app.people.terms import Office
from app.shared.db import db
from tests.builders import LONG_AGO, Make

PASSWORD = "a long password"
PERSONNEL, CLERK, PRESIDENT = "personnel@court.org", "clerk@court.org", "president@court.org"
HEADINGS = (
    *("姓名", "性别", "出生日期", "身份证号", "文化程度", "职业", "工作单位", "所属区域"),
    *("住址", "手机号码", "电子邮箱", "任命机关", "任命文号", "任命日期", "宣誓日期"),
    *("任期开始", "任期届满", "本年参审案件数"),
)


def make_court(make: Make) -> Body:
    """Make a court with a judge, two districts and its officers."""
    court = make.court(name="临河区人民法院", name_en="Linhe District Court", code="LH")
    make.add(District(body_id=court.id, name="城关镇"), District(body_id=court.id, name="柳林镇"))
    judge = make.person(name="周文")
    words = {"person_id": judge.id, "body_id": court.id, "office": Office.JUDGE}
    make.add(Tenure(**words, since=LONG_AGO))
    make_officers(make, court)
    return court


def make_officers(make: Make, court: Body, language: str = "en") -> None:
    """Make a court's officers, who sign in with PASSWORD and read this language."""
    words = {"password": hash_password(PASSWORD), "language": language}
    for email, role, name in (
        (PERSONNEL, RoleKind.PERSONNEL, "陈立新"),
        (CLERK, RoleKind.CLERK, "刘芳"),
        (PRESIDENT, RoleKind.PRESIDENT, "高远"),
    ):
        make.user(court, role, email=email, name=name, **words)
    db.session.commit()


def people(number: int) -> list[Invented]:
    """Return invented people, each with a mail address and a birth that suits the office."""
    random = Random(7)
    found: list[Invented] = []
    while len(found) < number:
        one = invent(random, len(found) + 1 + len(found) // 8, ("城关镇", "柳林镇"), "990101")
        found.append(one)
    return found


def roll_sheet(number: int, today: date) -> bytes:
    """Return the court's own sheet: a title line, headings, good rows and two wrong ones."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("名册")
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "临河区人民法院人民陪审员名册")
    sheet.write_row(1, 0, HEADINGS)
    since = date(today.year - 1, 3, 1)
    until = date(today.year + 4, 2, 28)
    for n, one in enumerate(people(number)):
        sheet.write_row(n + 2, 0, _row(one, since, until))
    wrong = _row(invent(Random(8), 900, ("城关镇",), "990101"), since, until)
    sheet.write_row(number + 2, 0, [*wrong[:3], wrong[3][:-1] + _other(wrong[3][-1]), *wrong[4:]])
    sheet.write_row(number + 3, 0, ["王小明", "男", "2010-02-30", "", *wrong[4:]])
    book.close()
    return kept.getvalue()


def _other(last: str) -> str:
    return "1" if last != "1" else "2"


def _row(one: Invented, since: date, until: date) -> list[str]:
    return [
        one.name,
        "女" if one.sex == "female" else "男",
        one.birth.isoformat(),
        one.id_number,
        "高中",
        one.occupation,
        one.employer,
        one.district,
        one.address,
        one.phone,
        one.mail or f"m{one.number}@example.org",
        "临河区人大常委会",
        "临人任〔2025〕6号",
        since.isoformat(),
        since.isoformat(),
        since.isoformat(),
        until.isoformat(),
        "3",
    ]
