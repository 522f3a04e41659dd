"""A spreadsheet of courses elsewhere, read row by row (pure): whose, which, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.people.identity import NotANumber, read_number
from app.shared.dates import NotADay, parse_day
from app.shared.fullwidth import cleaned, halfwidth
from app.shared.refusals import Refusal
from app.shared.texts import N_
from app.training.outside_rules import OutsideWords, judge_outside
from app.training.terms import Purpose

MOST = 2000  # rows of one file
# What each column may be called; the first of each is what the page names.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": (
        "人员编号",
        "身份证号",
        "身份证号码",
        "公民身份号码",
        "register number",
        "id number",
    ),
    "name": ("姓名", "name"),
    "title": ("培训名称", "课程", "课程名称", "班次名称", "course"),
    "provider": ("主办单位", "培训机构", "held by"),
    "purpose": ("培训类别", "purpose"),
    "since": ("开始日期", "开始时间", "first day"),
    "until": ("结束日期", "结束时间", "last day"),
    "hours": ("学时", "class hours"),
    "days": ("天数", "授课天数", "days"),
    "evidence": ("证明材料", "证书编号", "evidence"),
}
NEEDED = ("person", "title", "provider", "since", "until", "hours", "evidence")
PURPOSES: Mapping[str, Purpose] = {
    "": Purpose.IN_SERVICE,
    "岗前培训": Purpose.PRE_SERVICE,
    "陪审员培训": Purpose.ASSESSORS,
    "任职培训": Purpose.POST,
    "初任培训": Purpose.INITIAL,
    "领导干部培训": Purpose.LEADING,
    "在职培训": Purpose.IN_SERVICE,
    "法官职前培训": Purpose.JUDGE_PRE_APPOINTMENT,
    "晋升预备培训": Purpose.PREPARING_PROMOTION,
    "陪审员转任审判员": Purpose.ASSESSOR_TO_JUDGE,
}


@dataclass(frozen=True)
class OutsideRow:
    """One row: its line in the file, whose it is, what it says, and what is wrong with it."""

    line: int
    person: str  # register number, or identity number in its normal form
    name: str
    words: OutsideWords | None
    faults: tuple[Refusal, ...] = ()
    cells: tuple[str, ...] = ()  # the row as it stands in the file


def is_heading(text: str) -> bool:
    """Say whether a cell is a heading of this table."""
    return any(_key(text) in names for names in COLUMNS.values())


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Return where each column stands, by its name in COLUMNS."""
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        for name, called in COLUMNS.items():
            if _key(heading) in called:
                found.setdefault(name, at)
    return found


def missing_columns(headings: Sequence[str]) -> list[str]:
    """Return what the columns are called that a file must have and has not."""
    there = columns_of(headings)
    return [COLUMNS[name][0] for name in NEEDED if name not in there]


def read_row(line: int, cells: Mapping[str, str], today: date) -> OutsideRow:
    """Return one row; words are None where a cell cannot be read."""
    faults: list[Refusal] = []
    person = _person(cells.get("person", ""), faults)
    days = {name: _day(cells.get(name, ""), today, faults) for name in ("since", "until")}
    hours = _number(cells.get("hours", ""), "hours", faults)
    taught = _number(cells.get("days", "") or "0", "days", faults)
    purpose = PURPOSES.get(cleaned(cells.get("purpose", "")))
    if purpose is None:
        text = N_("“%(said)s” is no kind of training; these are: %(known)s.")
        known = "、".join(word for word in PURPOSES if word)
        facts = {"said": cells["purpose"][:40], "known": known}
        faults.append(Refusal("outside.purpose", text, facts))
    title, provider = (cleaned(cells.get(name, ""))[:160] for name in ("title", "provider"))
    if not title or not provider:
        faults.append(Refusal("outside.course", N_("The course or who held it is not named.")))
    name = cleaned(cells.get("name", ""))
    since, until = days["since"], days["until"]
    if faults or since is None or until is None or purpose is None:
        return OutsideRow(line, person, name, None, tuple(faults))
    evidence = cleaned(cells.get("evidence", ""))[:200]
    words = OutsideWords(title, provider, purpose, since, until, hours, taught, evidence)
    return OutsideRow(line, person, name, words, tuple(judge_outside(words, today)))


def _person(text: str, faults: list[Refusal]) -> str:
    plain = halfwidth(cleaned(text)).replace(" ", "").upper()
    if not plain:
        faults.append(Refusal("outside.person", N_("The row names nobody.")))
    try:
        return read_number(plain).number if len(plain) in (15, 18) else plain
    except NotANumber:
        faults.append(Refusal("outside.person", N_("The ID number is not right.")))
        return plain


def _day(text: str, today: date, faults: list[Refusal]) -> date | None:
    try:
        return parse_day(text, today, whole=True)
    except NotADay:
        said = N_("“%(said)s” is not a day with its year.")
        faults.append(Refusal("outside.day", said, {"said": text[:40]}))
        return None


def _number(text: str, place: str, faults: list[Refusal]) -> int:
    plain = halfwidth(cleaned(text)).removesuffix(".0")
    if plain.isdecimal() and len(plain) <= 4 and (int(plain) or place == "days"):
        return int(plain)
    said = N_("“%(said)s” is no whole number of hours or days.")
    faults.append(Refusal("outside.number", said, {"said": text[:40]}))
    return 0


def _key(text: str) -> str:
    return halfwidth(cleaned(text)).casefold()
