"""Totals and signatures below a list are nobody."""

from __future__ import annotations

import pytest

from app.people.imports.beside import is_of_nobody, people_of
from app.shared.tables import Table, Unreadable


@pytest.mark.parametrize(
    "cells",
    [
        ["合计", "12"],
        ["", "合 计", "", "3"],
        ["总计：12人"],
        ["小计3人", ""],
        ["制表人：张三", "审核人：李四"],
        ["制表人", "张三"],
        ["填报日期：2026年9月17日"],
        ["备注：以上人员均已宣誓"],
        ["Total", "12"],
        ["Prepared by: Ann"],
    ],
)
def test_what_stands_below_a_list_is_nobody(cells: list[str]):
    assert is_of_nobody(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "合计"],
        ["张三", "负责人"],
        ["注小明"],
        ["总明"],
        ["Sumner", "x"],
        ["Totally"],
        ["", ""],
    ],
)
def test_people_are_not_left_out(cells: list[str]):
    assert not is_of_nobody(cells)


def test_a_total_may_stand_behind_the_courts_name():
    assert is_of_nobody(["东区法院", "小计", "12"], name=1)
    assert not is_of_nobody(["东区法院", "王若水", "12"], name=1)


def test_the_lines_left_out_are_named_and_the_others_keep_their_numbers():
    rows = [["张三", "1"], ["小计", "1"], ["李四", "2"], ["合计", "2"]]
    table = people_of(Table(("姓名", "件数"), rows, [2, 3, 4, 5]))
    assert (table.rows, table.numbers) == ([rows[0], rows[2]], [2, 4])
    (note,) = table.notes
    assert note.text % dict(note.facts) == (
        "Left out, for they are totals or signatures and no people: lines 3, 5."
    )


def test_totals_alone_are_no_list():
    with pytest.raises(Unreadable, match="no_rows"):
        people_of(Table(("姓名",), [["合计"]], [2]))
