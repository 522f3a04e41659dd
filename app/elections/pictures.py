"""The picture of an election: how many came how far."""

from __future__ import annotations

from flask_babel import gettext

from app.elections.funnel import Counts, funnel
from app.elections.models import Election
from app.shared.pictures import Picture, Row, Share, bars_of
from app.shared.screens import join_phrases


def funnel_of(election: Election, counts: Counts) -> Picture | None:
    """Return the funnel of an election in the reader's language, None while its list is empty."""
    stages = [(gettext(words), number) for words, number in funnel(election.form, counts)]
    listed = stages[0][1]
    if not listed:
        return None
    rows = [Row(f"{number:,}", words, (Share(number),), listed) for words, number in stages]
    far = next((words, number) for words, number in reversed(stages) if number)
    return Picture(
        name="funnel",
        title=gettext(
            "%(number)s of %(listed)s: %(stage)s",
            number=f"{far[1]:,}",
            listed=f"{listed:,}",
            stage=far[0],
        ),
        says=join_phrases(f"{words} {number:,}" for words, number in stages),
        drawing=bars_of(rows),
        heads=(gettext("Stage reached"), gettext("People"), gettext("Of the list")),
        rows=tuple(
            (words, f"{number:,}", f"{100 * number // listed} %") for words, number in stages
        ),
    )
