"""The form of a session's attendance: one line a person, and what follows for who missed much."""

# WTForms takes lazy texts; its types do not know them.
# pyright: reportArgumentType=false
from __future__ import annotations

from collections.abc import Iterable

from flask import request
from flask_babel import lazy_gettext
from wtforms import StringField

from app.shared.forms import ActingForm, AsTyped
from app.shared.rows import AtMost
from app.training.models import Enrolment
from app.training.service.attendance import Mark, Written
from app.training.terms import Presence


class AttendanceForm(ActingForm):
    """Who was at a session; a correction says why."""

    reason = StringField(lazy_gettext("Why it is corrected"), [AtMost(300)], filters=[AsTyped()])

    def to_written(self, listed: Iterable[Enrolment]) -> Written:
        """Return what was typed of each who is listed."""
        typed = request.form
        people = list(listed)
        kept = {one.id: typed.get(f"keep-{one.uid}", "").strip() for one in people}
        return Written(
            marks={one.id: _mark(one) for one in people},
            reason=self.reason.data or "",
            out=[one.id for one in people if typed.get(f"out-{one.uid}")],
            kept={key: why for key, why in kept.items() if why},
        )


def _mark(one: Enrolment) -> Mark:
    said = request.form.get(f"presence-{one.uid}", "")
    known = said in list(Presence)
    return Mark(
        Presence(said) if known else Presence.ABSENT, request.form.get(f"note-{one.uid}", "")
    )
