"""Forms with rows: empty rows are left out, a button without scripts adds more."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from wtforms import FieldList, Form, FormField
from wtforms.validators import ValidationError

from app.shared.forms import ActingForm
from app.shared.once import new_key

MORE = 3


class RowsForm(ActingForm):
    """An acting form with lists of rows; the button `more` names the list that grows."""

    def asks_for_rows(self) -> bool:
        """Say whether more rows were asked for; they are added, and the page has a new key."""
        grows = self._fields.get(request.form.get("more", ""))
        if request.method != "POST" or not isinstance(grows, FieldList):
            return False
        before = len(grows.entries)
        for _ in range(min(MORE, (grows.max_entries or 60) - before)):
            grows.append_entry()
        for entry in grows.entries[before : before + 1]:  # the page comes back at the new rows
            entry.form[entry.form.telling[0]].render_kw = {"autofocus": True}
        self.once.data = new_key()
        return True

    @property
    def errors(self) -> dict[str, Sequence[str]]:  # type: ignore[override]
        """Errors by the id of the field they stand at, those of rows included."""
        found: dict[str, Sequence[str]] = {}
        for name, field in self._fields.items():
            if isinstance(field, FieldList):
                found |= _row_errors(field)
            elif field.errors:
                found[name] = list(field.errors)
        return found


def _row_errors(rows: FieldList) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for entry in rows.entries:
        if isinstance(entry, FormField):
            found |= {field.id: list(field.errors) for field in entry.form if field.errors}
    own = [said for said in rows.errors if isinstance(said, str)]
    return found | ({rows.id: own} if own else {})


class Row(Form):
    """One row of a list: with nothing in the fields named in `telling` it says nothing."""

    telling: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        """Say whether the row is left empty."""
        return not any((self[name].raw_data or [""])[0].strip() for name in self.telling)

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the row; an empty one has nothing wrong."""
        return self.is_empty() or super().validate(extra_validators)


class AtMost:
    """A validator: so many characters at most."""

    def __init__(self, number: int):
        self.number = number
        self.field_flags = {"maxlength": number}

    def __call__(self, form: Any, field: Any) -> None:
        if len(field.data or "") > self.number:
            said = gettext("At most %(number)s characters fit here.", number=self.number)
            raise ValidationError(said)
