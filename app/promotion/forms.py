"""The steps of a proposal as typed: shape of input only."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, StringField
from wtforms.validators import Length, ValidationError

from app.people.service import Decision
from app.promotion.service import NewJudge
from app.shared.forms import ActingForm, AsTyped, DayField, Needed
from app.shared.texts import N_

said: Any = lazy_gettext  # WTForms takes lazy texts; its types do not know them
YES, NO = "yes", "no"


def _text(label: str, longest: int, *more: Any) -> StringField:
    return StringField(said(label), [*more, Length(max=longest)], filters=[AsTyped()], default="")


class JudgementForm(ActingForm):
    """Whether somebody supports or approves a proposal, and why not."""

    result = RadioField(
        said(N_("Your decision")),
        [Needed()],
        choices=[(YES, said(N_("I am for it"))), (NO, said(N_("I am against it")))],
    )
    why = _text(N_("Note, or why not"), 300)

    def validate_why(self, field: StringField) -> None:
        """Who is against it says why."""
        if self.result.data == NO and not field.data:
            raise ValidationError(gettext("Say why you are against it."))

    @property
    def is_for(self) -> bool:
        """Whether it is supported."""
        return self.result.data == YES


class ActForm(ActingForm):
    """The act that ends one office and begins the other."""

    organ = _text(N_("Organ that appointed"), 160, Needed())
    act_number = _text(N_("Number of the act"), 80, Needed())
    adopted = DayField(said(N_("Day of the act")), [Needed()])
    since = DayField(said(N_("First day as judge")), [Needed()])

    def to_new(self) -> NewJudge:
        """Return the act and the first day."""
        by = Decision(self.organ.data or "", self.act_number.data or "", self.adopted.data)
        return NewJudge(by, self.since.data)


class WhyForm(ActingForm):
    """Why a proposal is withdrawn."""

    why = _text(N_("Why"), 300, Needed())
