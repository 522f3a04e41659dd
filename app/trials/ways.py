"""How an invitation went out, in words: by mail, when; or a letter that waits to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from app.messages.queries import deliveries
from app.messages.terms import Channel, MessageState
from app.shared.screens import join_phrases, moment
from app.shared.texts import N_
from app.trials.models import Seat

SAYINGS: Mapping[tuple[Channel, MessageState], str] = {
    (Channel.MAIL, MessageState.WAITING): N_("mail waiting"),
    (Channel.MAIL, MessageState.CLAIMED): N_("mail waiting"),
    (Channel.MAIL, MessageState.SENT): N_("mail sent at %(at)s"),
    (Channel.MAIL, MessageState.UNCERTAIN): N_("mail perhaps sent: please call"),
    (Channel.MAIL, MessageState.FAILED): N_("mail not delivered: please call"),
    (Channel.MAIL, MessageState.DROPPED): N_("mail not sent: it came too late to be of use"),
    (Channel.LETTER, MessageState.WAITING): N_("letter to print"),
    (Channel.LETTER, MessageState.PRINTED): N_("letter printed at %(at)s"),
    (Channel.LETTER, MessageState.SENT): N_("letter delivered at %(at)s"),
}


@dataclass(frozen=True)
class Way:
    """How the newest invitation of a seat stands."""

    channel: Channel
    state: MessageState
    at: datetime | None

    @property
    def to_print(self) -> bool:
        """Say whether nothing has left the house: a letter waits to be printed."""
        return (self.channel, self.state) == (Channel.LETTER, MessageState.WAITING)

    def words(self, zone: str) -> str:
        """Return it in the reader's language, moments in the body's zone."""
        saying = SAYINGS.get((self.channel, self.state), "")
        return gettext(saying) % {"at": moment(self.at, zone)} if saying else ""


def ways_of(seats: Iterable[Seat]) -> dict[int, Way]:
    """Return how the newest invitation of each asked seat went out; one statement for all."""
    asked = {f"seat:{seat.id}": seat for seat in seats if seat.asked}
    found = {}
    for row in deliveries(list(asked)) if asked else ():
        seat = asked[row.subject]
        if row.rule == "seat.invited" and row.subject_version == seat.asked:
            found[seat.id] = Way(row.channel, row.state, row.sent_at)
    return found


def said_of(seats: Iterable[Seat]) -> str:
    """Return how many of those just asked are asked by mail, and how many letters to print."""
    by_mail = [bool(seat.person.mail) for seat in seats]
    mails, letters = by_mail.count(True), by_mail.count(False)
    said = []
    if mails:
        said.append(ngettext("1 invitation goes by mail", "%(num)s invitations go by mail", mails))
    if letters:
        said.append(ngettext("1 letter to print", "%(num)s letters to print", letters))
    return join_phrases(said)
