"""What the personnel office is told of elections: notices that end, checks that end, delays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from flask_babel import gettext

from app.accounts.recipients import recipients_at
from app.elections.access import ACTS
from app.elections.queries_waiting import Running, running
from app.elections.rules import CHECK_LEADS, STILL, ends_before_the_act, stands_still
from app.elections.terms import Stage
from app.messages.terms import Notice, Recipient
from app.messages.writing import in_language, path_to

NOTICE_ENDS, CHECK_ENDS, STANDS_STILL = (
    *("election.notice_ends", "election.check_ends"),
    "election.stands_still",
)


def messages(day: date, body_id: int | None = None) -> Iterable[Notice]:
    """Return who is to be told what on `day` of elections that run, in one body where named.

    Five statements, whatever the bodies and elections.
    """
    found = [one for one in running([body_id] if body_id is not None else None) if _told(one, day)]
    readers = recipients_at({one.election.body_id for one in found}, ACTS) if found else {}
    for one in found:
        for recipient in readers.get(one.election.body_id, ()):
            yield from (_notice(one, rule, day, recipient) for rule in _told(one, day))


def _told(one: Running, day: date) -> list[str]:
    """Return the rules by which an election is told of on a day."""
    election, found = one.election, []
    if election.stage == Stage.NOTICE and election.notice_until == day:
        found.append(NOTICE_ENDS)
    ends = one.expires
    if (
        ends
        and (ends - day).days in CHECK_LEADS
        and ends_before_the_act(ends, election.begins, day)
    ):
        found.append(CHECK_ENDS)
    if stands_still(election.moved, election.notice_until, day) and not (
        (day - election.moved).days % STILL
    ):
        found.append(STANDS_STILL)
    return found


def _notice(one: Running, rule: str, day: date, recipient: Recipient) -> Notice:
    election = one.election
    with in_language(recipient.language):
        title, text = next(_texts(one, rule))
    return Notice(
        rule=rule,
        subject=f"election:{election.id}",
        version=day.toordinal(),
        due_day=day,
        body_id=election.body_id,
        recipient=recipient,
        title=title,
        text=text,
        link=path_to("elections.election", uid=election.uid),
        useful_until=datetime(day.year, day.month, day.day, 16, tzinfo=UTC) + timedelta(days=7),
    )


def _texts(one: Running, rule: str) -> Iterator[tuple[str, str]]:
    named = {"number": one.election.number}
    if rule == NOTICE_ENDS:
        title = gettext("The public notice of election %(number)s ends today", **named)
        yield title, gettext("Answer what was objected; then submit the list.")
    if rule == CHECK_ENDS:
        ends = one.expires.isoformat() if one.expires else ""
        title = gettext("A check of election %(number)s ends on %(day)s", day=ends, **named)
        yield (
            title,
            gettext("Renew it before the act, or the person is not proposed."),
        )
    if rule == STANDS_STILL:
        title = gettext("Election %(number)s stands still", **named)
        since = one.election.moved.isoformat()
        yield title, gettext("Nothing was done for it since %(day)s.", day=since)
