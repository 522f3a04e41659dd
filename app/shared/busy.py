"""Why the database lets nobody write at this moment: SQLite has one writer."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import select

from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.jobs.registry import ALONE, title_of_work
from app.shared.refusals import Refusal
from app.shared.texts import N_

BUSY = Refusal(
    "database.busy",
    N_("Many people are writing at this moment; nothing was changed."),
    way_out=N_("Press the button once more."),
)


def busy_now() -> Refusal:
    """Return BUSY, in the reader's language with the work that holds the writer's place, if any.

    One statement (ix_job_state). See docs/decisions/0014.
    """
    held = select(Job.verb).where(Job.state == "running", Job.step == ALONE).limit(1)
    verb = db.session.scalar(held)
    if verb is None:
        return BUSY
    text = N_(
        "“%(work)s” is being written in one piece, and nobody else can save until it is done. "
        "Nothing of yours was changed."
    )
    way_out = N_("Press the button once more in a minute.")
    return Refusal("database.busy", text, {"work": gettext(title_of_work(verb))}, way_out)
