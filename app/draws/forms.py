"""The form of a draw: the number from outside, or none."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, StringField
from wtforms.validators import Length, ValidationError

from app.shared.forms import ActingForm
from app.shared.fullwidth import halfwidth
from app.sortition.shape import is_contribution


class DrawForm(ActingForm):
    """The draw of a frozen roll: the number from outside, or none."""

    how = RadioField(
        lazy_gettext("Number from outside the office"),
        choices=[
            ("number", lazy_gettext("A number was read out after the freeze")),
            ("without", lazy_gettext("Without one: the record will say so")),
        ],
        default="number",
    )
    contribution = StringField(lazy_gettext("The number, as it was read out"), [Length(max=200)])

    def offer(self, asked: str) -> None:
        """Offer what the court's rule leaves open: `asked` is none, recommended or required."""
        left = {"none": "without", "required": "number"}.get(asked)
        if left:
            self.how.choices = [one for one in self.how.choices or () if one[0] == left]
            self.how.data = left

    def validate_contribution(self, field: StringField) -> None:
        """With a number, there is one, of digits and plain letters."""
        given = self.given()
        if given == "":
            raise ValidationError(gettext("Type the number, or choose to draw without one."))
        if given is not None and not is_contribution(given):
            said = gettext("Only digits and plain letters: everybody must read it alike.")
            raise ValidationError(said)

    def given(self) -> str | None:
        """Return the number from outside, None for none."""
        given = " ".join(halfwidth(self.contribution.data or "").split())
        return given if self.how.data == "number" else None
