"""Spreadsheets that go back to the officer: the template, and the rows that are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask import Response, send_file
from flask_babel import gettext

from app.people.importing.kept import KeptRow
from app.people.imports.headings import FIELDS
from app.people.imports.rules import not_kept
from app.people.imports.terms import Fault
from app.people.models import RollImport
from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal
from app.shared.screens import is_chinese
from app.shared.spreadsheets import write_table
from app.shared.texts import N_

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASON = N_("Reason")
_SAID_OTHERWISE = ("term", "since")  # columns that others of the template say as well


def template_sheet(book: Rulebook) -> bytes:
    """Return an empty roll with the headings that this court's rulebook needs.

    In Chinese a heading is the first of the words that are recognised, in English the label.
    """
    fields = [f for f in FIELDS if f.key not in (*_SAID_OTHERWISE, *not_kept(book))]
    chinese = is_chinese()
    return write_table([f.synonyms.split()[0] if chinese else f.label for f in fields], [])


def reason_of(faults: Sequence[Fault | Refusal]) -> str:
    """Return what is wrong with a row and what to do, in the reader's language."""
    said = []
    for fault in faults:
        said.append(gettext(fault.text) % dict(fault.facts))
        if fault.way_out:
            said.append(gettext(fault.way_out) % dict(fault.facts))
    return ("" if is_chinese() else " ").join(said)


def bad_rows_sheet(row: RollImport, rows: Sequence[KeptRow]) -> bytes:
    """Return the wrong rows as they were, the reason in front, to be corrected and sent again."""
    reasons = [reason_of(kept.faults) for kept in rows]
    cells = [kept.cells for kept in rows]
    return write_table(row.headings, cells, reasons, gettext(REASON))


def as_download(content: bytes, name: str) -> Response:
    """Return a spreadsheet as an answer that browsers save and nobody caches."""
    response = send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
