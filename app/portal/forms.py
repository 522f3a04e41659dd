"""What an assessor sends from his own pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from app.shared.forms import ActingForm

Days = set[date]


class DaysField(Field):
    """Days as 2026-11-21, each in a field of this name or several in one; `data` is a set."""

    widget = HiddenInput()
    data: Any

    def _value(self) -> str:
        return " ".join(sorted(day.isoformat() for day in self.data or ()))

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = set()
        try:
            self.data = {date.fromisoformat(day) for text in valuelist for day in text.split()}
        except ValueError as error:
            raise ValidationError(gettext("The page could not be read")) from error


def _sent(form: Any, field: Field) -> None:
    if not field.raw_data:
        raise StopValidation(
            gettext("It was open for a long time. Go back, open it anew and send it once more.")
        )


class MonthForm(ActingForm):
    """A month of own days: what the page showed as ticked, and what is ticked now.

    Only the difference is meant: a tab that has been open for long undoes nothing that was
    changed elsewhere since.
    """

    was = DaysField(validators=[_sent])
    away = DaysField()

    def changes(self, days: Collection[date]) -> tuple[Days, Days, Days]:
        """Return those of some days that the person has ticked, unticked, and left ticked."""
        was, away, those = self.was.data or set(), self.away.data or set(), set(days)
        return (away - was) & those, (was - away) & those, was & away & those

    def ticked(self, days: Collection[date], own: Collection[date]) -> Days:
        """Return what is to be shown as ticked: the own days as they stand, changed as typed."""
        added, freed, _ = self.changes(days)
        self.was.data = set(own)
        return (set(own) | added) - freed
