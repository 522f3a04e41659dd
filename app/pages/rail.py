"""The rail: what each role finds at the side of every page. What is not there has no line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import request, url_for
from flask_babel import gettext

from app.accounts.desk import current_desk
from app.accounts.terms import RoleKind
from app.shared.screens import lang
from app.shared.texts import N_

P, C, H, R, S, IT = (
    RoleKind.PERSONNEL,
    RoleKind.CLERK,
    RoleKind.PRESIDENT,
    RoleKind.INSPECTOR,
    RoleKind.SCHOOL,
    RoleKind.IT,
)
ALL = (P, C, H, R, S, IT)
LINES: tuple[tuple[str, str, str, tuple[RoleKind, ...]], ...] = (
    ("", N_("Today"), "pages.home", ALL),
    ("", N_("Inbox"), "inbox.inbox", ALL),
    (N_("Courtroom"), N_("Cases and hearings"), "trials.cases", (P, C, H, R)),
    (N_("Courtroom"), N_("Replies"), "replies.board", (C, H, R)),
    (N_("People"), N_("Register"), "people.register", (P, C, H, R)),
    (N_("People"), N_("Posts"), "people.posts", (P, H, R)),
    (N_("People"), N_("Elections"), "elections.index", (P, H, R)),
    (N_("People"), N_("Resignations and removals"), "ends.index", (P, H, R)),
    (N_("People"), N_("Bring in the roll"), "imports.imports", (P,)),
    (N_("School"), N_("Courses"), "courses.index", (S, R)),
    (N_("School"), N_("Cohorts"), "cohorts.index", (S, R)),
    (N_("School"), N_("Nominations"), "nominations.index", (P, H, R)),
    (N_("School"), N_("Class hours"), "hours.index", (P, H, R)),
    (N_("School"), N_("Training elsewhere"), "bringing_in.upload", (P,)),
    (N_("People"), N_("Promotion"), "promotion.index", (P, H, R)),
    (N_("Oversight"), N_("Reminders"), "reminders.coming", (P, C, H, R)),
    (N_("Oversight"), N_("Draws in public"), "draws.public", ALL),
    (N_("Oversight"), N_("Rules"), "reading.rules", ALL),
    (N_("Oversight"), N_("Audit"), "reading.audit", (H, R, IT)),
)


# Pages that have no line of their own stand under the line they were reached from.
UNDER = {
    "changes": "replies",
    "days": "replies",
    "admission": "cohorts",
    "service": "people",
    "cohort_papers": "cohorts",
    "attendance": "cohorts",
    "results": "cohorts",
    "certificates": "cohorts",
    "records": "people",
}
SHARED = ("pages", "reading")  # blueprints with a line for each page
OWN = ("people.posts",)  # pages with a line of their own in a blueprint that has one already


@dataclass(frozen=True)
class Line:
    """A line of the rail, in the reader's language."""

    label: str
    link: str
    here: bool


def rail() -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Return the rail's groups with their lines for the desk of this request."""
    own = current_desk()
    where = request.endpoint or "", request.blueprint or "", request.script_root
    return _rail(own.roles, lang(), *where) if own else ()


@lru_cache(maxsize=1024)
def _rail(
    roles: frozenset[RoleKind], _language: str, endpoint: str, blueprint: str, _root: str
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    groups: dict[str, list[Line]] = {}
    for group, label, target, of_roles in LINES:
        if not roles.intersection(of_roles):
            continue
        line = Line(gettext(label), url_for(target), _is_here(target, endpoint, blueprint))
        groups.setdefault(gettext(group) if group else "", []).append(line)
    return tuple((group, tuple(lines)) for group, lines in groups.items())


def _is_here(target: str, endpoint: str, blueprint: str) -> bool:
    if blueprint in SHARED:
        return endpoint == target
    if endpoint in OWN:
        return endpoint == target
    return target not in OWN and UNDER.get(blueprint, blueprint) == target.split(".")[0]
