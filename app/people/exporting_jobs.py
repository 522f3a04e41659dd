"""A long list of the register, written by a worker and handed over in the inbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask_babel import force_locale, get_locale
from sqlalchemy import delete, select

from app.accounts.terms import Desk
from app.messages.writing import path_to
from app.people.access import may_see_numbers
from app.people.exporting import headings, rows_of
from app.people.here import sight_of
from app.people.queries.register import count_of, found
from app.people.searching import Search, search_of
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile, forget, keep_in_parts, parts_of
from app.shared.jobs.models import Job
from app.shared.jobs.registry import job
from app.shared.jobs.service import job_by_uid, start
from app.shared.spreadsheet_writing import workbook_file
from app.shared.texts import N_
from app.shared.transactions import transaction

VERB = "register.export"
KEPT = timedelta(days=7)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITING = N_("Writing the list")


@dataclass(frozen=True)
class ExportFile:
    """A list that is ready: its name, its size in bytes, and the parts that hold it."""

    name: str
    size: int
    parts: list[int]


def file_name(day: date) -> str:
    """Return the name of the file of a list as of a day."""
    return f"register-{day.isoformat()}.xlsx"


def export_later(desk: Desk, search: Search, full: bool, day: date) -> tuple[Job, bool]:
    """Let a worker write a list as it stands; return the job, and whether it is new.

    Who asks for the very list that is being written for him already is led to that work.
    """
    wanted = {"search": search.args(), "full": full, "day": day.isoformat()}
    wanted |= {"language": str(get_locale()), "body_id": desk.body_id}
    running = select(Job).where(
        Job.by_id == desk.id, Job.verb == VERB, Job.state.in_(("waiting", "running"))
    )
    same = [row for row in db.session.scalars(running) if row.arguments == wanted]
    return (same[0], False) if same else (start(desk, VERB, wanted), True)


def export_of(desk: Desk, uid: str) -> ExportFile | None:
    """Return the list that a user's own work has written at this desk; None for any other."""
    row = job_by_uid(uid)
    if row is None or (row.verb, row.by_id, row.body_id) != (VERB, desk.id, desk.body_id):
        return None
    if row.state != "done" or (row.arguments["full"] and not may_see_numbers(desk)):
        return None
    return ExportFile(row.result["name"], row.result["size"], parts_of(_subject(row.id)))


def forget_exports() -> None:
    """Delete the files of lists a week after they were written: they hold people's numbers."""
    # Between digits: how a database sorts the marks around them depends on its locale.
    ours = StoredFile.subject.between("export:0", "export:" + "9" * 20)
    old = delete(StoredFile).where(ours, StoredFile.made_at < clock.now() - KEPT)
    db.session.execute(old, execution_options={"synchronize_session": False})


@job(VERB, N_("Exporting the register"))
def export_job(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Write a list and keep it in parts; a second run begins anew."""
    subject, day = _subject(job_id), date.fromisoformat(arguments["day"])
    with transaction():
        forget(subject)
    try:
        size = _kept(arguments, day, progress, subject)
    except BaseException:
        with transaction():
            forget(subject)
        raise
    uid = db.session.get_one(Job, job_id).uid
    link = path_to("people.export_file", uid=uid)
    return {"link": link, "name": file_name(day), "size": size}


def _kept(arguments: dict[str, Any], day: date, progress: Any, subject: str) -> int:
    with TemporaryDirectory() as folder, force_locale(arguments["language"]):
        path = workbook_file(Path(folder), headings(), _lines(arguments, day, progress))
        return keep_in_parts(path, XLSX, file_name(day), subject)


def _lines(arguments: dict[str, Any], day: date, progress: Any) -> Iterator[Sequence[str]]:
    with transaction("read"):
        what = found(search_of(arguments["search"]), sight_of(arguments["body_id"], day))
        total = count_of(what)
    lines = rows_of(what, arguments["full"], lambda: transaction("read"))
    for done, line in enumerate(lines):
        if not done % 100:
            progress(done, total, WRITING)
        yield line


def _subject(job_id: int) -> str:
    return f"export:{job_id}"
