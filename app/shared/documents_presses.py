"""Presses that stay warm: processes that print the volumes of a large edition side by side.

WeasyPrint holds the interpreter, so a second core prints only in a second process. Started fresh
(no fork: the worker has threads), warmed with fonts and stylesheet, kept for the next edition.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process

from app.shared.documents import print_many

MOST = 4  # presses, however many cores there are
EDITION = 40  # volumes by one press; then another takes its place, and its memory is given back
POLITE = 5  # who waits for a page goes before who waits for paper

_pools: list[ProcessPoolExecutor] = []
_starting = threading.Lock()


def number_of_presses() -> int:
    """Return how many volumes are printed at once: one for each core."""
    return min(os.cpu_count() or 1, MOST)


def printed(volumes: Iterable[Sequence[str]], *, title: str, language: str) -> Iterator[bytes]:
    """Yield each volume as print_many prints it, in order.

    A volume is asked for when a press is free for it; as many are held as there are presses, and
    one. Raises BrokenProcessPool where a press was ended from outside; the next call starts anew.
    """
    pool, under_way = _pool(), deque[Future[bytes]]()
    try:
        for volume in volumes:
            under_way.append(pool.submit(_print, volume, title, language))
            if len(under_way) > number_of_presses():
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        with _starting:
            _pools[:] = [one for one in _pools if one is not pool]
        raise
    finally:
        for one in under_way:
            one.cancel()


def _pool() -> ProcessPoolExecutor:
    with _starting:
        if not _pools:
            made = ProcessPoolExecutor(
                number_of_presses(),
                mp_context=get_context("spawn"),
                initializer=_warm,
                max_tasks_per_child=EDITION,
            )
            _pools.append(made)
        return _pools[0]


def _warm() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(POLITE)
    print_many(["<p>Aa 审判"], title="", language="zh_Hans")


def _end_with_parent() -> None:
    """A press whose worker was killed would wait for paper for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _print(volume: Sequence[str], title: str, language: str) -> bytes:
    return print_many(volume, title=title, language=language)
