"""Which work a worker knows, and who is told when it has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.shared.jobs.models import Job
from app.shared.texts import N_

UNTITLED = N_("Long work")
# The step of work that is SQLite's one writer from here on: told before its first statement.
ALONE = N_("Writing everything in one piece; who saves something meanwhile waits until it is done")
# work(job_id, arguments, progress) -> the job's result; result["link"] is where it leads
Work = Callable[[int, dict[str, Any], Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Known:
    """A verb of long work: its title (English source text), its function, who sees its subject."""

    verb: str
    title: str
    work: Work
    seen: Callable[[Job], bool] | None = None


class Cancelled(Exception):
    """Raised inside a job by `progress` when somebody has asked for its end."""


class Stopped(Exception):
    """Raised inside a job by `progress` when its worker is being stopped."""


_works: dict[str, Known] = {}
_endings: list[Callable[[Job], None]] = []


def job(
    verb: str, title: str = UNTITLED, seen: Callable[[Job], bool] | None = None
) -> Callable[[Work], Work]:
    """Register `work(job_id, arguments, progress) -> result | None` under `verb`.

    `seen(row)` says whether who asks now may see what the job is about: where it leads, and what
    refused it. Without it only who started the job may.

    The work runs in one transaction, committed together with the job's end: it happens wholly
    or not at all, and a lost one is run again. Work that takes long before it writes should do
    its reading inside `with transaction("read")`, for SQLite has one writer and the first
    statement outside of such a block makes the job that writer. While it is, progress cannot be
    seen and a cancellation is not noticed; it tells the step ALONE before, so that others learn
    for what they wait. It may also commit by parts with `with transaction()`
    if each part is safe to do twice. Keep no ORM rows over the end of such a block.
    """

    def register(work: Work) -> Work:
        _works[verb] = Known(verb, title, work, seen)
        return work

    return register


def known(verb: str) -> Known:
    """Return the work of a verb; raises LookupError for one that nobody registered."""
    if verb not in _works:
        raise LookupError(f"no work is registered as {verb}")
    return _works[verb]


def title_of_work(verb: str) -> str:
    """Return the title of a verb's work (English source text), of any verb that ever was."""
    return _works[verb].title if verb in _works else UNTITLED


def may_see(row: Job, user_id: int | None) -> bool:
    """Say whether a user, at the desk of this request, may see what a job is about."""
    work = _works.get(row.verb)
    if work is None or work.seen is None:
        return user_id is not None and row.by_id == user_id
    return work.seen(row)


def when_ended(ending: Callable[[Job], None]) -> Callable[[Job], None]:
    """Have `ending(job)` called when a job is done or has failed, in the same transaction."""
    if ending not in _endings:
        _endings.append(ending)
    return ending


def tell_ended(row: Job) -> None:
    """Tell all who asked that a job has ended."""
    for ending in _endings:
        ending(row)
