"""Forms of elections: shape of input only."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from app.elections.models import Candidate
from app.elections.service.calling import Call
from app.elections.service.deciding import Act
from app.elections.service.notice import NewObjection
from app.elections.service.screening import NewCheck
from app.elections.terms import ElectionForm, Electors, Matter, Source
from app.elections.words import ELECTORS, FORMS, MATTERS, SOURCES
from app.people.forms.fields import choices, roll_name, text_field
from app.people.importing.forms import ACCEPTED
from app.people.labels import CALLINGS
from app.people.service import Decision
from app.people.terms import RollKind
from app.shared.forms import ActingForm, DayField, MultiCheckboxField, Needed
from app.shared.texts import N_

MOST_SEATS = 5000


class CallForm(ActingForm):
    """An election that is called."""

    form = SelectField(lazy_gettext("Form"))
    seats = IntegerField(lazy_gettext("Seats"), [Needed(), NumberRange(1, MOST_SEATS)])
    begins = DayField(lazy_gettext("First day of the terms, as planned"), [Needed()])
    chosen_by = text_field(N_("Organ that decides"), 160, Needed())
    electors = SelectField(
        lazy_gettext("Who elects"),
        choices=choices(ELECTORS, "--"),
        default="",
        validate_choice=False,
    )
    region = text_field(N_("Region or line of work that elects"), 80)

    def offer(self, forms: tuple[ElectionForm, ...]) -> None:
        """Offer the forms that the rulebook knows."""
        self.form.choices = choices({one: FORMS[one] for one in forms})
        votes = {ElectionForm.ASSEMBLY, ElectionForm.WORKERS} & set(forms)
        if not votes:
            del self.electors, self.region
        elif not self.is_submitted():
            workers = ElectionForm.WORKERS in votes
            self.electors.data = str(Electors.WORKERS if workers else Electors.ASSEMBLY)

    def to_call(self) -> Call:
        """Return what is called."""
        form, organ = ElectionForm(self.form.data), self.chosen_by.data or ""
        if "electors" not in self:
            return Call(form, self.seats.data or 0, self.begins.data, organ)
        said = self.electors.data
        electors = Electors(said) if said in list(Electors) else None
        region = self.region.data or ""
        return Call(form, self.seats.data or 0, self.begins.data, organ, electors, region)


class WhyForm(ActingForm):
    """A written reason."""

    why = TextAreaField(lazy_gettext("Reason"), [Needed(), Length(max=300)])


class ListForm(ActingForm):
    """A list of candidates: a file, and where they come from whose row does not say it."""

    file = FileField(
        lazy_gettext("The list"),
        validators=[FileRequired(lazy_gettext("Please choose a file."))],
        render_kw={"accept": ACCEPTED},
    )
    source = SelectField(
        lazy_gettext("Source, for rows that name none"),
        choices=choices({one: SOURCES[one] for one in Source if one != Source.NAMED}),
        default=Source.DRAWN.value,
    )
    sheet = StringField(lazy_gettext("Sheet to read, if not the first"))

    def given(self) -> Source:
        """Return the source of rows that name none."""
        return Source(self.source.data)


class PoolForm(ActingForm):
    """The freeze before the draw of candidates: how many are drawn."""

    number = IntegerField(lazy_gettext("Candidates to be drawn"), [Needed(), NumberRange(1)])


class FreezeForm(ActingForm):
    """The freeze before the second draw: nothing but its button."""


class FurtherForm(ActingForm):
    """How many more of the drawn order become candidates."""

    number = IntegerField(lazy_gettext("How many"), [Needed(), NumberRange(1, MOST_SEATS)])


WRITTEN = {
    "clean": N_("Checked: nothing stands against them"),
    "found": N_("Checked: something stands against them"),
    "agrees": N_("They agree to serve"),
    "declines": N_("They do not want to"),
}


class SheetForm(ActingForm):
    """The screening sheet: one thing written down of all who are ticked."""

    who = MultiCheckboxField(lazy_gettext("Whom it concerns"))
    everybody = BooleanField(lazy_gettext("All who are to be screened, not only who is ticked"))
    what = RadioField(
        lazy_gettext("What is written down"), choices=choices(WRITTEN), default="clean"
    )
    matters = MultiCheckboxField(lazy_gettext("What was looked into"))
    code = SelectField(
        lazy_gettext("Which office or calling"), choices=choices(CALLINGS, "--"), default=""
    )
    source = text_field(N_("Source"), 160)
    day = DayField(lazy_gettext("Day"), [Needed()])
    expires = DayField(lazy_gettext("Holds until"), [Optional()])

    def offer(self, matters: Sequence[Matter], who: Sequence[Candidate]) -> None:
        """Offer what the rulebook asks to look into, of the candidates on this page."""
        self.matters.choices = [(one.value, gettext(MATTERS[one])) for one in matters]
        self.who.choices = [(one.uid, one.name) for one in who]
        if not self.is_submitted():
            self.matters.data = [one.value for one in matters]

    @property
    def is_check(self) -> bool:
        """Whether a check is written down, not an answer."""
        return self.what.data in ("clean", "found")

    def validate_matters(self, field: MultiCheckboxField) -> None:
        """A check is of something."""
        if self.is_check and not field.data:
            raise ValidationError(gettext("Tick what was looked into."))

    def validate_source(self, field: StringField) -> None:
        """A check comes from somewhere."""
        if self.is_check and not field.data:
            raise ValidationError(gettext("Write who has checked it."))

    def validate_code(self, field: SelectField) -> None:
        """A bar by office says which office."""
        by_office = self.what.data == "found" and Matter.OFFICE.value in (self.matters.data or ())
        if by_office and not field.data:
            raise ValidationError(gettext("Choose the office or calling that was found."))
        if not by_office:
            field.data = ""

    def to_check(self) -> NewCheck:
        """Return the check."""
        matters = tuple(Matter(one) for one in self.matters.data or ())
        found, source = self.what.data == "found", self.source.data or ""
        code = self.code.data or ""
        return NewCheck(matters, source, self.day.data, self.expires.data, found, code)


class NoticeForm(ActingForm):
    """The first day of the public notice."""

    first = DayField(lazy_gettext("First day of the notice"), [Needed()])


class ObjectionForm(ActingForm):
    """What somebody says against a person on notice."""

    candidate = SelectField(lazy_gettext("Against whom"))
    received = DayField(lazy_gettext("Received on"), [Needed()])
    by_whom = text_field(N_("From whom (kept sealed)"), 160)
    text = TextAreaField(lazy_gettext("What is said"), [Needed(), Length(max=2000)])

    def offer(self, proposed: Sequence[Candidate]) -> None:
        """Offer those who are on notice."""
        self.candidate.choices = [(one.uid, one.name) for one in proposed]

    def to_objection(self) -> NewObjection:
        """Return what was said."""
        return NewObjection(self.received.data, self.by_whom.data or "", self.text.data or "")


class AnswerForm(ActingForm):
    """The decision on an objection."""

    upheld = RadioField(
        lazy_gettext("Decision"),
        choices=[
            ("no", lazy_gettext("Not upheld")),
            ("yes", lazy_gettext("Upheld: this person falls out, the next takes the place")),
        ],
        validators=[Needed()],
    )
    answer = TextAreaField(lazy_gettext("Reason"), [Needed(), Length(max=300)])


class SubmitForm(ActingForm):
    """The submission: nothing but its button, and reasons for soft rules."""


class ActForm(ActingForm):
    """The decision of the organ: one act for all whom it appoints."""

    organ = text_field(N_("Organ that appointed"), 160, Needed())
    act_number = text_field(N_("Number of the act"), 80, Needed())
    adopted = DayField(lazy_gettext("Day of the act"), [Needed()])
    since = DayField(lazy_gettext("First day of the term"), [Needed()])
    roll = SelectField(lazy_gettext("Roll"), coerce=int, default=0)
    OWN = -1
    appointed = MultiCheckboxField(lazy_gettext("Whom the act appoints"))

    def offer(self, rolls: Sequence[Any], proposed: Sequence[Candidate], region: str = "") -> None:
        """Offer the court's rolls, that of the region or the general one first, and the chosen."""
        in_order = sorted(rolls, key=lambda roll: (roll.kind != RollKind.GENERAL, roll.id))
        named = [(roll.id, roll_name(roll)) for roll in in_order]
        if region:
            named.insert(0, (self.OWN, gettext("The roll of %(region)s", region=region)))
        self.roll.choices = [*named, (0, gettext("No roll yet"))]
        self.appointed.choices = [(one.uid, one.name) for one in proposed]
        if not self.is_submitted():
            self.roll.data = self.roll.choices[0][0]
            self.appointed.data = [one.uid for one in proposed]

    def to_act(self) -> Act:
        """Return the act."""
        by = Decision(self.organ.data or "", self.act_number.data or "", self.adopted.data)
        chosen, own = self.appointed.data or [], self.roll.data == self.OWN
        roll_id = None if own else self.roll.data or None
        return Act(by, self.since.data, chosen, roll_id, own)
