"""The service record as typed: shape of input only."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.service import words
from app.service.service import NewAppraisal, NewSanction
from app.service.terms import Grade, SanctionKind
from app.shared.forms import ActingForm, AsTyped, DayField, Needed
from app.shared.fullwidth import halfwidth
from app.shared.texts import N_

said: Any = lazy_gettext  # WTForms takes lazy texts; its types do not know them


def _text(label: str, longest: int) -> StringField:
    return StringField(said(label), [Needed(), Length(max=longest)], filters=[AsTyped()])


class YearField(IntegerField):
    """A year; full-width digits are read too."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a whole number."""
        written = halfwidth(valuelist[0]).strip() if valuelist else ""
        self.data = int(written) if written.isdecimal() and len(written) == 4 else None
        if self.data is None:
            raise ValueError(gettext("Write the year as 2025."))


class AppraisalForm(ActingForm):
    """The result of a yearly appraisal."""

    year = YearField(said(N_("For the year")), [InputRequired(), NumberRange(1901, 2199)])
    grade = SelectField(
        said(N_("Grade")),
        choices=[(grade.value, said(text)) for grade, text in words.GRADES.items()],
    )
    source = _text(N_("Source"), 160)
    day = DayField(said(N_("Day of the appraisal")), [Needed()])

    def to_new(self) -> NewAppraisal:
        """Return the appraisal."""
        grade = Grade(self.grade.data)
        return NewAppraisal(self.year.data or 0, grade, self.source.data or "", self.day.data)


class SanctionForm(ActingForm):
    """A sanction by a decision."""

    kind = SelectField(
        said(N_("Kind")),
        choices=[(kind.value, said(text)) for kind, text in words.SANCTIONS.items()],
    )
    decided = DayField(said(N_("Day of the decision")), [Needed()])
    source = _text(N_("Source"), 160)

    def to_new(self) -> NewSanction:
        """Return the sanction."""
        kind = SanctionKind(self.kind.data)
        return NewSanction(kind, self.decided.data, self.source.data or "")


class WithdrawForm(ActingForm):
    """Why a row of the record does not count any more."""

    why = _text(N_("Why, and by which document"), 300)
