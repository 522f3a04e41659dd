"""The pages of cases, as a clerk without scripts uses them."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.terms import RoleKind
from app.people.models import Roll
from app.shared.db import db
from app.trials.models import Case
from tests.builders import Make
from tests.trials.screens.forms import CASE, PANEL, send, statements


def test_judges_alone_are_warned_of_with_the_article_and_changed_again(client: FlaskClient, court):
    case = send(client, "/cases/new", CASE).location
    warned = send(client, f"{case}/panel", PANEL | {"form": "1-0", "women": "0"})
    assert warned.status_code == 422
    assert "panel.assessor_cases" in warned.text
    assert "Art 15" in warned.text
    reason = {"waive:panel.assessor_cases": "小额诉讼程序"}
    done = send(client, f"{case}/panel", PANEL | {"form": "1-0", "women": "0"} | reason)
    assert done.status_code == 303, done.text
    assert "Judges alone: nothing to draw" in client.get(case).text
    page = client.get(done.location)
    assert "nothing is drawn" in page.text
    change = done.location + "/change"
    assert change in page.text
    again = send(client, change, PANEL)
    assert again.location.endswith("/draw"), again.text


def test_more_rows_keep_what_was_typed(client: FlaskClient, court):
    answer = send(client, "/cases/new", CASE, more="parties")
    assert answer.status_code == 200
    (here,) = re.findall(r"<input[^>]* autofocus[^>]*>", answer.text)
    assert 'name="parties-3-name"' in here
    assert 'name="more"' not in re.findall(r"<button[^>]*>", answer.text.split("<form")[-1])[0]
    assert "卢小妹" in answer.text
    keys = dict(re.findall(r'name="(once)" type="hidden" value="([^"]*)"', answer.text))
    assert client.post("/cases/new", data=CASE | keys).status_code == 303
    assert db.session.scalar(select(func.count(Case.id))) == 1


def test_what_is_wrong_in_a_row_is_said_at_its_field(client: FlaskClient, court):
    wrong = {"parties-1-employer": "某厂", "kin-0-party": "9", "filed": "32 May"}
    answer = send(client, "/cases/new", CASE | wrong)
    assert answer.status_code == 422
    assert 'href="#parties-1-name"' in answer.text
    assert "There is no party with this number." in answer.text
    assert "This is not a day" in answer.text
    assert db.session.scalar(select(func.count(Case.id))) == 0


def test_a_number_is_entered_once(client: FlaskClient, court):
    assert send(client, "/cases/new", CASE).status_code == 303
    answer = send(client, "/cases/new", CASE | {"number": "（2026）试刑初318号"})
    assert answer.status_code == 422
    assert "is entered already" in answer.text


def test_the_law_refuses_a_form_and_keeps_what_was_typed(client: FlaskClient, court):
    case = send(client, "/cases/new", CASE | {"procedure": "payment_order"}).location
    answer = send(client, f"{case}/panel", PANEL)
    assert answer.status_code == 422
    assert "Assessors never sit in this procedure." in answer.text
    assert "Art 5" in answer.text
    assert 'value="周文"' in answer.text


def test_a_case_is_changed_and_a_stale_page_is_not_saved(client: FlaskClient, court):
    case = send(client, "/cases/new", CASE).location
    old = client.get(f"{case}/change").text
    keys = dict(re.findall(r'name="(once|version)" type="hidden" value="([^"]*)"', old))
    assert "卢小妹" in old
    assert send(client, f"{case}/change", CASE | {"nature": "诈骗"}).status_code == 303
    answer = client.post(f"{case}/change", data=CASE | keys | {"nature": "盗窃"})
    assert answer.status_code == 422
    row = db.session.scalars(select(Case)).one()
    assert (row.nature, row.version) == ("诈骗", 2)
    assert [kin.name for party in row.parties for kin in party.kin] == ["卢小妹"]


def test_the_list_is_filtered_sorted_and_paged(client: FlaskClient, court, monkeypatch):
    monkeypatch.setattr("app.trials.queries.cases.PAGE", 2)
    for number in range(5):
        words = {"number": f"（2026）试民初{number}号", "filed": f"2026-10-0{number + 1}"}
        send(client, "/cases/new", CASE | words)
    client.get("/cases")  # where the word about the last case is shown
    page = client.get("/cases").text
    assert re.findall(r"试民初(\d)号", page) == ["4", "3"]
    following = re.search(r'href="([^"]+)">Next', page)
    assert following
    page = client.get(following[1].replace("&amp;", "&")).text
    assert re.findall(r"试民初(\d)号", page) == ["2", "1"]
    previous = re.search(r'href="([^"]+)">Previous', page)
    assert previous
    page = client.get(previous[1].replace("&amp;", "&")).text
    assert re.findall(r"试民初(\d)号", page) == ["4", "3"]
    assert re.findall(r"试民初(\d)号", client.get("/cases?sort=number").text) == ["0", "1"]
    found = client.get("/cases", query_string={"q": "(2026)试民初3"}).text
    assert re.findall(r"case[s]?/[^\"]+\">（2026）试民初(\d)号", found) == ["3"]
    assert "No case is like this" in client.get("/cases?q=%25").text
    send(client, "/cases/new", CASE | {"number": "7", "parties-0-name": "宏远建设（集团）有限公司"})
    for typed in ("建设（集团）", "建设(集团)"):
        assert "No case is like this" not in client.get(f"/cases?q={typed}").text
    assert client.get("/cases?after=nonsense&sort=whatever").status_code == 200


def test_another_courts_case_is_not_there(client: FlaskClient, court, make: Make):
    case = send(client, "/cases/new", CASE).location
    uid = db.session.scalars(select(Case)).one().uid
    make.signed_in(client, make.user(make.court(), RoleKind.CLERK))
    assert client.get(case).status_code == 404
    assert client.post(f"/cases/{uid}/change", data=CASE).status_code == 404


def test_a_president_reads_and_does_not_act(client: FlaskClient, court, make: Make):
    case = send(client, "/cases/new", CASE).location
    body, _ = court
    make.signed_in(client, make.user(body, RoleKind.PRESIDENT))
    page = client.get(case).text
    assert "Request a panel" not in page
    assert client.get(f"{case}/panel").status_code == 403


def test_a_page_sends_no_more_statements_with_more_rows(client: FlaskClient, court, make: Make):
    body, _ = court
    case = send(client, "/cases/new", CASE).location
    room = send(client, f"{case}/panel", PANEL).location
    few = {address: statements(client, address) for address in ("/cases", case, room)}
    roll = db.session.scalars(select(Roll)).one()
    make.assessors(body, roll, 30)
    for number in range(8):
        other = send(client, "/cases/new", CASE | {"number": f"（2026）试民初{number}号"}).location
        send(client, f"{other}/panel", PANEL)
    many = {address: statements(client, address) for address in few}
    assert many == few
    assert max(many.values()) <= 30
