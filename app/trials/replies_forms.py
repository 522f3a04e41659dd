"""Forms of replies, changes and days: shape of input only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from app.shared.forms import ActingForm, DayField, MultiCheckboxField, Needed
from app.shared.fullwidth import halfwidth
from app.shared.screens import day_weekday
from app.shared.texts import N_
from app.trials.facts import DayWords
from app.trials.replies_rules import Answer
from app.trials.terms import DayPart
from app.trials.words import PARTS

said: Any = lazy_gettext  # WTForms takes lazy texts; its types do not know them
HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\Z")


def plain(written: str | None) -> str:
    """Return what was written with full-width digits and colons as plain ones."""
    return halfwidth(written or "")


class PhoneForm(ActingForm):
    """An answer given by phone."""

    answer = RadioField(
        said(N_("What was answered")),
        [Needed()],
        choices=[
            (Answer.YES, said(N_("Will come"))),
            (Answer.NOT_THEN, said(N_("Not then: other days"))),
            (Answer.NO, said(N_("Cannot come"))),
        ],
    )
    reason = StringField(said(N_("Why not (for a no, if it was said)")), [Length(max=300)])
    other_days = MultiCheckboxField(said(N_("Other days offered (for not then)")))

    def offer(self, days: Iterable[date]) -> None:
        """Offer days to choose from."""
        choices: Any = [(day.isoformat(), day_weekday(day)) for day in days]
        self.other_days.choices = choices

    def offered(self) -> list[date]:
        """Return the days that were chosen."""
        return [date.fromisoformat(day) for day in self.other_days.data or []]


class ServedForm(ActingForm):
    """When and how a letter was delivered."""

    day = DayField(said(N_("Delivered on")), [Needed()])
    how = StringField(said(N_("How")), [Needed(), Length(max=120)])


class ReasonForm(ActingForm):
    """Why a member is replaced, or a day cancelled."""

    reason = StringField(said(N_("Reason")), [Needed(), Length(max=300)])


class RecordForm(ActingForm):
    """Who sat on a day; what was written down before is corrected for a reason."""

    reason = StringField(said(N_("Reason for the correction")), [Length(max=300)])


class SittingDayForm(ActingForm):
    """A further sitting day."""

    day = DayField(said(N_("New day")), [Needed()])
    part = SelectField(said(N_("Part of the day")), choices=[])
    begins = StringField(said(N_("Begins at")), [Needed()], [plain])
    room = StringField(said(N_("Room")), [Length(max=80)])

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices: Any = [(str(part), gettext(text)) for part, text in PARTS.items()]
        self.part.choices = choices

    def validate_begins(self, field: StringField) -> None:
        """Take 9:00, 09:00 and 9：00."""
        if not HOUR.match(field.data or ""):
            raise ValidationError(gettext("Write the hour as 09:00."))

    def to_day(self) -> DayWords:
        """Return the day as the verb takes it."""
        found = HOUR.match(self.begins.data or "")
        hour, minute = found.groups() if found else ("9", "00")
        begins = f"{int(hour):02}:{minute}"
        return DayWords(self.day.data, DayPart(self.part.data), begins, self.room.data or "")


class MoveForm(SittingDayForm):
    """Where a sitting day is moved to, and why."""

    reason = StringField(said(N_("Reason")), [Needed(), Length(max=300)])
