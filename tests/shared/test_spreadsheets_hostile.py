"""Hostile, broken, encrypted and huge files are refused in words, soon, and harm nobody."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from contextlib import suppress

import psutil
import pytest
import xlsxwriter

from app.shared.spreadsheets import Limits, Unreadable, read_table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEBIBYTE = 2**20


def refused(content: bytes, name: str = "roll.xlsx", limits: Limits = Limits()) -> str:  # noqa: B008
    """Return the key by which a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read_table(content, name, limits)
    return caught.value.refusal.key


def book(cells: dict[tuple[int, int], str]) -> bytes:
    """Return an XLSX file with these cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for (row, column), text in cells.items():
            sheet.write_string(row, column, text)
    return out.getvalue()


def rewritten(content: bytes, part: str, change) -> bytes:
    """Return the workbook with one part of its archive changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            inside = old.read(name)
            new.writestr(name, change(inside) if name == part else inside)
    return out.getvalue()


def test_a_sheet_of_two_far_corners_kills_only_the_child():
    content = book({(0, 0): "姓名", (2**20 - 1, 2**14 - 1): "x"})
    assert len(content) < 10_000
    started = time.monotonic()
    assert refused(content) in ("import.over_limits", "import.too_many_rows")
    assert time.monotonic() - started < 10


def test_a_sheet_that_needs_gigabytes_is_stopped_by_the_memory_limit():
    content = book({(0, 0): "姓名", (90_000, 2**14 - 1): "x"})
    assert refused(content) == "import.over_limits"


def test_a_sheet_is_stopped_by_the_time_limit():
    rows = {(r, c): f"张三{r}" for r in range(20_000) for c in range(20)}
    content = book(rows)
    assert refused(content, limits=Limits(wall_seconds=0)) == "import.over_limits"


def test_200_megabytes_are_refused_by_size_alone():
    started = time.monotonic()
    assert refused(bytes(200 * MEBIBYTE)) == "import.too_large"
    assert time.monotonic() - started < 1


def test_an_archive_that_would_unpack_to_gigabytes_is_refused_unopened():
    sheet = "xl/worksheets/sheet1.xml"
    bomb = rewritten(book({(0, 0): "姓名"}), sheet, lambda _old: b" " * (601 * MEBIBYTE))
    assert len(bomb) < MEBIBYTE
    assert refused(bomb) == "import.over_limits"


def test_an_archive_that_lies_about_its_size_is_broken():
    sheet = "xl/worksheets/sheet1.xml"
    row = b"<row>" + b'<c t="inlineStr"><is><t>x</t></is></c>' * 20 + b"</row>"

    def many_rows(old: bytes) -> bytes:
        return old[: old.index(b"<sheetData>") + 11] + row * 400_000 + b"</sheetData></worksheet>"

    content = bytearray(rewritten(book({(0, 0): "姓名"}), sheet, many_rows))
    record = content.rindex(sheet.encode()) - 46
    content[record + 24 : record + 28] = struct.pack("<I", 1000)
    assert refused(bytes(content)) == "import.broken"


@pytest.mark.parametrize("suffix", [b"", b"\0" * 600])
def test_an_encrypted_workbook_is_told_from_a_broken_one(suffix: bytes):
    container = OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + suffix
    assert refused(container) == "import.encrypted"
    assert refused(OLE + b"\0" * 600) == "import.broken"


@pytest.mark.parametrize("cut", [30, 300, 2000, -40])
def test_a_cut_off_workbook_is_broken(cut: int):
    assert refused(book({(0, 0): "姓名", (1, 0): "张三"})[:cut]) == "import.broken"


def test_other_archives_and_renamed_files_are_broken():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert refused(out.getvalue()) == "import.broken"
    assert refused("姓名\n张三".encode(), "roll.xlsx") == "import.broken"
    assert refused(b"%PDF-1.7\n\0\1\2\0", "roll.csv") == "import.broken"


def test_spoilt_bytes_never_escape_as_another_error():
    """Forty workbooks with a few bytes changed at random, seeded: read or refused, no more."""
    whole = book({(r, c): f"张三{r}{c}" for r in range(5) for c in range(4)})
    chance = random.Random(2026)
    for _ in range(40):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        with suppress(Unreadable):
            assert read_table(bytes(spoilt), "a.xlsx").rows


def test_too_many_rows_and_columns_are_refused():
    few = Limits(rows=5, columns=3)
    tall = book({(r, 0): f"张{r}" for r in range(30)})
    wide = book({(r, c): f"张{c}" for r in range(2) for c in range(4)})
    assert refused(tall, limits=few) == refused(b"a\n" * 30, "a.csv", few)
    assert refused(tall, limits=few) == "import.too_many_rows"
    assert refused(wide, limits=few) == "import.too_many_columns"
    assert refused(b"a,b,c,d\n1,2,3,4\n", "a.csv", few) == "import.too_many_columns"


def test_a_cell_longer_than_any_spreadsheets_is_refused_before_it_is_kept():
    content = rewritten(
        book({(0, 0): "姓名", (1, 0): "长"}),
        "xl/sharedStrings.xml",
        lambda xml: xml.replace("长".encode(), b"a" * 32_768),
    )
    assert refused(content) == "import.cell_too_long"


def test_csv_is_read_by_the_child_within_its_limits():
    rows = "甲,乙,丙,丁\n" * 200_000
    small = Limits(memory_bytes=64 * MEBIBYTE)
    assert refused(rows.encode(), "a.csv", small) == "import.over_limits"
    assert refused(rows.encode(), "a.csv", Limits(wall_seconds=0)) == "import.over_limits"


def test_more_cells_than_the_memory_should_hold_are_refused_soon():
    wide = (",".join(["1"] * 161) + "\n").encode() * 70_000
    started = time.monotonic()
    assert refused(wide, "a.csv") == "import.too_many_cells"
    assert time.monotonic() - started < 60
    few = Limits(cells=10)
    assert refused(b"a,b,c,d\n" * 3, "a.csv", few) == "import.too_many_cells"
    tall = book({(r, c): "x" for r in range(3) for c in range(4)})
    assert refused(tall, limits=few) == "import.too_many_cells"


def test_a_merged_range_over_the_whole_sheet_costs_little():
    def merged(old: bytes) -> bytes:
        spans = b'<mergeCell ref="A2:A1048576"/>' * 2000
        return old.replace(b"</sheetData>", b"</sheetData><mergeCells>" + spans + b"</mergeCells>")

    cells = {(r, c): f"李{r}" if c else "" for r in range(3000) for c in range(3)}
    content = rewritten(book(cells), "xl/worksheets/sheet1.xml", merged)
    assert refused(content) == "import.over_limits"


def test_no_child_outlives_its_file():
    # Other tests of this worker may still have theirs: a database, a clock.
    before = set(psutil.Process().children())
    refused(book({(0, 0): "姓名", (2**20 - 1, 2**14 - 1): "x"}))
    read_table(book({(0, 0): "姓名", (1, 0): "张三"}), "a.xlsx")
    assert set(psutil.Process().children()) <= before
