"""Undoing: what was made goes, what was changed comes back; not if something rests on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import AuditLine
from app.draws.service import commit_days
from app.messages.models import Message
from app.messages.terms import Channel, MessageState
from app.people.importing.jobs import apply_rows
from app.people.importing.undoing import undo_import
from app.people.models import (
    Act,
    ActLine,
    Identifier,
    Identity,
    NameGram,
    Oath,
    OathTenure,
    Person,
    PersonYear,
    Roll,
    RollEntry,
    RollImport,
    Tenure,
)
from app.people.service import (
    NewEntry,
    NewLine,
    add_lines,
    bring_year_totals,
    change_person,
    end_tenure,
    enter_absence,
    enter_on_roll,
    leave_roll,
    note_kinship,
    record_check,
    record_oath,
)
from app.people.terms import CheckKind, KinKind, LineKind, RollKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import PartyWords
from app.trials.service.drawing import draw_panel, freeze_panel
from app.trials.terms import PartyRole
from tests.builders import Make
from tests.people.importing.sheets import HEADINGS, applied, people, person, xlsx
from tests.trials.cases import NOON, TODAY, a_case, a_panel

TABLES = (
    *(Person, Identity, Identifier, NameGram, Act, ActLine, Tenure, Oath, OathTenure),
    *(Roll, RollEntry, PersonYear),
)
NOT_COMPARED = frozenset(("version", "secret"))


def register() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of the register's tables, without versions."""
    found = {}
    for table in TABLES:
        columns = [c for c in table.__table__.columns if c.name not in NOT_COMPARED]
        rows = db.session.execute(select(*columns)).all()
        found[table.__tablename__] = sorted((tuple(row) for row in rows), key=str)
    db.session.rollback()
    return found


def undone(desk: Any, row: RollImport) -> RollImport:
    """Undo an import, committed."""
    with transaction():
        undo_import(desk, row.id)
    return db.session.get_one(RollImport, row.id)


def test_an_undone_import_leaves_no_trace_but_the_audit(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx(people(3)))
    before = register()
    row = applied(desk, xlsx(people(8, first=3)))
    assert register() != before
    row = undone(desk, row)
    assert register() == before
    assert row.state == "undone"
    acts = [line.act for line in db.session.scalars(select(AuditLine).order_by(AuditLine.id))]
    assert acts[-1] == "import:undone"


def test_what_was_changed_comes_back(app: Flask, make: Make):
    desk = make.desk(make.court())
    headings = (*HEADINGS, "名册", "民族")
    rows = [[*person(n), "", ""] for n in range(1, 6)]
    rows[3][HEADINGS.index("身份证号码")] = ""
    rows[4][HEADINGS.index("宣誓日期")] = ""
    reasons = {"identity.number_required": "证件办理中"}
    applied(desk, xlsx(rows, headings), waivers=reasons)
    before = register()
    changed = [
        [*person(1, 姓名="钱多多", 联系电话="13811112222", 学历="硕士"), "", ""],
        [
            *person(2, 任期止="2030-01-31", 任命文号="试人发〔2025〕4号", 宣誓日期="2025-03-11"),
            "",
            "",
        ],
        [*person(3, 本年参审案件数="19", 本年参审天数="20"), "专业（环境资源）", ""],
        [*person(4), "", ""],
        [*person(5, 职业="医生"), "", ""],
    ]
    row = applied(desk, xlsx(changed, headings), waivers=reasons)
    assert row.counts["changed"] == 5
    assert register() != before
    undone(desk, row)
    assert register() == before


def test_after_an_undo_the_file_can_be_brought_in_again(app: Flask, make: Make):
    desk = make.desk(make.court())
    row = undone(desk, applied(desk, xlsx(people(4))))
    with pytest.raises(Refused, match=r"import\.undone"), transaction():
        apply_rows(desk, row.id, {})
    assert applied(desk, xlsx(people(4))).counts["new"] == 4


def _absence(desk: Any, person_: Person, tenure: Tenure) -> None:
    enter_absence(desk, person_, [date(2027, 1, 4)])


def _kin(desk: Any, person_: Person, tenure: Tenure) -> None:
    note_kinship(desk, person_, "钱大", KinKind.DIRECT_LINE)


def _check(desk: Any, person_: Person, tenure: Tenure) -> None:
    record_check(desk, person_, CheckKind.DEBTOR, False, "court list", date(2026, 1, 4))


def _change(desk: Any, person_: Person, tenure: Tenure) -> None:
    change_person(desk, person_, occupation="医生")


def _oath(desk: Any, person_: Person, tenure: Tenure) -> None:
    record_oath(desk, [tenure], date(2025, 5, 1))


def _end(desk: Any, person_: Person, tenure: Tenure) -> None:
    end_tenure(desk, tenure, date(2026, 5, 1), "resigned")


def _line(desk: Any, person_: Person, tenure: Tenure) -> None:
    act = db.session.scalars(select(Act)).one()
    add_lines(desk, act, [NewLine(LineKind.APPOINTS)])


def _leave(desk: Any, person_: Person, tenure: Tenure) -> None:
    entry = db.session.scalars(select(RollEntry).order_by(RollEntry.id)).first()
    assert entry is not None
    leave_roll(desk, entry, date(2026, 5, 1), "moved away")


