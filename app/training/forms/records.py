"""The form of a course elsewhere."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from app.shared.forms import ActingForm, AsTyped, DayField, Needed
from app.shared.rows import AtMost
from app.training.forms.fields import choices
from app.training.outside_rules import OutsideWords
from app.training.terms import Purpose
from app.training.words import PURPOSES

MOST = 2000  # class hours of one course
COPIES = ".pdf,.jpg,.jpeg,.png"


class OutsideForm(ActingForm):
    """A course elsewhere, as its evidence shows it."""

    title = StringField(lazy_gettext("Course"), [Needed(), AtMost(160)], filters=[AsTyped()])
    provider = StringField(lazy_gettext("Held by"), [Needed(), AtMost(160)], filters=[AsTyped()])
    purpose = SelectField(lazy_gettext("What it prepares for"))
    since = DayField(lazy_gettext("First day"), [Needed()])
    until = DayField(lazy_gettext("Last day"), [Needed()])
    hours = IntegerField(lazy_gettext("Class hours"), [Needed(), NumberRange(1, MOST)])
    days = IntegerField(lazy_gettext("Days of teaching"), [Optional(), NumberRange(0, 366)])
    evidence = StringField(lazy_gettext("Evidence"), [Needed(), AtMost(200)], filters=[AsTyped()])
    copy = FileField(lazy_gettext("Copy of the evidence"), render_kw={"accept": COPIES})

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.purpose.choices = choices(PURPOSES)

    def to_words(self) -> OutsideWords:
        """Return what was written down."""
        return OutsideWords(
            title=self.title.data or "",
            provider=self.provider.data or "",
            purpose=Purpose(self.purpose.data),
            since=self.since.data,
            until=self.until.data,
            hours=self.hours.data or 0,
            days=self.days.data or 0,
            evidence=self.evidence.data or "",
        )


class CopyForm(ActingForm):
    """The copy of what shows a course elsewhere."""

    copy = FileField(
        lazy_gettext("Copy of the evidence"),
        validators=[FileRequired(lazy_gettext("Please choose a file."))],
        render_kw={"accept": COPIES},
    )


class SheetForm(ActingForm):
    """A spreadsheet of courses elsewhere."""

    file = FileField(
        lazy_gettext("Spreadsheet"),
        validators=[FileRequired(lazy_gettext("Please choose a file."))],
        render_kw={"accept": ".xlsx,.xls,.csv"},
    )
