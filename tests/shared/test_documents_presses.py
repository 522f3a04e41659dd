"""Presses: volumes come in order, no further ahead than is printed; a lost press is replaced."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children

import pytest
from pypdf import PdfReader

from app.shared import documents_presses
from app.shared.documents import print_volumes
from app.shared.documents_presses import number_of_presses


@pytest.fixture(scope="module", autouse=True)
def _no_press_is_left() -> Iterator[None]:
    yield
    for pool in documents_presses._pools:
        pool.shutdown()
    documents_presses._pools.clear()


def words(volume: bytes) -> list[str]:
    return [page.extract_text().split()[0] for page in PdfReader(io.BytesIO(volume)).pages]


def test_volumes_come_in_order_and_papers_are_read_a_press_and_one_ahead():
    asked: list[int] = []

    def papers():
        for n in range(12):
            asked.append(n)
            yield f"<p>No{n}"

    volumes = print_volumes(papers(), title="x", language="en", papers=2)
    first = next(volumes)
    assert len(asked) == 2 * (number_of_presses() + 1)
    assert words(first) == ["No0", "No1"]
    assert [word for volume in volumes for word in words(volume)] == [
        f"No{n}" for n in range(2, 12)
    ]


def test_a_press_that_was_killed_fails_that_edition_and_not_the_next():
    def papers():
        yield from ["<p>1"] * 20
        for press in active_children():
            os.kill(press.pid or 0, signal.SIGKILL)
        yield from ["<p>2"] * 20

    with pytest.raises(BrokenProcessPool):
        list(print_volumes(papers(), title="x", language="en", papers=5))
    assert len(list(print_volumes(["<p>3"] * 4, title="x", language="en", papers=2))) == 2
