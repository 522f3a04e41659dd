"""Forms of a cohort: when and where, its seats and quotas, its half days, its end."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from app.people.labels import HALVES
from app.people.terms import Half
from app.shared.forms import ActingForm, AsTyped, DayField, Fullwidth, Needed
from app.shared.rows import AtMost, Row, RowsForm
from app.training.facts import CohortWords, QuotaWords, SessionWords
from app.training.forms.fields import choices

MOST_SEATS, MOST_QUOTAS, MOST_SESSIONS, MOST_HOURS = 10_000, 200, 400, 12


class QuotaRow(Row):
    """A holder of a quota with its seats; a row without a name is left out."""

    telling = ("holder", "seats")
    holder = StringField(
        lazy_gettext("Province or court"),
        [AtMost(120)],
        filters=[AsTyped()],
        render_kw={"list": "courts"},
    )
    seats = IntegerField(
        lazy_gettext("Seats of the cohort"), [Optional(), NumberRange(1, MOST_SEATS)]
    )

    def validate_holder(self, field: StringField) -> None:
        """Holder and seats belong together."""
        if bool(field.data) is not bool(self.seats.data) and not self.seats.errors:
            raise ValidationError(gettext("A quota has a holder and seats: fill in both."))


class CohortForm(RowsForm):
    """A cohort as a school writes it down."""

    number = StringField(lazy_gettext("Number of the cohort"), [Needed(), AtMost(40)],
                         filters=[Fullwidth()])  # fmt: skip
    starts = DayField(lazy_gettext("First day"), [Needed()])
    ends = DayField(lazy_gettext("Last day"), [Needed()])
    nominate_by = DayField(lazy_gettext("Nominations until"), [Needed()])
    results_by = DayField(lazy_gettext("Results due on"), [Needed()])
    seats = IntegerField(
        lazy_gettext("Seats of the cohort"), [Needed(), NumberRange(1, MOST_SEATS)]
    )
    minimum = IntegerField(
        lazy_gettext("At least so many people"), [Optional(), NumberRange(0, MOST_SEATS)]
    )
    host = StringField(
        lazy_gettext("Held at"), [AtMost(120)], filters=[AsTyped()], render_kw={"list": "courts"}
    )
    place = StringField(lazy_gettext("Place of the course"), [AtMost(160)], filters=[AsTyped()])
    contact = StringField(lazy_gettext("Whom to ask"), [AtMost(160)], filters=[AsTyped()])
    quotas = FieldList(FormField(QuotaRow), min_entries=2, max_entries=MOST_QUOTAS)

    def show(self, words: CohortWords) -> None:
        """Fill the form with a cohort as it stands."""
        for name in ("number", "starts", "ends", "nominate_by", "results_by", "seats", "minimum"):
            self[name].data = getattr(words, name)
        for name in ("host", "place", "contact"):
            self[name].data = getattr(words, name)
        while self.quotas.entries:
            self.quotas.pop_entry()
        for quota in words.quotas:
            self.quotas.append_entry({"holder": quota.name, "seats": quota.seats})
        self.quotas.append_entry()

    def to_cohort(self) -> CohortWords:
        """Return what was written down."""
        return CohortWords(
            number=self.number.data or "",
            starts=self.starts.data,
            ends=self.ends.data,
            nominate_by=self.nominate_by.data,
            results_by=self.results_by.data,
            seats=self.seats.data or 0,
            minimum=self.minimum.data or 0,
            host=self.host.data or "",
            place=self.place.data or "",
            contact=self.contact.data or "",
            quotas=tuple(
                QuotaWords(entry.form.holder.data, entry.form.seats.data)
                for entry in self.quotas.entries
                if entry.form.holder.data
            ),
        )


class SessionRow(Row):
    """A half day; a row without a day is left out."""

    telling = ("day",)
    day = DayField(lazy_gettext("Day"), [Needed()])
    half = SelectField(lazy_gettext("Half day"), choices=choices(HALVES))
    hours = IntegerField(lazy_gettext("Class hours"), [Needed(), NumberRange(1, MOST_HOURS)])
    subject = StringField(lazy_gettext("Subject"), [AtMost(80)], filters=[AsTyped()])
    teacher = StringField(lazy_gettext("Teacher"), [AtMost(80)], filters=[AsTyped()])


class TimetableForm(RowsForm):
    """The half days of a cohort."""

    sessions = FieldList(FormField(SessionRow), min_entries=2, max_entries=MOST_SESSIONS)

    def show(self, sessions: Iterable[SessionWords]) -> None:
        """Fill the form with the half days as they stand."""
        while self.sessions.entries:
            self.sessions.pop_entry()
        for one in sessions:
            self.sessions.append_entry(vars(one) | {"half": one.half.value})
        self.sessions.append_entry()

    def to_sessions(self) -> list[SessionWords]:
        """Return what was written down."""
        return [
            SessionWords(
                entry.form.day.data,
                Half(entry.form.half.data),
                entry.form.hours.data,
                entry.form.subject.data or "",
                entry.form.teacher.data or "",
            )
            for entry in self.sessions.entries
            if entry.form.day.data
        ]


class WhyForm(ActingForm):
    """Something that is done for a reason."""

    reason = StringField(lazy_gettext("Why"), [Needed(), AtMost(300)], filters=[AsTyped()])
