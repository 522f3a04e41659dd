"""What concerns a whole court: the number of its posts, an oath that many take together."""

from __future__ import annotations

from flask_babel import gettext
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, ValidationError

from app.people import labels
from app.people.forms.fields import choices, said, text_field
from app.people.forms.offices import OathForm
from app.people.service import Decision
from app.people.terms import Office
from app.shared.forms import ActingForm, DayField, MultiCheckboxField, Needed
from app.shared.texts import N_

MOST_POSTS = 99_999


class PostsForm(ActingForm):
    """How many of an office there may be, since when, by which act."""

    office = SelectField(
        said(N_("Office")), choices=choices(labels.OFFICES), default=Office.ASSESSOR.value
    )
    number = IntegerField(said(N_("Number of posts")), [Needed(), NumberRange(0, MOST_POSTS)])
    since = DayField(said(N_("From")), [Needed()])
    organ = text_field(N_("Organ that decided"), 160, Needed())
    act_number = text_field(N_("Number of the decision"), 80, Needed())
    adopted = DayField(said(N_("Day of the act")), [Needed()])

    def to_decision(self) -> Decision:
        """Return the act that sets the number."""
        return Decision(self.organ.data or "", self.act_number.data or "", self.adopted.data)


class OathsForm(OathForm):
    """One public oath of many."""

    sworn = MultiCheckboxField(said(N_("Who took the oath")))

    def validate_sworn(self, field: MultiCheckboxField) -> None:
        """An oath is taken by somebody."""
        if not field.data:
            raise ValidationError(gettext("Tick at least one person."))
