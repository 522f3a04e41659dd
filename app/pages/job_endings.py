"""What happens around long work: who cancelled it is recorded, its end comes to the inbox."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext

from app.accounts.models import User
from app.accounts.recipients import user_recipient
from app.accounts.terms import Desk
from app.audit.service import record
from app.messages.service import tell
from app.messages.terms import Notice
from app.messages.writing import LINK, in_language, path_to
from app.shared import clock
from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.jobs.registry import title_of_work, when_ended
from app.shared.jobs.service import cancel
from app.shared.texts import N_

DONE = N_("Done: %(work)s")
FAILED = N_("Not done: %(work)s")


def cancel_job(desk: Desk | None, row: Job) -> None:
    """Ask for a job's end, and record who did."""
    record(desk, "job:cancelled", row, verb=row.verb)
    cancel(row)


@when_ended
def tell_officer(row: Job) -> None:
    """Tell who started a job how it ended: in the inbox, not by mail."""
    user = db.session.get(User, row.by_id) if row.by_id is not None else None
    if user is None or row.body_id is None:
        return
    with in_language(user.language):
        title = gettext(DONE if row.state == "done" else FAILED)
        said = gettext(row.fault) if row.fault else ""
        notice = Notice(
            rule="job.ended",
            subject=f"job:{row.id}",
            version=row.runs,
            due_day=clock.today(),
            body_id=row.body_id,
            recipient=replace(user_recipient(user), mail=""),
            title=title % {"work": gettext(title_of_work(row.verb))},
            text=f"{said}\n{LINK}".strip(),
            link=path_to("jobs.job", uid=row.uid),
        )
    tell([notice])