def _entry(desk: Any, person_: Person, tenure: Tenure) -> None:
    roll = Roll(body_id=tenure.body_id, kind=RollKind.JUVENILE, since=date(2025, 1, 1))
    db.session.add(roll)
    db.session.flush()
    enter_on_roll(desk, NewEntry(roll.id, person_.id, tenure.id, date(2026, 1, 1)))


def _sat(desk: Any, person_: Person, tenure: Tenure) -> None:
    bring_year_totals(desk, [(person_.id, date.today().year, 30, 60)])  # noqa: DTZ011


def _account(desk: Any, person_: Person, tenure: Tenure) -> None:
    user = User(email="q@example.org", name="钱", fs_uniquifier="q", person_id=person_.id)
    db.session.add(user)


def _party(desk: Any, person_: Person, tenure: Tenure) -> None:
    words = PartyWords(PartyRole.WITNESS, person_.name, number=person_.number)
    a_case(desk, parties=(words,))


RESTING = {
    "absence": _absence,
    "kin": _kin,
    "check": _check,
    "person changed": _change,
    "oath": _oath,
    "term ended": _end,
    "act": _line,
    "left the roll": _leave,
    "on another roll": _entry,
    "sat": _sat,
    "account": _account,
    "named in a case": _party,
}


@pytest.mark.parametrize("what", RESTING)
def test_what_rests_on_it_is_named_and_nothing_is_undone(app: Flask, make: Make, what: str):
    desk = make.desk(make.court())
    row = applied(desk, xlsx(people(3)))
    with transaction():
        found = db.session.scalars(select(Person).order_by(Person.id)).first()
        assert found is not None
        tenure = db.session.scalars(select(Tenure).where(Tenure.person_id == found.id)).one()
        RESTING[what](desk, found, tenure)
        db.session.flush()
    before = register()
    with pytest.raises(Refused) as refused:
        undone(desk, row)
    assert {refusal.key for refusal in refused.value.refusals} == {"import.rests"}
    assert register() == before
    assert db.session.get_one(RollImport, row.id).state == "applied"


def test_the_refusal_names_the_person(app: Flask, make: Make):
    desk = make.desk(make.court())
    row = applied(desk, xlsx(people(3)))
    with transaction():
        found = db.session.scalars(select(Person).where(Person.name == person(2)[0])).one()
        enter_absence(desk, found, [date(2027, 1, 4), date(2027, 1, 5)])
    with pytest.raises(Refused) as refused:
        undone(desk, row)
    assert refused.value.refusals[0].facts == {
        "count": 4,
        "table": "absence",
        "name": person(2)[0],
    }


def test_a_change_made_over_a_change_rests_on_it(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx(people(2)))
    row = applied(desk, xlsx([person(1, 职业="医生"), person(2)]))
    with transaction():
        found = db.session.scalars(select(Person).where(Person.occupation == "医生")).one()
        change_person(desk, found, occupation="律师助理")
    with pytest.raises(Refused, match=r"import\.rests"):
        undone(desk, row)
    assert db.session.scalar(select(Person.occupation).order_by(Person.id)) == "律师助理"


def test_a_message_that_went_out_rests_on_it_one_that_did_not_goes_with_it(app: Flask, make: Make):
    desk = make.desk(make.court())
    row = applied(desk, xlsx(people(2)))
    told = db.session.scalars(select(Person.id)).first()

    def message(state: MessageState, n: int) -> Message:
        return Message(
            rule="term.ends",
            subject=f"tenure:{n}",
            subject_version=1,
            due_day=date(2029, 9, 1),
            recipient=f"person:{told}",
            channel=Channel.MAIL,
            body_id=desk.body_id,
            language="zh_Hans",
            title="t",
            text="t",
            state=state,
        )

    sent = make.add(message(MessageState.SENT, 1))
    with pytest.raises(Refused, match=r"import\.rests"):
        undone(desk, row)
    db.session.delete(db.session.get_one(Message, sent.id))
    make.add(message(MessageState.WAITING, 2))
    assert undone(desk, row).state == "undone"
    assert db.session.scalars(select(Message)).all() == []


def test_a_draw_from_the_roll_rests_on_it(app: Flask, make: Make):
    desk = make.desk(make.court())
    row = applied(desk, xlsx(people(2)))
    make.add(
        AuditLine(
            act="draw:frozen",
            actor_name="",
            body_id=desk.body_id,
            subject_kind="draw",
            subject_uid="x",
            facts={},
        )
    )
    with pytest.raises(Refused) as refused:
        undone(desk, row)
    assert [refusal.facts for refusal in refused.value.refusals] == [{"count": 1}]


def test_a_seat_in_a_panel_rests_on_it(app: Flask, make: Make):
    with clock.standing_at(NOON):
        desk = make.desk(make.court())
        row = applied(desk, xlsx(people(12)))
        with transaction():
            commit_days(desk.body_id, TODAY, 8)
    with clock.standing_at(NOON + timedelta(hours=1)):
        with transaction():
            panel = a_panel(desk)
            freeze_panel(desk, panel, {})
            draw_panel(desk, panel, "407 112")
        with pytest.raises(Refused) as refused:
            undone(desk, row)
    said = {refusal.facts.get("table", refusal.text) for refusal in refused.value.refusals}
    assert "seat" in said
    assert db.session.get_one(RollImport, row.id).state == "applied"
