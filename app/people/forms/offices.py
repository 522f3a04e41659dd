"""Offices as typed: appointment, oath, interruption, end, and the fall of an act's line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.people import labels
from app.people.forms.fields import choices, roll_name, said, text_field
from app.people.service import Appointment, Decision
from app.people.terms import Form, Office, PauseKind, RollKind
from app.shared import clock
from app.shared.forms import ActingForm, DayField, Needed
from app.shared.texts import N_


class AppointmentForm(ActingForm):
    """An office that begins: by which act, from when to when, on which roll."""

    office = SelectField(
        said(N_("Office")), choices=choices(labels.OFFICES), default=Office.ASSESSOR.value
    )
    ends_assessor = BooleanField(said(N_("The same act ends the tenure as assessor of this court")))
    organ = text_field(N_("Organ that appointed"), 160, Needed())
    act_number = text_field(N_("Number of the act"), 80, Needed())
    adopted = DayField(said(N_("Day of the act")), [Needed()])
    since = DayField(said(N_("First day of the term")), [Needed()])
    until = DayField(said(N_("Last day of the term")), [Optional()])
    earlier_terms = SelectField(
        said(N_("Earlier terms")), choices=[(str(n), str(n)) for n in range(10)], coerce=int
    )
    form = SelectField(
        said(N_("Form")),
        choices=choices(labels.FORMS, "--"),
        default="",
    )
    for_case = text_field(N_("Case number (form B)"), 80)
    roll = SelectField(said(N_("Roll")), coerce=int, default=0)

    def offer_rolls(self, rolls: list[Any]) -> None:
        """Offer the rolls of the court; the general one first."""
        in_order = sorted(rolls, key=lambda roll: (roll.kind != RollKind.GENERAL, roll.id))
        named = [(roll.id, roll_name(roll)) for roll in in_order]
        self.roll.choices = [*named, (0, gettext("No roll yet"))]
        if not self.is_submitted():
            self.roll.data = self.roll.choices[0][0]
        self.form.choices = choices(labels.FORMS, "--")
        self.office.choices = choices(labels.OFFICES)

    def to_appointment(self) -> Appointment:
        """Return the appointment."""
        office = Office(self.office.data)
        assessor = office == Office.ASSESSOR
        form = Form(self.form.data) if self.form.data and assessor else None
        return Appointment(
            by=Decision(self.organ.data or "", self.act_number.data or "", self.adopted.data),
            since=self.since.data,
            until=self.until.data,
            office=office,
            form=form,
            for_case=(self.for_case.data or "") if form == Form.B else "",
            earlier_terms=int(self.earlier_terms.data or 0) if assessor else 0,
            roll_id=(self.roll.data or None) if assessor else None,
            ends_assessor=self._why_it_ends(office),
        )

    def _why_it_ends(self, office: Office) -> str:
        if not self.ends_assessor.data or office == Office.ASSESSOR:
            return ""
        return gettext("Took another office: %(office)s", office=gettext(labels.OFFICES[office]))


class EndForm(ActingForm):
    """The end of a tenure before its time, by an act or without one (a death)."""

    last = DayField(said(N_("Last day in office")), [Needed()])
    why = text_field(N_("Why"), 300, Needed())
    organ = text_field(N_("Organ that decided"), 160)
    act_number = text_field(N_("Number of the act"), 80)
    adopted = DayField(said(N_("Day of the act")), [Optional()])

    def validate_act_number(self, field: StringField) -> None:
        """An act has an organ, a number and a day, or there is none."""
        stated = [bool(self.organ.data), bool(field.data), bool(self.adopted.data)]
        if any(stated) and not all(stated):
            raise ValidationError(gettext("An act has an organ, a number and a day: fill in all."))

    def to_decision(self) -> Decision | None:
        """Return the act that ends it, where one is stated."""
        if not self.act_number.data:
            return None
        return Decision(self.organ.data or "", self.act_number.data, self.adopted.data)


class PauseForm(ActingForm):
    """Leave or suspension."""

    kind = SelectField(said(N_("Kind")), choices=choices(labels.PAUSES))
    since = DayField(said(N_("First day")), [Needed()])
    until = DayField(said(N_("Last day")), [Optional()])
    reason = text_field(N_("Why"), 300, Needed())

    @property
    def word(self) -> PauseKind:
        """The kind of interruption."""
        return PauseKind(self.kind.data)


class ResumeForm(ActingForm):
    """The last day of an interruption."""

    last = DayField(said(N_("Last day of it")), [Needed()])

    def yesterday(self) -> None:
        """Propose that the tenure goes on today."""
        self.last.data = self.last.data or clock.today() - timedelta(days=1)


class OathForm(ActingForm):
    """A public oath."""

    day = DayField(said(N_("Day of the oath")), [Needed()])
    place = text_field(N_("Place of the oath"), 160)


class AnnulForm(ActingForm):
    """Why a line of an act falls."""

    why = TextAreaField(said(N_("Why it is annulled")), [Needed(), Length(max=300)])
