"""What anyone sees of draws: roots before the day, records after the draw, nothing of people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.draws.due import acts
from app.draws.leaves import commit_days, open_rest
from app.draws.models import Draw, LeafTree
from app.draws.service import annul, carry_out, freeze
from app.draws.terms import Asked, Lot, Roll
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.sortition.encoding import digest
from app.sortition.leaves import leaf_hash
from tests.builders import Make
from tests.trials.cases import NOON, TODAY

EARLIER = NOON - timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def lots(number: int, made: object = EARLIER) -> tuple[Lot, ...]:
    return tuple(Lot(n, f"P{n:03}", bytes([n]) * 32, made) for n in range(1, number + 1))  # type: ignore[arg-type]


def a_draw(make: Make, subject: str = "panel:1", frozen_only: bool = False, **roll: object) -> Draw:
    """Freeze and make a draw of two seats out of nine."""
    court = getattr(make, "drawing", None) or make.court()
    make.drawing = court  # type: ignore[attr-defined]
    desk = make.desk(court)
    with transaction():
        commit_days(court.id, TODAY, 8)
    with transaction():
        asked = Asked(subject, "trial_panel", 2, "cn-2018@1")
        draw = freeze(desk, court, asked, Roll(**({"lots": lots(9)} | roll)))  # type: ignore[arg-type]
        draw_id = draw.id
    if not frozen_only:
        with transaction():
            carry_out(desk, db.session.get_one(Draw, draw_id), "407")
    return db.session.get_one(Draw, draw_id)


def test_roots_are_published_once_and_late_ones_say_so(app: Flask, make: Make):
    court = make.court()
    for expected in (8, 0):
        with transaction():
            assert commit_days(court.id, TODAY, 8) == expected
    with transaction():
        assert commit_days(court.id, TODAY + timedelta(days=1), 8) == 1
    late = {tree.day: tree.late for tree in db.session.scalars(select(LeafTree))}
    assert late.pop(TODAY) is True
    assert set(late.values()) == {False}


def test_the_clock_publishes_ahead_opens_afterwards_and_makes_up(app: Flask, make: Make):
    court = make.court()
    with transaction():
        for act in acts(TODAY):
            act.run()
    assert list(acts(TODAY)) == []
    with clock.standing_at(NOON + timedelta(days=1)), transaction():
        due = {act.verb: act for act in acts(TODAY + timedelta(days=1))}
        assert set(due) == {"commit_days", "open_rest"}
        for act in due.values():
            act.run()
    tree = db.session.scalars(select(LeafTree).order_by(LeafTree.day)).first()
    assert tree is not None
    assert tree.opened_at is not None
    assert not tree.opened_late
    a_week_later = TODAY + timedelta(days=12)
    with clock.standing_at(NOON + timedelta(days=12)), transaction():
        for act in acts(a_week_later):
            act.run()
    rows = db.session.scalars(select(LeafTree).order_by(LeafTree.day)).all()
    assert [tree.opened_late for tree in rows if tree.opened_at][:3] == [False, True, True]
    assert rows[-1].day == a_week_later + timedelta(days=7)
    assert {tree.body_id for tree in rows} == {court.id}


def test_nothing_is_opened_before_midnight_of_the_court(app: Flask, make: Make):
    court = make.court()
    with transaction():
        commit_days(court.id, TODAY, 1)
        assert open_rest(TODAY) == 0
    assert db.session.scalars(select(LeafTree)).one().opened_at is None


def test_an_opened_day_takes_no_draw(app: Flask, make: Make):
    draw = a_draw(make)
    with clock.standing_at(NOON + timedelta(hours=13)):
        with transaction():
            open_rest(TODAY)
        body = make.drawing  # type: ignore[attr-defined]
        desk, asked = make.desk(body), Asked("panel:2", "trial_panel", 2, "cn-2018@1")
        with pytest.raises(Refused, match=r"draw\.day_opened"), transaction():
            freeze(desk, body, asked, Roll(lots(9)), TODAY)
        assert draw.tree.opened_at is not None


def test_the_page_of_a_record_says_that_every_step_holds(
    app: Flask, make: Make, client: FlaskClient
):
    draw = a_draw(make)
    page = client.get(f"/draws/record/{draw.uid}").text
    assert "every step was computed again" in page
    assert "the seats are full here" in page
    assert draw.record is not None
    assert page.count(draw.record["order"][0]) == 1
    assert "P001" not in page
    file = client.get(f"/draws/record/{draw.uid}.json")
    assert json.loads(file.data) == draw.record


def test_a_changed_record_is_noticed_on_its_page(app: Flask, make: Make, client: FlaskClient):
    draw = a_draw(make)
    assert draw.record is not None
    draw.record = draw.record | {"seats": draw.record["seats"][::-1]}
    db.session.commit()
    page = client.get(f"/draws/record/{draw.uid}").text
    assert "This record does not hold" in page
    assert "every step was computed again" not in page


def test_a_frozen_draw_shows_its_mark_and_no_order(app: Flask, make: Make, client: FlaskClient):
    draw = a_draw(make, frozen_only=True)
    page = client.get(f"/draws/record/{draw.uid}").text
    assert draw.frozen_hash in page
    assert "still closed" in page
    frozen = json.loads(client.get(f"/draws/record/{draw.uid}.json").data)
    assert set(frozen) == {"frozen", "frozen_hash", "root"}


def test_an_annulled_draw_stays_public_with_its_reason(app: Flask, make: Make, client: FlaskClient):
    draw = a_draw(make)
    court = make.drawing  # type: ignore[attr-defined]
    with transaction():
        annul(make.desk(court), db.session.get_one(Draw, draw.id), court.code, "开庭取消")
    page = client.get(f"/draws/record/{draw.uid}").text
    assert "was annulled" in page
    assert "开庭取消" in page


def test_what_was_fixed_after_the_root_is_marked_late(app: Flask, make: Make):
    in_time, late = lots(9), lots(9, NOON + timedelta(minutes=1))
    assert "late" not in a_draw(make, lots=in_time).frozen["pool"][0]
    draw = a_draw(make, "panel:2", lots=late, fixed={"composition": NOON + timedelta(hours=1)})
    assert draw.frozen["late"] == ["composition"]
    assert all(entry["late"] for entry in draw.frozen["pool"])


def test_the_courts_page_and_files_show_roots_and_use(app: Flask, make: Make, client: FlaskClient):
    draw = a_draw(make)
    code = make.drawing.code  # type: ignore[attr-defined]
    root = draw.tree.root
    assert root in client.get(f"/draws/{code}").text
    roots = client.get(f"/draws/{code}/roots.json").json
    assert roots is not None
    assert root in [line["root"] for line in roots["roots"]]
    assert client.get(f"/draws/{code}/{TODAY}.json").json["trees"][0]["leaves"] == []  # type: ignore[index]
    with clock.standing_at(NOON + timedelta(days=1)), transaction():
        open_rest(TODAY)
    leaves = client.get(f"/draws/{code}/{TODAY}.json").json["trees"][0]["leaves"]  # type: ignore[index]
    assert leaves[0] == {"index": 0, "hash": leaves[0]["hash"], "use": "made", "draw": draw.uid}
    one = leaves[1]
    hashed = leaf_hash(code, TODAY.isoformat(), 1, bytes.fromhex(one["leaf"])).hex()
    assert (one["use"], one["hash"]) == ("unused", hashed)
    level = [bytes.fromhex(leaf["hash"]) for leaf in leaves]
    while len(level) > 1:
        level = [digest("node", *level[i : i + 2]) for i in range(0, len(level), 2)]
    assert level[0].hex() == root


def test_the_secret_of_a_draw_given_up_is_opened_and_that_of_a_frozen_one_is_not(
    app: Flask, make: Make, client: FlaskClient
):
    gone = a_draw(make, frozen_only=True)
    waits = a_draw(make, "panel:2", frozen_only=True)
    court = make.drawing  # type: ignore[attr-defined]
    with transaction():
        annul(make.desk(court), db.session.get_one(Draw, gone.id), court.code, "开庭取消")
    code, uids = court.code, [gone.uid, waits.uid]
    with clock.standing_at(NOON + timedelta(days=1)), transaction():
        open_rest(TODAY)
    leaves = client.get(f"/draws/{code}/{TODAY}.json").json["trees"][0]["leaves"]  # type: ignore[index]
    assert [leaf["draw"] for leaf in leaves[:2]] == uids
    assert [leaf["use"] for leaf in leaves[:2]] == ["annulled", "frozen"]
    hashed = leaf_hash(code, TODAY.isoformat(), 0, bytes.fromhex(leaves[0]["leaf"])).hex()
    assert hashed == leaves[0]["hash"]
    assert "leaf" not in leaves[1]


def test_the_public_list_is_searched_by_court(app: Flask, make: Make, client: FlaskClient):
    a_draw(make)
    code = make.drawing.code  # type: ignore[attr-defined]
    assert "Panel 1" in client.get("/draws").text
    assert code in client.get(f"/draws?q={code}").text
    assert "No court has this name" in client.get("/draws?q=nowhere").text
    for address in ("/draws/nowhere", f"/draws/{code}/2026-13-40.json", "/draws/record/x"):
        assert client.get(address).status_code == 404


def test_a_record_names_every_draw_of_its_subject(app: Flask, make: Make, client: FlaskClient):
    first = a_draw(make)
    court = make.drawing  # type: ignore[attr-defined]
    with transaction():
        annul(make.desk(court), db.session.get_one(Draw, first.id), court.code, "开庭取消")
    second = a_draw(make)
    for shown, other in ((second, first), (first, second)):
        page = client.get(f"/draws/record/{shown.uid}").text
        assert "All draws for Panel 1" in page
        assert f'href="/draws/record/{other.uid}"' in page
        assert "开庭取消" in page
    assert (
        "Draws of the same subject before this one"
        in client.get(f"/draws/record/{second.uid}").text
    )


def test_a_second_draw_of_one_subject_waits_for_the_first(app: Flask, make: Make):
    a_draw(make)
    with pytest.raises(Refused, match=r"draw\.already"):
        a_draw(make)
    assert date.fromisoformat(a_draw(make, "panel:3").frozen["day"]) == TODAY
