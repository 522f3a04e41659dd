"""The rail: what each role finds at the side of every page. What is not there has no line."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext

from app.accounts.desk import current_desk
from app.accounts.terms import RoleKind
from app.shared.texts import N_

P, C, H, R, IT = (
    RoleKind.PERSONNEL,
    RoleKind.CLERK,
    RoleKind.PRESIDENT,
    RoleKind.INSPECTOR,
    RoleKind.IT,
)
ALL = (P, C, H, R, IT)
LINES: tuple[tuple[str, str, str, tuple[RoleKind, ...]], ...] = (
    ("", N_("Today"), "pages.home", ALL),
    ("", N_("Inbox"), "inbox.inbox", ALL),
    (N_("Courtroom"), N_("Cases and hearings"), "trials.cases", (P, C, H, R)),
    (N_("Courtroom"), N_("Replies"), "replies.board", (C, H, R)),
    (N_("People"), N_("Register"), "people.register", (P, C, H, R)),
    (N_("People"), N_("Bring in the roll"), "imports.imports", (P,)),
    (N_("Oversight"), N_("Reminders"), "reminders.coming", (P, C, H, R)),
    (N_("Oversight"), N_("Draws in public"), "draws.public", ALL),
    (N_("Oversight"), N_("Rules"), "reading.rules", ALL),
    (N_("Oversight"), N_("Audit"), "reading.audit", (H, R, IT)),
)


# Pages that have no line of their own stand under the line they were reached from.
UNDER = {"changes": "replies", "days": "replies"}
SHARED = ("pages", "reading")  # blueprints with a line for each page


@dataclass(frozen=True)
class Line:
    """A line of the rail, in the reader's language."""

    label: str
    link: str
    here: bool


def rail() -> list[tuple[str, list[Line]]]:
    """Return the rail's groups with their lines for the desk of this request."""
    own = current_desk()
    groups: dict[str, list[Line]] = {}
    for group, label, endpoint, roles in LINES:
        if own is None or not own.may(*roles) or endpoint not in current_app.view_functions:
            continue
        line = Line(gettext(label), url_for(endpoint), _is_here(endpoint))
        groups.setdefault(gettext(group) if group else "", []).append(line)
    return list(groups.items())


def _is_here(endpoint: str) -> bool:
    place = request.blueprint or ""
    if place in SHARED:
        return request.endpoint == endpoint
    return UNDER.get(place, place) == endpoint.split(".")[0]
