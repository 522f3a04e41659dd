"""Pictures of the schools: how far cohorts are filled, how many have the hours that are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext, ngettext

from app.bodies.models import Body
from app.shared.pictures import Cell, Picture, Row, Share, bars_of
from app.shared.screens import body_name, join_phrases
from app.training.coverage import Asked, Covered
from app.training.models import Cohort
from app.training.queries.cohorts import Fill


def fill_of_cohorts(cohorts: Sequence[Cohort], fills: Mapping[int, Fill]) -> Picture | None:
    """Return how far the cohorts of a page are filled, in the reader's language."""
    if not cohorts:
        return None
    seats = sum(one.seats for one in cohorts)
    seated = sum(fills[one.id].seated for one in cohorts)
    return Picture(
        name="fill",
        title=_given(seated, seats),
        says=join_phrases(f"{one.number} {fills[one.id].seated} / {one.seats}" for one in cohorts),
        drawing=bars_of(_row(one, fills[one.id]) for one in cohorts),
        heads=(
            *(gettext("Cohort"), gettext("Seats of the cohort"), gettext("Seats given")),
            *(gettext("Nominated and waiting"), gettext("At least")),
        ),
        rows=tuple(
            (
                Cell(one.number, url_for("cohorts.cohort", uid=one.uid)),
                *(one.seats, fills[one.id].seated, fills[one.id].waiting, one.minimum or "--"),
            )
            for one in cohorts
        ),
        key=_key(any(one.minimum for one in cohorts)),
    )


def fill_by_quota(cohort: Cohort, fill: Fill, seated: Mapping[int | None, int]) -> Picture | None:
    """Return how far the quotas of a cohort are filled, and the seats that are under none."""
    if cohort.state == "cancelled":
        return None
    whole = Row(
        f"{fill.seated} / {cohort.seats}",
        gettext("all seats"),
        (Share(fill.seated), Share(fill.waiting, "open")),
        *(cohort.seats, cohort.minimum),
    )
    lines = [(body_name(one.body), one.seats, seated.get(one.id, 0)) for one in cohort.quotas]
    free = cohort.seats - sum(one.seats for one in cohort.quotas)
    if lines and (free or seated.get(None, 0)):
        lines.append((gettext("under no quota"), free, seated.get(None, 0)))
    quotas = [Row(f"{taken} / {held}", name, (Share(taken),), held) for name, held, taken in lines]
    everything = (gettext("all seats"), cohort.seats, fill.seated, fill.waiting)
    return Picture(
        name="fill",
        title=_given(fill.seated, cohort.seats),
        says=join_phrases(f"{row.words} {row.figure}" for row in (whole, *quotas)),
        drawing=bars_of([whole, *quotas]),
        heads=(
            *(gettext("Quota"), gettext("Seats of the cohort"), gettext("Seats given")),
            gettext("Nominated and waiting"),
        ),
        rows=(everything, *((*line, "--") for line in lines)),
        key=_key(bool(cohort.minimum)),
    )


def coverage(
    asked: Asked, places: Sequence[Covered], shown: Sequence[Covered], courts: Mapping[int, Body]
) -> Picture | None:
    """Return the share that has the hours at some places, of all places in the title."""
    due, enough = sum(one.due for one in places), sum(one.enough for one in places)
    if not due:
        return None
    names = {one.place: _place(one, courts) for one in shown}
    return Picture(
        name="coverage",
        title=ngettext(
            "%(share)s %% have the hours: %(enough)s of %(due)s person",
            "%(share)s %% have the hours: %(enough)s of %(due)s people",
            due,
            share=100 * enough // due,
            enough=f"{enough:,}",
            due=f"{due:,}",
        ),
        says=join_phrases(f"{names[one.place]} {one.share} %" for one in shown),
        drawing=bars_of(
            Row(f"{one.share} %", f"{names[one.place]} · {one.enough} / {one.due}",
                (Share(one.share),), 100)
            for one in shown
        ),
        heads=(
            *(gettext("Court") if courts else gettext("District"), gettext("In the group")),
            *(gettext("Have the hours"), gettext("Too few"), gettext("Share")),
        ),
        rows=tuple(
            (
                Cell(names[one.place], _short_link(asked, one, courts)),
                *(f"{one.due:,}", f"{one.enough:,}", f"{one.short:,}", f"{one.share} %"),
            )
            for one in shown
        ),
    )  # fmt: skip


def _place(one: Covered, courts: Mapping[int, Body]) -> str:
    if isinstance(one.place, int):
        return body_name(courts[one.place])
    return one.place or gettext("no district")


def _short_link(asked: Asked, one: Covered, courts: Mapping[int, Body]) -> str:
    if not isinstance(one.place, int) or not one.short:
        return ""
    return url_for("hours.short", of=asked.target, court=courts[one.place].uid)


def _row(one: Cohort, fill: Fill) -> Row:
    shares = (Share(fill.seated), Share(fill.waiting, "open"))
    words = f"{one.course.title} {one.number}"
    return Row(f"{fill.seated} / {one.seats}", words, shares, one.seats, one.minimum)


def _given(seated: int, seats: int) -> str:
    return ngettext(
        "%(seated)s of %(num)s seat given",
        "%(seated)s of %(num)s seats given",
        seats,
        seated=seated,
    )


def _key(minimum: bool) -> tuple[tuple[str, str], ...]:
    key = [
        ("full", gettext("seat given")),
        ("open", gettext("nominated and waiting")),
        ("room", gettext("seat of the cohort")),
    ]
    return (*key, ("mark", gettext("as many are wanted at least"))) if minimum else tuple(key)
