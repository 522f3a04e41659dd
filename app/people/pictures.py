"""The age pyramid of those in office."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from app.people.ages import HIGHEST, LOWEST, STEP, UNKNOWN, Band, middle_of
from app.shared.pictures import Picture, pyramid_of
from app.shared.screens import join_phrases


def age_pyramid(bands: Sequence[Band]) -> Picture | None:
    """Return the pyramid of some bands in the reader's language, None where nobody is in office."""
    number = sum(band.number for band in bands)
    if not number:
        return None
    women, men = gettext("Women"), gettext("Men")
    drawn = [(name_of(band), band.women, band.men) for band in bands if band.lowest != UNKNOWN]
    heads = (gettext("Age"), women, men)
    unknown = any(band.unknown for band in bands)
    rows = tuple((name_of(one), f"{one.women:,}", f"{one.men:,}", f"{one.unknown:,}",
                  f"{one.number:,}") for one in reversed(bands))  # fmt: skip
    return Picture(
        name="ages",
        title=_finding(bands, number),
        says=join_phrases(
            gettext("%(age)s: %(women)s women, %(men)s men", age=age, women=one, men=other)
            for age, one, other in drawn
        ),
        drawing=pyramid_of(drawn, women, men),
        heads=(*heads, gettext("Sex not recorded"), gettext("All")) if unknown
        else (*heads, gettext("All")),
        rows=rows if unknown else tuple((*row[:3], row[4]) for row in rows),
    )  # fmt: skip


def name_of(band: Band) -> str:
    """Return what a band is called."""
    if band.lowest == UNKNOWN:
        return gettext("not known")
    if band.lowest < LOWEST:
        return gettext("< %(age)s", age=LOWEST)
    if band.lowest >= HIGHEST:
        return gettext("%(age)s +", age=HIGHEST)
    return f"{band.lowest}–{band.lowest + STEP - 1}"


def _finding(bands: Sequence[Band], number: int) -> str:
    women = sum(band.women for band in bands)
    said = ngettext(
        "%(number)s assessor in office, %(women)s of them women",
        "%(number)s assessors in office, %(women)s of them women",
        number,
        number=f"{number:,}",
        women=f"{women:,}",
    )
    middle = middle_of(bands)
    if middle is None:
        return said
    return gettext("%(number)s; in the middle by age: %(age)s", number=said, age=name_of(middle))
