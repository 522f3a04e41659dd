"""Forms of elections: shape of input only."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange

from app.elections.service.calling import Call
from app.elections.terms import ElectionForm
from app.elections.words import FORMS
from app.people.forms.fields import choices, text_field
from app.shared.forms import ActingForm, DayField, Needed
from app.shared.texts import N_

MOST_SEATS = 5000


class CallForm(ActingForm):
    """An election that is called."""

    form = SelectField(lazy_gettext("Form"))
    seats = IntegerField(lazy_gettext("Seats"), [Needed(), NumberRange(1, MOST_SEATS)])
    begins = DayField(lazy_gettext("First day of the terms, as planned"), [Needed()])
    chosen_by = text_field(N_("Organ that decides"), 160, Needed())

    def offer(self, forms: tuple[ElectionForm, ...]) -> None:
        """Offer the forms that the rulebook knows."""
        self.form.choices = choices({one: FORMS[one] for one in forms})

    def to_call(self) -> Call:
        """Return what is called."""
        form, organ = ElectionForm(self.form.data), self.chosen_by.data or ""
        return Call(form, self.seats.data or 0, self.begins.data, organ)


class WhyForm(ActingForm):
    """A written reason."""

    why = TextAreaField(lazy_gettext("Reason"), [Needed(), Length(max=300)])
