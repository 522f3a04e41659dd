"""What is due of ends: the president is told of a motion, the office of a hearing and an act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

from flask_babel import gettext

from app.accounts.recipients import recipients_at
from app.accounts.terms import RoleKind
from app.ends.falling import fall_with_act
from app.ends.models import EndFile
from app.ends.queries import fallen_files, waiting_files
from app.ends.rules import WAITS
from app.ends.terms import REMOVALS, Stage
from app.messages.terms import Notice, Recipient
from app.messages.writing import in_language, path_to
from app.shared import clock
from app.shared.collected import DueAct

RULE = "ends.waits"


def messages(day: date, body_id: int | None = None) -> Iterable[Notice]:
    """Return who is to be told on `day` that a file waits for him, in one body where named."""
    files = waiting_files(None if body_id is None else [body_id])
    due = [(one, role) for one in files if (role := _told(one, day))]
    bodies = {one.body_id for one, _ in due}
    told = {role: recipients_at(bodies, role) for role in {role for _, role in due}}
    for one, role in due:
        for recipient in told[role].get(one.body_id, []):
            if recipient.key != f"user:{one.opened_by}" or role == RoleKind.PERSONNEL:
                yield _notice(one, role, recipient, day)


def acts(day: date) -> Iterator[DueAct]:
    """Yield the files whose act was annulled: they and their bars fall with it (one statement)."""
    if day < clock.today() - timedelta(days=1):
        return  # the days of a stop need no look of their own
    for file in fallen_files():
        subject = f"end_file:{file.id}:{file.version}"
        yield DueAct("end.fallen", subject, day, partial(fall_with_act, file.id))


def _told(file: EndFile, day: date) -> RoleKind | None:
    """Return whom a file waits for, on the days on which he is told of it."""
    ready = Stage.HEARD if file.ground in REMOVALS else Stage.OPEN
    since = file.heard or file.opened
    if file.stage == ready and (day - since).days in (0, 7, WAITS):
        return RoleKind.PRESIDENT
    if file.stage == Stage.OPEN and file.called_for and (file.called_for - day).days in (0, 1):
        return RoleKind.PERSONNEL
    if file.stage == Stage.MOVED and file.moved and (day - file.moved).days == WAITS:
        return RoleKind.PERSONNEL
    return None


def _notice(file: EndFile, role: RoleKind, recipient: Recipient, day: date) -> Notice:
    with in_language(recipient.language):
        title, text = next(_said(file, role))
    return Notice(
        rule=RULE,
        subject=f"end_file:{file.id}",
        version=day.toordinal(),
        due_day=day,
        body_id=file.body_id,
        recipient=recipient,
        title=title,
        text=text,
        link=path_to("ends.file", uid=file.uid),
        useful_until=datetime(day.year, day.month, day.day, 16, tzinfo=UTC) + timedelta(days=7),
    )


def _said(file: EndFile, role: RoleKind) -> Iterator[tuple[str, str]]:
    named = {"name": file.person.name}
    if file.stage == Stage.MOVED:
        title = gettext("The act that ends the office of %(name)s is not entered", **named)
        yield title, gettext("The motion was made %(days)s days ago.", days=WAITS)
    elif role == RoleKind.PRESIDENT and file.ground in REMOVALS:
        title = gettext("The removal of %(name)s waits for a motion", **named)
        yield title, gettext("The person was heard.")
    elif role == RoleKind.PRESIDENT:
        yield gettext("%(name)s resigns", **named), gettext("The president moves it.")
    else:
        day = file.called_for.isoformat() if file.called_for else ""
        title = gettext("%(name)s is heard on %(day)s", day=day, **named)
        yield title, gettext("Write down what was said.")
