"""The blueprint of elections, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext

from app.accounts.desk import own_or_404, seen_or_404
from app.elections import words
from app.elections.access import may_act
from app.elections.models import Election
from app.elections.queries import election_by_uid
from app.elections.standing import steps_of
from app.people.identity import mask_number
from app.people.labels import EDUCATIONS

bp = Blueprint("elections", __name__, url_prefix="/elections")


def seen(uid: str) -> Election:
    """Return an election that the desk may see; else 404."""
    return seen_or_404(election_by_uid(uid))


def own(uid: str) -> Election:
    """Return an election of the desk's own court, to act on; else 404."""
    return own_or_404(election_by_uid(uid))


@bp.app_template_filter("election_word")
def election_word(code: str, kind: str) -> str:
    """Return a code of elections in the reader's language; `kind` is a name of words.py."""
    text = getattr(words, kind).get(code)
    return gettext(text) if text else str(code)


@bp.context_processor
def shared() -> dict[str, Any]:
    """Give the pages of elections their words, rights and steps."""
    return {
        "words": words,
        "may_act": may_act,
        "steps_of": steps_of,
        "mask_number": mask_number,
        "education_of": lambda code: gettext(_EDUCATIONS[code]) if code in _EDUCATIONS else code,
    }


_EDUCATIONS = {level.value: text for level, text in EDUCATIONS.items()}
