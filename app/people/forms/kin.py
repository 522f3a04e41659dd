"""Kin as typed: who, by which tie, from when to when, from where it is known."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from wtforms import RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from app.people import labels
from app.people.forms.fields import choices, said, text_field
from app.people.terms import KinKind
from app.shared.forms import ActingForm, DayField, Needed
from app.shared.texts import N_


class KinForm(ActingForm):
    """Somebody who is kin to a person."""

    kin_name = text_field(N_("Name of the kin"), 120, Needed())
    kind = SelectField(said(N_("Tie")), choices=choices(labels.KINDRED))
    since = DayField(said(N_("Since")), [Optional()])
    until = DayField(said(N_("Until")), [Optional()])
    source = text_field(N_("Source"), 120, Needed())

    def to_words(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        plain = {name: self[name].data for name in ("kin_name", "since", "until")}
        return {**plain, "kind": KinKind(self.kind.data), "source": self.source.data or ""}


class KinEndForm(ActingForm):
    """A tie that has ended, or an entry that is to go."""

    what = RadioField(
        said(N_("What is to happen")),
        [Needed()],
        choices=[
            ("ended", said(N_("The tie has ended; the last day was"))),
            ("delete", said(N_("Delete the entry: it was wrong, or nobody needs it any more"))),
        ],
        default="ended",
    )
    until = DayField(said(N_("Last day")))

    def validate_until(self, field: DayField) -> None:
        """An end has its day."""
        if self.what.data == "ended" and field.data is None:
            raise ValidationError(gettext("Give the last day of the tie."))
