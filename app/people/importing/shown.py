"""How steps, outcomes and values of an import are shown: marked texts, translated at the edge."""

from __future__ import annotations

from flask_babel import gettext

from app.people.importing.terms import ImportState
from app.people.imports.headings import FIELDS
from app.people.imports.terms import State
from app.people.labels import EDUCATIONS, FORMS, OFFICES, ROLLS, SEXES
from app.people.models import RollImport
from app.shared.texts import N_

STATES = {
    ImportState.UPLOADED.value: (N_("uploaded"), ""),
    ImportState.MAPPED.value: (N_("to be checked"), "wait"),
    ImportState.PREVIEWED.value: (N_("checked, not applied"), "wait"),
    ImportState.APPLIED.value: (N_("applied"), "good"),
    ImportState.UNDONE.value: (N_("undone"), "stop"),
}
OUTCOMES = {
    State.NEW: N_("New"),
    State.CHANGED: N_("Changed"),
    State.SAME: N_("Same"),
    State.WRONG: N_("Wrong"),
}
LABELS = {field.key: field.label for field in FIELDS}
_WORDS = {
    "sex": SEXES,
    "office": OFFICES,
    "form": FORMS,
    "roll": ROLLS,
    "education": EDUCATIONS,
}


def outcome_chosen(row: RollImport, wanted: str) -> State:
    """Return the outcome whose rows are listed: as asked for, else the first that has rows,
    the wrong ones before all others."""
    if wanted in [state.value for state in State]:
        return State(wanted)
    order = (State.WRONG, State.CHANGED, State.NEW, State.SAME)
    return next((state for state in order if row.counts.get(state.value)), State.NEW)


def word(field: str, value: str) -> str:
    """Return a value of a change in the reader's language, -- for none."""
    known = {str(key.value): text for key, text in _WORDS.get(field, {}).items()}
    return gettext(known[value]) if value in known else value or "--"
