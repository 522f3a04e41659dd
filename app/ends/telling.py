"""What the person is told of a file: that it was opened on which ground, and when he is heard."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.ends.models import EndFile
from app.ends.words import GROUNDS
from app.messages.service import supersede, tell
from app.messages.terms import Notice
from app.messages.writing import in_language, path_to
from app.people.telling import reader
from app.shared import clock
from app.shared.screens import body_name

RULE = "ends.hearing"
ALL_VERSIONS = 2**31 - 1


def tell_of_hearing(file: EndFile) -> None:
    """Tell the person the ground, the day and the place, and that he may answer in writing."""
    tell(_hearing(file))


def stop_telling(file: EndFile) -> None:
    """Take back what was told of a file that is closed."""
    supersede(f"end_file:{file.id}", ALL_VERSIONS)


def _hearing(file: EndFile) -> Iterator[Notice]:
    recipient = reader(file.person)
    day = file.called_for
    if day is None:
        return
    with in_language(recipient.language):
        named = {"day": day.isoformat(), "court": body_name(file.body)}
        title = gettext("You are heard on %(day)s at %(court)s", **named)
        text = gettext(
            "A removal from office is considered.\nGround: %(ground)s\nPlace: %(place)s\n"
            "You may answer in writing before, on your own pages or by letter, and bring what "
            "speaks for you.",
            ground=gettext(GROUNDS[file.ground]),
            place=file.place,
        )
    yield Notice(
        rule=RULE,
        subject=f"end_file:{file.id}",
        version=file.version,
        due_day=clock.today(file.body.zone),
        body_id=file.body_id,
        recipient=recipient,
        title=title,
        text=text,
        link=path_to("portal.end"),
    )
