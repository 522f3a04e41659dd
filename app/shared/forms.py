"""The form of every acting page: a one-time key, a version, refusals at their fields."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import g, request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.shared import clock
from app.shared.dates import NotADay, parse_day
from app.shared.fullwidth import cleaned, halfwidth
from app.shared.once import new_key
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock


class ActingForm(FlaskForm):
    """A form that acts. `goes()` is true once, when the input is whole and nothing refused it."""

    once = HiddenField(default=new_key)
    version = HiddenField(default="")

    def goes(self) -> bool:
        """Return whether the verb may be called now; otherwise the page is shown again."""
        if request.method != "POST":
            return False
        if g.get("refusals"):
            self._blame(g.refusals)
            self.once.data = new_key()
            return False
        whole = bool(self.validate())
        if whole and not (self.once.data or "").strip():
            whole = False
        g.form_wrong = not whole
        return whole

    def _blame(self, refusals: tuple[Refusal, ...]) -> None:
        for refusal in refusals:
            if refusal.place and refusal.place in self._fields:
                field = self._fields[refusal.place]
                said = gettext(refusal.text) % dict(refusal.facts)
                field.errors = [*field.errors, said]

    def waivers(self) -> dict[str, str]:
        """Return the written reasons given for soft rules: {key: reason}."""
        return {
            name.removeprefix("waive:"): value.strip()
            for name, value in request.form.items()
            if name.startswith("waive:") and value.strip()
        }

    def check_version(self, row: Any) -> None:
        """Raise Refused if the row was changed since the page was shown.

        The row is locked first, after the panel or person that it belongs to, in the order of
        the verbs: of two who save at once, the second is told.
        """
        for owner in ("panel", "person"):
            if hasattr(row, f"{owner}_id"):
                lock(type(getattr(row, owner)), getattr(row, f"{owner}_id"))
                break
        if lock(type(row), row.id) is None:
            raise Refused([stale(row)])
        if self.version.data and str(row.version) != self.version.data:
            raise Refused([stale(row)])


def stale(row: Any) -> Refusal:
    """Return the refusal for a page that is older than its row."""
    return Refusal(
        "page.stale",
        N_("Somebody else has changed this since you opened the page (version %(version)s)."),
        {"version": row.version},
        N_("Compare with what stands there now, then save again."),
    )


class DayField(StringField):
    """A day in any of the ways people write it; see app.shared.dates. `data` is a date."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not written:
            return
        try:
            self.data = parse_day(written, clock.today())
        except NotADay as error:
            said = lazy_gettext(
                "This is not a day. Write it as 2026-11-21, 21 is the day of the month."
            )
            raise ValueError(said) from error


class Fullwidth:
    """A filter: full-width digits and letters become plain ones; ends are trimmed."""

    def __call__(self, value: str | None) -> str | None:
        return halfwidth(cleaned(value)) if isinstance(value, str) else value


class AsTyped:
    """A filter for what people say in their own words: NFC, single spaces, trimmed; else as typed.

    Full-width brackets and commas belong to Chinese: they are narrowed only where two texts are
    compared, never where one is kept.
    """

    def __call__(self, value: str | None) -> str | None:
        return cleaned(value) if isinstance(value, str) else value


class Needed:
    """A validator that says what is missing, in words that help."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()):
            if field.errors and any(str(one).strip() for one in field.raw_data or ()):
                raise StopValidation()  # what was typed is wrong, and that is said
            field.errors = []  # nothing was typed or chosen, which is no wrong number or choice
            raise StopValidation(gettext("Please fill in: %(field)s", field=field.label.text))


__all__ = ["ActingForm", "DayField", "Fullwidth", "Needed", "Optional", "stale"]


class MultiCheckboxField(SelectMultipleField):
    """Several of a few, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
