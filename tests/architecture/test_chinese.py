"""What libraries say reaches a Chinese reader in Chinese: sign-in, fields, a page grown old."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale
from flask_security import hash_password
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField

from app.shared.db import db
from app.shared.screens import translated
from tests.builders import Make
from tests.conftest import build

WRITTEN = Path(__file__).parents[2] / "app" / "translations" / "zh_Hans" / "LC_MESSAGES"
CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}


@pytest.fixture(scope="module")
def chinese(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with the catalogues as they are written now, compiled for this test."""
    folder = tmp_path_factory.mktemp("chinese")
    compiled = folder / "zh_Hans" / "LC_MESSAGES"
    compiled.mkdir(parents=True)
    for domain in ("messages", "flask_security"):
        with (WRITTEN / f"{domain}.po").open("rb") as po:
            catalogue = read_po(po, locale="zh_Hans")
        with (compiled / f"{domain}.mo").open("wb") as mo:
            write_mo(mo, catalogue)
    shutil.copy(sqlite_template, folder / "peishen.db")
    texts = {"BABEL_TRANSLATION_DIRECTORIES": str(folder)}
    app = build(f"sqlite:///{folder}/peishen.db", folder, WTF_CSRF_ENABLED=False, **texts)
    with app.app_context():
        secret = {"email": "c@example.org", "password": hash_password("right" * 3)}
        Make().user(None, language="zh_Hans", **secret)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def test_a_wrong_password_is_answered_in_chinese(chinese: Flask):
    client = chinese.test_client()
    wrong = {"email": "c@example.org", "password": "wrong" * 3}
    page = client.post("/login", data=wrong, headers=CHINESE).text
    assert "邮箱与密码不符" in page
    assert 'lang="zh-Hans"' in page
    answer = client.post("/login", json=wrong, headers=CHINESE)
    assert "邮箱或者密码有误，请核对后重试。" in str(answer.json)


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong" * 3, "another-long-one", "another-long-one", "密码有误。"),
        ("right" * 3, "another-long-one", "yet-another-one", "两次输入的密码不一致。"),
        ("right" * 3, "short", "short", "密码不得少于 10 位。"),
        ("right" * 3, "right" * 3, "right" * 3, "新密码不得与原密码相同。"),
        ("right" * 3, "", "", "请填写密码。"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(
    chinese: Flask, old: str, new: str, again: str, said: str
):
    client = chinese.test_client()
    signed = client.post(
        "/login", data={"email": "c@example.org", "password": "right" * 3}, headers=CHINESE
    )
    assert signed.status_code == 302
    typed = {"password": old, "new_password": new, "new_password_confirm": again}
    assert said in client.post("/change", data=typed, headers=CHINESE).text


def test_fields_of_the_form_library_speak_chinese(chinese: Flask):
    class Example(FlaskForm):
        kind = SelectField(choices=[("a", "A")])
        number = IntegerField()

    with chinese.test_request_context(headers=CHINESE), force_locale("zh_Hans"):
        form = Example(MultiDict({"kind": "b", "number": "x"}))
        assert not form.validate()
        assert form.errors == {"kind": ["不是有效的选择。"], "number": ["不是有效的整数。"]}


def test_an_empty_text_stays_empty(chinese: Flask):
    with chinese.test_request_context(headers=CHINESE), force_locale("zh_Hans"):
        assert (translated(""), translated("Will come")) == ("", "能参加")


def test_a_page_too_old_to_send_says_so(chinese: Flask):
    chinese.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = chinese.test_client().post("/login", data={"email": "x"}, headers=CHINESE)
    finally:
        chinese.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert "页面已过期" in answer.text
