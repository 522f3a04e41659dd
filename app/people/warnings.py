"""What warns of a person as he stands: term, bars, cap, oath, age, no way to reach him."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.accounts.terms import Desk
from app.bodies.queries import rulebook_of
from app.people.dossiers import standing_of
from app.people.models import Person
from app.people.queries import dossier
from app.people.standing import sayings
from app.shared.db import db
from app.shared.screens import translated


def warnings(person_id: int, desk: Desk, day: date) -> Iterable[str]:
    """Return what warns of a person on `day`, the heaviest first, in the reader's language.

    Judged by the book of the court of his present or last office.
    """
    file = dossier(db.session.get_one(Person, person_id), day)
    body_id = file.current.body_id if file.current else desk.body_id
    try:
        book = rulebook_of(body_id, day)
    except LookupError:
        return []
    found = sayings(standing_of(file, book), book)
    return [translated(saying.text, **saying.facts) for saying in found]
