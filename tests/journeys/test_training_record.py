"""The training of a career in a browser: evidence, a spreadsheet, and the day it falls short.

The officer writes it down; the assessor reads on his own phone what counts and what is missing.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from flask_security import hash_password
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.people.models import Absence
from app.people.terms import AbsenceKind, Half
from app.shared.db import db
from app.shared.spreadsheets import read_table
from tests.builders import Make
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.court import PASSWORD
from tests.training.schools import FIRST, NOON, a_world

pytestmark = pytest.mark.journey
PERSONNEL, ASSESSOR = "personnel@journey.org", "assessor@journey.org"
SHEET = (
    "人员编号,培训名称,主办单位,培训类别,开始日期,结束日期,学时,证明材料\n"
    "{number},庭审观摩,市中级人民法院,岗前培训,2026-05-06,2026-05-06,8,培训通知\n"
    "{number},岗前网课,省法院,岗前培训,2026-06-01,昨天,6,截图\n"
)


def an_assessor_before_his_first_sitting(site: Site) -> tuple[str, str]:
    """Let somebody be called to sit for the first time; return his address and number."""
    with site.app.app_context():
        make = Make()
        world = a_world(make, 1)
        person, hashed = world.people[0], hash_password(PASSWORD)
        person.language = "zh_Hans"
        user = db.session.get_one(User, world.personnel.id)
        user.email, user.password = PERSONNEL, hashed
        words = {"password": hashed, "language": "zh_Hans", "person_id": person.id}
        make.user(None, email=ASSESSOR, **words)
        make.add(Absence(person_id=person.id, day=FIRST, half=Half.AM, kind=AbsenceKind.SITTING))
        return person.uid, person.number


def test_what_counts_and_what_is_missing_is_read_by_both(
    site: Site, page: Page, phone: Page, tmp_path: Path
):
    with time_machine.travel(NOON, tick=True):
        uid, number = an_assessor_before_his_first_sitting(site)
        scan, sheet = tmp_path / "结业证.pdf", tmp_path / "外训.csv"
        scan.write_bytes(b"%PDF-1.7 a scan")
        sheet.write_text(SHEET.format(number=number), "utf-8")

        sign_in(page, site, PERSONNEL, PASSWORD)
        page.goto(f"{site.address}/people/{uid}/training")
        page.get_by_role("link", name="Enter a course elsewhere").click()
        page.get_by_label("Course", exact=True).fill("岗前培训班")
        page.get_by_label("Held by").fill("省法官培训学院")
        page.get_by_label("What it prepares for").select_option("pre_service")
        page.locator("#since").fill("2026-03-02")
        page.locator("#until").fill("2026-03-06")
        page.get_by_label("Class hours").fill("24")
        page.get_by_label("Evidence", exact=True).fill("证书 118 号")
        page.get_by_label("Copy of the evidence").set_input_files(sheet)
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_role("alert")).to_contain_text("neither a PDF nor a PNG")
        page.get_by_label("Copy of the evidence").set_input_files(scan)
        page.get_by_role("button", name="Write it down").click()
        expect(page.locator("main")).to_contain_text("24 of 40 class hours")
        assert faults_of(page) == []
        copy = page.get_by_role("link", name="Copy of the evidence of 岗前培训班")
        sent = page.request.get(f"{site.address}{copy.get_attribute('href')}")
        assert sent.body() == scan.read_bytes()

        page.goto(f"{site.address}/training/import")
        page.get_by_label("Spreadsheet").set_input_files(sheet)
        page.get_by_role("button", name="Look at the rows").click()
        page.get_by_role("button", name="Bring in 1 row").click()
        expect(page.get_by_text("1 row was left out")).to_be_visible()
        assert faults_of(page) == []
        with page.expect_download() as wrong:
            page.get_by_role("link", name="1 left out of 外训.csv").click()
        (row,) = read_table(Path(wrong.value.path()).read_bytes(), "a.xlsx").rows
        assert row[0] == "“昨天” is not a day with its year."

        sign_in(phone, site, ASSESSOR, PASSWORD)
        phone.get_by_role("link", name="我的记录").click()
        mine = phone.locator("section").filter(has_text="我的培训")
        expect(mine).to_contain_text("庭审观摩")
        expect(mine).to_contain_text("32")
        expect(mine).to_contain_text("2026-12-03")
        assert faults_of(phone) == []

        page.get_by_role("button", name="Undo the import").click()
        expect(page.get_by_text("1 course is out of the record again.")).to_be_visible()
        phone.reload()
        expect(mine).not_to_contain_text("庭审观摩")
