"""What waits on Today: nominations to make and to approve, seats to give, cohorts to open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy import and_, or_

from app.accounts.terms import Desk, RoleKind
from app.bodies.queries import forebears
from app.shared.collected import TodayPart, Waiting
from app.training.access import KEEPS
from app.training.models import Cohort
from app.training.queries.cohorts import closing, due_cohorts, fills_of
from app.training.queries.nominated import own_counts, waiting_for_president
from app.training.terms import CohortState

SOON = 14  # days before nominations end, or a course begins, from which on it waits
OPEN_SOON = 30  # days before nominations would end, from which on a planned cohort waits


def part(desk: Desk, day: date) -> TodayPart:
    """Return what waits about cohorts for who nominates, approves or keeps a school."""
    waiting: list[Waiting] = []
    if desk.may(RoleKind.PERSONNEL):
        waiting += _to_nominate(desk, day)
    if desk.may(RoleKind.PRESIDENT):
        waiting += _to_approve(desk, day)
    if desk.may(KEEPS):
        waiting += _to_keep(desk, day)
    return TodayPart(waiting)


def _to_nominate(desk: Desk, day: date) -> Iterator[Waiting]:
    """Two statements, whatever the cohorts; one without any."""
    cohorts = closing(desk.body_id, day, day + timedelta(days=SOON))
    ids = [one.id for one in cohorts]
    own = own_counts(ids, forebears(desk.body_id, day)) if ids else {}
    for one in cohorts:
        if not own.get(one.id):
            yield Waiting(
                due=one.nominate_by,
                title=gettext("Nominate for %(course)s", course=one.course.title),
                why=_when(one),
                link=url_for("nominations.cohort", uid=one.uid),
                verb=gettext("Nominate people"),
            )


def _to_approve(desk: Desk, day: date) -> Iterator[Waiting]:
    for one, number in waiting_for_president(forebears(desk.body_id, day)):
        title = ngettext(
            "%(num)s nomination for %(course)s waits for your approval",
            "%(num)s nominations for %(course)s wait for your approval",
            number,
            course=one.course.title,
        )
        yield Waiting(
            due=one.nominate_by,
            title=title,
            why=_when(one),
            link=url_for("nominations.cohort", uid=one.uid),
            verb=gettext("Decide"),
            late=one.nominate_by < day,
        )


def _to_keep(desk: Desk, day: date) -> Iterator[Waiting]:
    """Two statements, whatever the cohorts."""
    planned = and_(
        Cohort.state == CohortState.PLANNED, Cohort.nominate_by <= day + timedelta(days=OPEN_SOON)
    )
    open_ = and_(Cohort.state == CohortState.OPEN, Cohort.nominate_by < day)
    begins = Cohort.starts <= day + timedelta(days=SOON)
    given = and_(Cohort.state == CohortState.ADMITTED, begins, Cohort.starts >= day)
    own = Cohort.body_id.in_(forebears(desk.body_id, day))
    cohorts = due_cohorts(and_(own, or_(planned, open_, given)))
    fills = fills_of([one.id for one in cohorts])
    for one in cohorts:
        if one.state is CohortState.PLANNED:
            yield _to_open(one, day)
        elif one.state is CohortState.OPEN:
            yield _to_give(one, fills[one.id].waiting)
        elif fills[one.id].seated < one.minimum:
            yield _too_few(one, fills[one.id].seated)


def _to_open(one: Cohort, day: date) -> Waiting:
    return Waiting(
        due=one.nominate_by,
        title=gettext("Open the nominations for %(course)s", course=one.course.title),
        why=_when(one),
        link=url_for("cohorts.open_", uid=one.uid),
        verb=gettext("Open nominations"),
        late=one.nominate_by < day,
    )


def _to_give(one: Cohort, waiting: int) -> Waiting:
    return Waiting(
        due=one.nominate_by,
        title=gettext("Give the seats of %(course)s", course=one.course.title),
        why=ngettext(
            "Nominations have ended; %(num)s person waits",
            "Nominations have ended; %(num)s people wait",
            waiting,
        ),
        link=url_for("admission.seats", uid=one.uid),
        verb=gettext("Give seats"),
        late=True,
    )


def _too_few(one: Cohort, seated: int) -> Waiting:
    return Waiting(
        due=one.starts,
        title=gettext("Too few people for %(course)s", course=one.course.title),
        why=gettext(
            "%(seated)s people have a seat; at least %(minimum)s are wanted.",
            seated=seated,
            minimum=one.minimum,
        ),
        link=url_for("cohorts.cohort", uid=one.uid),
        verb=gettext("Look"),
    )


def _when(one: Cohort) -> str:
    facts = {"number": one.number, "first": one.starts, "by": one.nominate_by}
    return gettext("%(number)s, from %(first)s on; nominations until %(by)s", **facts)
