"""Forms of ends: shape of input only."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.ends.service import Evidence, Hearing, Opening
from app.ends.terms import Ground
from app.ends.words import GROUNDS
from app.people.forms.fields import choices, text_field
from app.people.service import Decision
from app.shared.forms import ActingForm, AsTyped, DayField, Needed
from app.shared.texts import N_


class OpenForm(ActingForm):
    """Why an office is to end."""

    ground = SelectField(lazy_gettext("Ground"), choices=choices(GROUNDS))
    wished = DayField(lazy_gettext("Last day in office, as it is wished"), [Optional()])
    reason = TextAreaField(
        lazy_gettext("Reason"), [Needed(), Length(max=2000)], filters=[AsTyped()]
    )

    def offer(self, grounds: tuple[str, ...]) -> None:
        """Offer the grounds that the rulebook names, all where it names none."""
        known = {g: text for g, text in GROUNDS.items() if not grounds or g.value in grounds}
        self.ground.choices = choices(known)

    def to_opening(self) -> Opening:
        """Return what is opened."""
        return Opening(Ground(self.ground.data), self.reason.data or "", self.wished.data)


class ResignForm(ActingForm):
    """A resignation, as the person writes it himself."""

    wished = DayField(lazy_gettext("My last day in office"), [Needed()])
    reason = TextAreaField(
        lazy_gettext("Reason"), [Needed(), Length(max=2000)], filters=[AsTyped()]
    )

    def to_opening(self) -> Opening:
        """Return the resignation."""
        return Opening(Ground.GOOD_CAUSE, self.reason.data or "", self.wished.data)


class AnswerForm(ActingForm):
    """The person's own view."""

    said = TextAreaField(
        lazy_gettext("My answer"), [Needed(), Length(max=4000)], filters=[AsTyped()]
    )


class EvidenceForm(ActingForm):
    """A piece of evidence."""

    what = TextAreaField(
        lazy_gettext("What it shows"), [Needed(), Length(max=2000)], filters=[AsTyped()]
    )
    source = text_field(N_("Source"), 160, Needed())
    day = DayField(lazy_gettext("Day"), [Needed()])
    paper = FileField(lazy_gettext("Paper (PDF or picture)"))
    released = BooleanField(lazy_gettext("The person may read it"), default=True)

    def to_evidence(self) -> Evidence:
        """Return the evidence."""
        words = (self.what.data or "", self.source.data or "", self.day.data)
        return Evidence(*words, bool(self.released.data))


class CallForm(ActingForm):
    """When and where the person is heard."""

    day = DayField(lazy_gettext("Day of the hearing"), [Needed()])
    place = text_field(N_("Place of the hearing"), 160, Needed())


class HearingForm(ActingForm):
    """What the hearing brought."""

    heard = DayField(lazy_gettext("Day of the hearing"), [Needed()])
    came = RadioField(
        lazy_gettext("Did the person come?"),
        choices=[("yes", lazy_gettext("Came, and said")), ("no", lazy_gettext("Did not come"))],
        default="yes",
    )
    said = TextAreaField(lazy_gettext("What was said"), [Length(max=4000)], filters=[AsTyped()])

    def validate_said(self, field: Any) -> None:
        """Who came has said something."""
        if self.came.data == "yes" and not (field.data or "").strip():
            raise ValidationError(gettext("Write down what the person said."))

    def to_hearing(self) -> Hearing:
        """Return the hearing."""
        return Hearing(self.heard.data, self.came.data == "yes", self.said.data or "")


class MoveForm(ActingForm):
    """The president's motion: nothing but its button."""


class DecideForm(ActingForm):
    """The act by which an office ends."""

    organ = text_field(N_("Organ that decided"), 160, Needed())
    act_number = text_field(N_("Number of the act"), 80, Needed())
    adopted = DayField(lazy_gettext("Day of the act"), [Needed()])
    last = DayField(lazy_gettext("Last day in office"), [Needed()])

    def to_decision(self) -> Decision:
        """Return the act."""
        return Decision(self.organ.data or "", self.act_number.data or "", self.adopted.data)


class WhyForm(ActingForm):
    """A written reason."""

    why = TextAreaField(lazy_gettext("Reason"), [Needed(), Length(max=300)])
