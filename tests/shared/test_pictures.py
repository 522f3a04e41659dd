"""Pictures of numbers: no bar leaves the frame, lengths are in proportion, no letter is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared.pictures import (
    INNER,
    OUTER,
    ROOM,
    WIDTH,
    Drawing,
    Row,
    Share,
    bars_of,
    broken,
    pyramid_of,
    wide_of,
)

NUMBERS = st.integers(0, 400_000)
TEXTS = st.text("abc 法院临河", max_size=80)
ROWS = st.builds(
    Row,
    st.just("7"),
    TEXTS,
    st.lists(st.builds(Share, NUMBERS, st.sampled_from(["full", "open"])), max_size=4).map(tuple),
    NUMBERS,
    NUMBERS,
)
BANDS = st.lists(st.tuples(st.just("30–34"), NUMBERS, NUMBERS), max_size=12)
NEARLY = 1e-6


def within(drawing: Drawing) -> bool:
    """Say whether everything lies in the frame."""
    bars = all(
        bar.x >= -NEARLY
        and bar.x + bar.width <= WIDTH + NEARLY
        and bar.width >= 0
        and 0 <= bar.y <= drawing.height - bar.height
        for bar in drawing.bars
    )
    words = all(0 <= one.x <= WIDTH and 0 < one.y <= drawing.height for one in drawing.words)
    return bars and words and all(0 <= x <= WIDTH + NEARLY for x, _, _ in drawing.marks)


@given(st.lists(ROWS, max_size=8))
def test_bars_stay_in_the_frame_and_add_up(rows: list[Row]):
    drawing = bars_of(rows)
    assert within(drawing)
    whole = max((row.length for row in rows), default=0)
    drawn = sum(bar.width for bar in drawing.bars if bar.ink != "room")
    asked = sum(share.number for row in rows for share in row.shares)
    assert drawn * whole == pytest.approx(asked * WIDTH)


@given(st.lists(ROWS, min_size=2, max_size=8))
def test_rows_do_not_lie_upon_each_other(rows: list[Row]):
    drawing = bars_of(rows)
    ends = {bar.y: bar.y + bar.height for bar in drawing.bars}
    starts = sorted(ends)
    assert all(ends[one] <= other for one, other in pairwise(starts))
    lines = [word.y for word in drawing.words]
    assert lines == sorted(set(lines))


@given(BANDS)
def test_a_pyramid_keeps_its_sides_and_one_scale(bands: list[tuple[str, int, int]]):
    drawing = pyramid_of(bands, "Women", "Men")
    assert within(drawing)
    whole = max((max(one, other) for _, one, other in bands), default=0)
    women, men = sum(one for _, one, _ in bands), sum(other for *_, other in bands)
    for ink, asked in (("full", women), ("open", men)):
        bars = [bar for bar in drawing.bars if bar.ink == ink]
        drawn = sum(bar.width for bar in bars)
        assert drawn * whole == pytest.approx(asked * (INNER - OUTER))
        if ink == "full":
            assert all(bar.x + bar.width == pytest.approx(INNER) for bar in bars)
        else:
            assert all(bar.x == WIDTH - INNER for bar in bars)


@given(TEXTS, st.integers(0, 12))
def test_a_broken_text_fits_and_loses_nothing(text: str, first: int):
    lines = broken(text, ROOM, first)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert lines
    for n, line in enumerate(lines):
        alone = " " not in line.strip() and line.isascii()  # a word longer than a line
        assert alone or wide_of(line) + (0 if n else first) <= ROOM


def test_the_eldest_stand_on_top_and_numbers_at_the_edge():
    drawing = pyramid_of([("28–29", 1, 0), ("30–34", 0, 2)], "女", "男")
    said = [(one.x, one.figure or one.text) for one in drawing.words]
    assert said[2:5] == [(50, "30–34"), (0, "0"), (100, "2")]
