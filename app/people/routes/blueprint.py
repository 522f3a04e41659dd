"""The blueprint of people, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app
from flask_babel import gettext

from app.accounts.desk import current_desk
from app.people import labels
from app.people.access import may_keep, may_see_numbers
from app.people.forms import roll_name
from app.people.identity import mask_number
from app.people.standing import Saying, status_of
from app.shared.screens import translated

bp = Blueprint("people", __name__, url_prefix="/people")


def said_of(saying: Saying) -> str:
    """Return a saying in the reader's language."""
    return translated(saying.text, **saying.facts)


def mask_mail(mail: str) -> str:
    """Return an address with its first letter and its place: l****@example.org."""
    name, _, place = mail.partition("@")
    return f"{name[:1]}****@{place}"


@bp.context_processor
def shared() -> dict[str, Any]:
    """Give the pages of people their words, masks and rights."""
    own = current_desk()
    return {
        "labels": labels,
        "mask_number": mask_number,
        "mask_mail": mask_mail,
        "may_keep": own is not None and may_keep(own),
        "may_see_numbers": own is not None and may_see_numbers(own),
        "roll_name": roll_name,
        "said_of": said_of,
        "status_of": status_of,
    }


def known_endpoint(name: str) -> str:
    """Return an endpoint's name if the application has it, else nothing."""
    return name if name in current_app.view_functions else ""


def label_of(words: dict[Any, str], word: Any) -> str:
    """Return a word's label in the reader's language, the word itself where it has none."""
    return gettext(words[word]) if word in words else str(word)
