"""Rows of a list that are no people: totals, and who drew it up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.people.imports.headings import recognise
from app.shared.fullwidth import cleaned, halfwidth
from app.shared.tables import Note, Table, no_rows
from app.shared.texts import N_

_OF_NOBODY = re.compile(
    r"(?:合计|总计|小计|共计|总数|总人数|制表人?|填表人?|填报人?|审核人?|复核人?|经办人|联系人|"
    r"(?:单位)?负责人|制表单位|填报单位|制表(?:日期|时间)|填报(?:日期|时间)|备注|说明|注|"
    r"(?:grand)?total|subtotal|sum|preparedby|checkedby|notes?)(?:[:(].*|[\d.]+人?)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_LINES_NAMED = 10
_LEFT_OUT = N_("Left out, for they are totals or signatures and no people: lines %(lines)s.")


def is_of_nobody(cells: Sequence[str], name: int | None = None) -> bool:
    """Say whether a row begins with a word that stands below a list (合计, 制表人：…), or has one
    in the column of the name."""
    first = next((cell for cell in cells if cell.strip()), "")
    looked_at = (first,) if name is None else (first, cells[name])
    return any(_OF_NOBODY.match(halfwidth(cleaned(t)).replace(" ", "")) for t in looked_at)


def people_of(table: Table) -> Table:
    """Return the table without rows that are no people, and with a note that says which.

    Raises Unreadable if nobody is left.
    """
    name = next((c for field, c in recognise(table.headings).columns if field == "name"), None)
    left_out = {i for i, cells in enumerate(table.rows) if is_of_nobody(cells, name)}
    if not left_out:
        return table
    if len(left_out) == len(table.rows):
        raise no_rows()
    lines = [str(table.numbers[i]) for i in sorted(left_out)]
    more = ["…"] if len(lines) > _LINES_NAMED else []
    named = {"lines": ", ".join([*lines[:_LINES_NAMED], *more])}
    kept = [i for i in range(len(table.rows)) if i not in left_out]
    return replace(
        table,
        rows=[table.rows[i] for i in kept],
        numbers=[table.numbers[i] for i in kept],
        notes=(*table.notes, Note("import.no_people", _LEFT_OUT, named)),
    )
