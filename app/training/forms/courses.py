"""The form of a course: what it teaches, for whom, how it ends."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from app.people import labels
from app.people.terms import Office
from app.shared.forms import AsTyped, Fullwidth, MultiCheckboxField, Needed
from app.shared.rows import AtMost, Row, RowsForm
from app.training.facts import Audience, CourseWords, Subject
from app.training.forms.fields import choices
from app.training.terms import Assessment, Purpose
from app.training.words import ASSESSMENTS, PURPOSES

MOST_SUBJECTS, MOST_HOURS = 40, 2000


class SubjectRow(Row):
    """A subject with its hours; a row without a name is left out."""

    telling = ("subject", "hours")
    subject = StringField(lazy_gettext("Subject"), [AtMost(80)], filters=[AsTyped()])
    hours = IntegerField(
        lazy_gettext("Class hours"), [Optional(), NumberRange(1, MOST_HOURS)], filters=[]
    )

    def validate_subject(self, field: StringField) -> None:
        """Subject and hours belong together."""
        if bool((field.data or "").strip()) is not bool(self.hours.data) and not self.hours.errors:
            raise ValidationError(gettext("A subject has a name and hours: fill in both."))


class CourseForm(RowsForm):
    """A course as a school writes it down."""

    code = StringField(lazy_gettext("Code of the course"), [Needed(), AtMost(24)],
                       filters=[Fullwidth()])  # fmt: skip
    title = StringField(lazy_gettext("Title of the course"), [Needed(), AtMost(160)],
                        filters=[AsTyped()])  # fmt: skip
    purpose = SelectField(lazy_gettext("Purpose"), choices=choices(PURPOSES))
    assessment = SelectField(lazy_gettext("How it ends"), choices=choices(ASSESSMENTS))
    pass_mark = IntegerField(
        lazy_gettext("Passed from this score on"), [Optional(), NumberRange(1, 100)]
    )
    offices = MultiCheckboxField(
        lazy_gettext("Offices of those it is for"), choices=choices(labels.OFFICES)
    )
    ranks = StringField(lazy_gettext("Ranks of those it is for"), [AtMost(200)],
                        filters=[AsTyped()])  # fmt: skip
    newly = IntegerField(
        lazy_gettext("In that office for at most so many years"), [Optional(), NumberRange(1, 40)]
    )
    subjects = FieldList(FormField(SubjectRow), min_entries=4, max_entries=MOST_SUBJECTS)

    def show(self, words: CourseWords) -> None:
        """Fill the form with a course as it stands."""
        self.code.data, self.title.data = words.code, words.title
        self.purpose.data, self.assessment.data = words.purpose.value, words.assessment.value
        self.pass_mark.data, self.newly.data = words.pass_mark, words.audience.newly
        self.offices.data = [office.value for office in words.audience.offices]
        self.ranks.data = "、".join(words.audience.ranks)
        while self.subjects.entries:
            self.subjects.pop_entry()
        for one in words.subjects:
            self.subjects.append_entry({"subject": one.name, "hours": one.hours})
        self.subjects.append_entry()

    def to_course(self) -> CourseWords:
        """Return what was written down."""
        assessment = Assessment(self.assessment.data)
        scored = assessment is Assessment.SCORE
        return CourseWords(
            code=self.code.data or "",
            title=self.title.data or "",
            purpose=Purpose(self.purpose.data),
            subjects=tuple(
                Subject((entry.form.subject.data or "").strip(), entry.form.hours.data or 0)
                for entry in self.subjects.entries
                if (entry.form.subject.data or "").strip()
            ),
            audience=Audience(
                offices=tuple(Office(code) for code in self.offices.data or ()),
                ranks=_several(self.ranks.data or ""),
                newly=self.newly.data,
            ),
            assessment=assessment,
            pass_mark=self.pass_mark.data if scored else None,
        )


def _several(text: str) -> tuple[str, ...]:
    for mark in "、，；,;":
        text = text.replace(mark, "\n")
    return tuple(dict.fromkeys(one.strip() for one in text.split("\n") if one.strip()))
