"""The copy of what shows a course elsewhere: kept as it was seen, sent to who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.terms import RoleKind
from app.shared import clock
from app.shared.attachments import Attachment
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.models import OutsideTraining
from app.training.service.outside import attach_evidence, enter_outside, withdraw_outside
from tests.builders import Make
from tests.training.schools import NOON, World, a_world
from tests.training.test_courses import signed_in
from tests.training.test_record import WORDS
from tests.training.test_school_pages import send

SCAN = Attachment("application/pdf", "pdf", b"%PDF-1.7 scan of a certificate")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make, 2)


def test_a_copy_is_kept_once_and_goes_with_its_course(world: World):
    person = world.people[0]
    with transaction():
        row = enter_outside(world.personnel, person, WORDS)
    with transaction():
        file = attach_evidence(world.personnel, row, SCAN)
    assert db.session.get_one(StoredFile, row.file_id).content == SCAN.content
    assert (file.mime, file.name) == ("application/pdf", f"{row.uid}.pdf")
    with pytest.raises(Refused, match=r"evidence\.there"), transaction():
        attach_evidence(world.personnel, row, SCAN)
    with transaction():
        withdraw_outside(world.personnel, row, "重复登记")
        anew = enter_outside(world.personnel, person, WORDS, SCAN)
    assert anew.file_id is not None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_copy_is_sent_to_who_sees_the_whole_file(app: Flask, make: Make, world: World):
    personnel, one = signed_in(app, make, world.personnel), world.people[0]
    path = f"/people/{one.uid}/training"
    typed = {name: str(value) for name, value in vars(WORDS).items()}
    wrong = send(personnel, f"{path}/new", **typed, copy=(BytesIO(b"MZ"), "a.pdf"))
    assert wrong.status_code == 422
    assert "neither a PDF nor a PNG" in wrong.text
    assert db.session.scalars(select(OutsideTraining)).all() == []  # nothing half done
    assert send(personnel, f"{path}/new", **typed).status_code == 303
    page = personnel.get(path).text
    attach = page.split("/evidence/new")[0].rpartition('"')[2] + "/evidence/new"
    assert "Which file shows" in personnel.get(attach).text
    sent = (BytesIO(SCAN.content), "结业证.pdf")
    assert send(personnel, attach, copy=sent).status_code == 303
    file = personnel.get(attach.removesuffix("/new"))
    assert (file.data, file.mimetype) == (SCAN.content, "application/pdf")
    elsewhere = signed_in(app, make, make.desk(make.court(None), RoleKind.PERSONNEL))
    assert elsewhere.get(attach.removesuffix("/new")).status_code == 404
    assert elsewhere.get(attach).status_code == 404
