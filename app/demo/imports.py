"""Two sheets that the personnel officer brought in: one is applied, one is checked and waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from app.bodies.models import Body
from app.demo.invented import Invented, invent
from app.demo.officers import PERSONNEL, desk_of
from app.demo.people import congress_of
from app.demo.trials import at
from app.demo.world import BASIC, FORMER
from app.people.importing.jobs import apply_rows, check_if_clear
from app.people.importing.reading import upload_of
from app.people.importing.terms import Given
from app.people.importing.uploading import upload_roll
from app.people.models import RollImport
from app.shared import clock
from app.shared.spreadsheets import write_table
from app.shared.transactions import transaction

PLAN = BASIC[0]
HEADINGS = (
    *("姓名", "性别", "出生日期", "身份证号", "文化程度", "职业", "工作单位", "所属区域", "住址"),
    *("手机号码", "电子邮箱", "任命机关", "任命文号", "任命日期", "宣誓日期", "任期开始"),
)
SCHOOLS = {"senior_high": "高中", "college": "大专", "bachelor": "本科", "master": "硕士"}
FIRST = 700  # numbers of the people of these sheets
BROUGHT = PLAN.besides - FORMER.assessors
UNSWORN = 3  # so many of them have not taken the oath
APPOINTED, APPLIED, AGAIN = 40, 24, 4  # days ago
Row = dict[str, str]


def apply_a_roll(court: Body, today: date) -> None:
    """Bring in a sheet of new assessors; two of its rows were wrong and stayed out."""
    rows = [*_brought_in(today), *_wrong(today, APPOINTED, FIRST + 30)]
    with clock.standing_at(at(today - timedelta(days=APPLIED))):
        import_id = _checked(court, "增补人民陪审员名册.xlsx", rows)
        with transaction():
            apply_rows(desk_of(PERSONNEL), import_id, {})


def leave_a_roll_waiting(court: Body, today: date) -> None:
    """Check a second sheet: the last of the first have sworn, one has moved, some are new."""
    sworn = (today - timedelta(days=AGAIN + 2)).isoformat()
    rows = [row | {"宣誓日期": row["宣誓日期"] or sworn} for row in _brought_in(today)]
    rows[0] |= {"住址": "柳林镇建设路7号", "所属区域": "柳林镇"}
    rows += [_row(one, today, AGAIN) for one in _people(FIRST + 50, 4)]
    rows += _wrong(today, AGAIN, FIRST + 80)
    with clock.standing_at(at(today - timedelta(days=1), 15)):
        _checked(court, "人民陪审员名册（宣誓后）.xlsx", rows)


def _brought_in(today: date) -> list[Row]:
    """Return the good rows of the first sheet."""
    rows = [_row(one, today, APPOINTED) for one in _people(FIRST, BROUGHT)]
    sworn = (today - timedelta(days=APPOINTED - 6)).isoformat()
    return [row | {"宣誓日期": sworn} for row in rows[:-UNSWORN]] + rows[-UNSWORN:]


def _people(first: int, number: int) -> list[Invented]:
    return [invent(Random(n), n, PLAN.districts, PLAN.county) for n in range(first, first + number)]


def _wrong(today: date, ago: int, first: int) -> list[Row]:
    """Return a row with a wrong check digit, and one of a district that the court has not."""
    one, other = (_row(who, today, ago) for who in _people(first, 2))
    number = one["身份证号"]
    one["身份证号"] = number[:-1] + ("1" if number[-1] != "1" else "2")
    return [one, other | {"所属区域": "东湾街道"}]


def _row(one: Invented, today: date, ago: int) -> Row:
    since = today - timedelta(days=ago)
    act = (congress_of(PLAN), f"任〔{since.year}〕{ago}号", since.isoformat())
    sex = "女" if one.sex == "female" else "男"
    who = (one.name, sex, one.birth.isoformat(), one.id_number, SCHOOLS[one.education])
    place = (one.occupation, one.employer, one.district, one.address, one.phone, one.mail)
    return dict(zip(HEADINGS, (*who, *place, *act, "", since.isoformat()), strict=True))


def _checked(court: Body, filename: str, rows: Iterable[Row]) -> int:
    """Upload rows as a workbook and check them; return the id of the import."""
    sheet = write_table(HEADINGS, [[row[heading] for heading in HEADINGS] for row in rows])
    upload = upload_of(sheet, filename, court.id, clock.today())
    with transaction():
        desk = desk_of(PERSONNEL)
        row: RollImport = upload_roll(desk, upload, Given())
        check_if_clear(desk, row, Given())
        return row.id
