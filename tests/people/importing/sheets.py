"""Rolls as courts keep them, made in the test as real files."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from sqlalchemy import func, select

from app.accounts.terms import Desk
from app.people.identity import upgraded
from app.people.importing.jobs import apply_rows, check_if_clear
from app.people.importing.reading import upload_of
from app.people.importing.terms import Given
from app.people.importing.uploading import upload_roll
from app.people.models import ImportRow, RollImport
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction

HEADINGS = (
    *("姓名", "性别", "出生日期", "身份证号码", "学历", "职业", "工作单位", "所在区县", "住址"),
    *("联系电话", "电子邮箱", "任命机关", "任命文号", "任命日期", "宣誓日期"),
    *("任期起", "任期止", "曾任届数", "本年参审案件数", "本年参审天数"),
)
ORGAN, NUMBER = "试验区人大常委会", "试人发〔2025〕3号"
NAMES = ("赵一鸣", "钱多", "孙小美", "李国庆", "周舟", "吴桐", "郑重", "王若水", "冯唐", "陈平安")


def number_of(n: int, birth: date = date(1980, 1, 1)) -> str:
    """Return an invented ID number whose last place fits; odd n are women."""
    born = birth + timedelta(days=n % 300)
    old = f"110101{born:%y%m%d}{(2 * n + (0 if n % 2 else 1)) % 1000:03}"
    return upgraded(old)


def person(n: int, **other: str) -> list[str]:
    """Return the cells of a whole row, some of them `other`, by heading."""
    number = number_of(n)
    cells = {
        "姓名": NAMES[n % 10] + "甲乙丙丁戊己庚辛壬癸"[n // 10 % 10],
        "性别": "女" if n % 2 else "男",
        "出生日期": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        "身份证号码": number,
        "学历": "本科",
        "职业": "教师",
        "工作单位": f"试验第{n}中学",
        "所在区县": "",
        "住址": f"幸福路{n}号",
        "联系电话": f"139{n:08}",
        "电子邮箱": f"p{n}@example.org",
        "任命机关": ORGAN,
        "任命文号": NUMBER,
        "任命日期": "2025-03-01",
        "宣誓日期": "2025-03-10",
        "任期起": "2025-03-01",
        "任期止": "2030-02-28",
        "曾任届数": "0",
        "本年参审案件数": str(n % 12),
        "本年参审天数": f"{n % 8}.5",
    }
    return [(cells | other)[heading] for heading in HEADINGS]


def people(number: int, first: int = 1) -> list[list[str]]:
    """Return rows of several people."""
    return [person(n) for n in range(first, first + number)]


def xlsx(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """Return a real workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate([headings, *rows]):
            sheet.write_row(n, 0, row)
    return file.getvalue()


def comma_separated(rows: Sequence[Sequence[str]], encoding: str = "gb18030") -> bytes:
    """Return a CSV file as Excel in China writes it."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([HEADINGS, *rows])
    return file.getvalue().encode(encoding)


def previewed(
    desk: Desk, content: bytes, filename: str = "roll.xlsx", given: Given | None = None
) -> RollImport:
    """Upload and check a roll as the first screen does, committed; every heading is known."""
    upload = upload_of(content, filename, desk.body_id, clock.today(desk.zone))
    with transaction():
        row = upload_roll(desk, upload, given or Given())
        assert check_if_clear(desk, row, given or Given())
        import_id = row.id
    return db.session.get_one(RollImport, import_id)


def applied(
    desk: Desk, content: bytes, waivers: dict[str, str] | None = None, given: Given | None = None
) -> RollImport:
    """Upload, check and apply a roll, committed."""
    row = previewed(desk, content, given=given)
    with transaction():
        apply_rows(desk, row.id, waivers or {})
    return db.session.get_one(RollImport, row.id)


def outcomes(row: RollImport) -> dict[str, int]:
    """Return how many rows came out how, without those of none."""
    states = ("new", "changed", "same", "wrong")
    return {state: row.counts[state] for state in states if row.counts[state]}


def faults_of(row: RollImport) -> list[list[str]]:
    """Return the keys of the faults of each row, in the order of the file."""
    rows = select(ImportRow.faults).where(ImportRow.import_id == row.id).order_by(ImportRow.n)
    return list(db.session.scalars(rows))


def count(table: Any) -> int:
    """Return how many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0
