"""Who was named for one case serves for that case: his tenure ends with it (1953, § 8, form B)."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import or_, select

from app.accounts.terms import Desk
from app.messages.writing import in_language
from app.people.models import Tenure
from app.people.service.offices import continue_tenure, end_tenure
from app.people.terms import Form
from app.shared.db import db
from app.trials.facts import case_number
from app.trials.models import Panel
from app.trials.terms import DayState


def end_named(desk: Desk, panel: Panel) -> None:
    """End the tenures of those named for the cases of a closed panel, on its last day held."""
    held = [day.day for day in panel.days if day.state == DayState.HELD]
    for tenure in _named_for(panel):
        last = max([*held, tenure.since])
        if tenure.ended is None and (tenure.until is None or tenure.until > last):
            with in_language(desk.language):
                why = gettext("The case %(number)s is over.", number=tenure.for_case)
            end_tenure(desk, tenure, last, why)


def continue_named(desk: Desk, panel: Panel) -> None:
    """Let the tenures that ended with a panel go on, which is opened again."""
    for tenure in _named_for(panel):
        if tenure.ended is not None and tenure.end_line_id is None:
            continue_tenure(desk, tenure)


def _named_for(panel: Panel) -> Sequence[Tenure]:
    """Return the tenures of form B for a panel's cases, of those who sit on it or waited."""
    ours = {(case.body_id, case.number) for case in panel.cases}
    seated = Tenure.person_id.in_({seat.person_id for seat in panel.seats})
    rows = select(Tenure).where(
        Tenure.form == Form.B,
        Tenure.superseded_at.is_(None),
        Tenure.body_id.in_({body_id for body_id, _ in ours}),
        or_(seated, Tenure.for_case.in_({number for _, number in ours})),
    )
    found = db.session.scalars(rows).all()
    return [one for one in found if (one.body_id, case_number(one.for_case)) in ours]
