"""The blueprint of elections, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, url_for
from flask_babel import gettext

from app.accounts.desk import own_or_404, seen_or_404
from app.elections import words
from app.elections.access import may_act, may_name
from app.elections.documents import PAPERS, Paper, can_print, printed_names
from app.elections.models import Election
from app.elections.queries import election_by_uid
from app.elections.standing import steps_of
from app.elections.terms import VOTES, ElectionForm
from app.people.identity import mask_number
from app.people.labels import EDUCATIONS

bp = Blueprint("elections", __name__, url_prefix="/elections")


def seen(uid: str) -> Election:
    """Return an election that the desk may see; else 404."""
    return seen_or_404(election_by_uid(uid))


def own(uid: str) -> Election:
    """Return an election of the desk's own court, to act on; else 404."""
    return own_or_404(election_by_uid(uid))


def own_selection(uid: str) -> Election:
    """Return a selection under the law of 2018 of the desk's own court; else 404."""
    row = own(uid)
    return row if row.form == ElectionForm.APPOINTMENT else abort(404)


def own_vote(uid: str) -> Election:
    """Return an election by votes of the desk's own court; else 404."""
    row = own(uid)
    return row if row.form in VOTES else abort(404)


def named_for_case(row: Election, acts: bool = False) -> Election:
    """Return an election that is a naming for one case, of one's own court to act on; else 404."""
    if row.form != ElectionForm.ORGANISATION or (acts and not may_name(row)):
        abort(404)
    return row


def named_or_own(uid: str) -> Election:
    """Return an election to put people on its list: a clerk's namings, all to personnel; 404."""
    row = own(uid)
    if not may_act(row):
        named_for_case(row, acts=True)
    return row


def page_of(row: Election) -> str:
    """Return the address of an election's page: a naming for one case has its own."""
    named = row.form == ElectionForm.ORGANISATION
    return url_for("elections.naming" if named else "elections.election", uid=row.uid)


def papers_of(row: Election) -> list[tuple[str, Paper, bool]]:
    """Return the papers that can be printed now or were printed, and whether they were."""
    printed = printed_names(row)
    found = [(name, paper, name in printed) for name, paper in PAPERS.items()]
    return [one for one in found if one[2] or can_print(row, one[1])]


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
        "can_print": can_print,
        "page_of": page_of,
        "steps_of": steps_of,
        "mask_number": mask_number,
        "education_of": lambda code: gettext(_EDUCATIONS[code]) if code in _EDUCATIONS else code,
    }


_EDUCATIONS = {level.value: text for level, text in EDUCATIONS.items()}
