"""Who a person is, and how he is reached, as typed."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, Optional, ValidationError

from app.people import identity, labels
from app.people.forms.fields import (
    BirthField,
    IsName,
    WithNumber,
    choices,
    code_field,
    said,
    text_field,
)
from app.people.forms.offices import AppointmentForm
from app.people.service import Said, Who
from app.people.terms import AbsenceKind, CheckKind, Half, IdKind, Sex
from app.shared.dates import Birth
from app.shared.forms import ActingForm, DayField, Needed
from app.shared.texts import N_

_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+\Z")


SEALED = ("phone", "mail", "address")
NONE = "-"  # typed in place of what is to be deleted


class PersonFields(ActingForm):
    """How a person is reached, what he does and where he lives."""

    phone = code_field(N_("Telephone"), 40)
    mail = code_field(N_("E-mail"), 254)
    address = text_field(N_("Address"), 300)
    district = SelectField(said(N_("District")), [Optional()], validate_choice=False)
    education = SelectField(
        said(N_("Education")),
        choices=choices(labels.EDUCATIONS, "--"),
        default="",
        validate_choice=False,
    )
    occupation = text_field(N_("Occupation"), 120)
    employer = text_field(N_("Employer"), 200)
    language = SelectField(
        said(N_("Language of messages")), choices=[("zh_Hans", "中文"), ("en", "English")]
    )

    def validate_phone(self, field: StringField) -> None:
        """Read the telephone number as it is kept."""
        if field.data and field.data != NONE:
            try:
                field.data = identity.normalise_phone(field.data)
            except identity.NotAPhone as wrong:
                said = gettext("This is not a telephone number. Write digits and the area code.")
                raise ValidationError(said) from wrong

    def validate_mail(self, field: StringField) -> None:
        """Take one address."""
        if field.data and field.data != NONE and not _MAIL.match(field.data):
            raise ValidationError(gettext("Write one e-mail address, as name@example.org."))

    def offer_districts(self, names: AbstractSet[str]) -> None:
        """Offer the districts of the court, and the one that the person has."""
        held = {self.district.data} if self.district.data else set()
        offered = sorted(names | held)
        self.district.choices = [("", "--"), *((name, name) for name in offered)]

    def to_columns(self) -> dict[str, Any]:
        """Return the columns of the person; empty texts of sealed columns are none."""
        plain = ("district", "education", "occupation", "employer", "language")
        sealed = {n: None if self[n].data in ("", NONE) else self[n].data for n in SEALED}
        return {name: self[name].data or "" for name in plain} | sealed


class ContactForm(PersonFields):
    """Contact as it changes; what stands there is not shown: that is another, recorded act."""

    protected = BooleanField(said(N_("Protected: name masked for parties and in the draw room")))

    def show(self, person: Any) -> None:
        """Leave sealed fields empty, and offer an education that the court wrote in its words."""
        if not self.is_submitted():
            for name in SEALED:
                self[name].data = ""
        known = choices(labels.EDUCATIONS, "--")
        own = person.education
        extra = [] if own in labels.EDUCATIONS or not own else [(own, own)]
        self.education.choices = [*known, *extra]

    def to_changes(self) -> dict[str, Any]:
        """Return the columns that are to change: a sealed field left empty stays as it is."""
        kept = {name for name in SEALED if not self[name].data}
        changes = {n: value for n, value in self.to_columns().items() if n not in kept}
        return changes | {"protected": bool(self.protected.data)}


class PersonForm(WithNumber, PersonFields, AppointmentForm):
    """A person who was appointed and is entered by hand."""

    name = text_field(N_("Name"), 120, Needed(), IsName())
    pinyin = code_field(N_("Pinyin"), 200)
    sex = SelectField(said(N_("Sex")), choices=choices(labels.SEXES, "--"), default="")
    birth = BirthField(said(N_("Birth date")))
    id_kind = SelectField(
        said(N_("Kind of ID")), choices=choices(labels.ID_KINDS), default=IdKind.NUMBER.value
    )
    id_number = code_field(N_("ID number"), 40)

    def to_new(self) -> Said:
        """Return what is said of the person; birth and sex from the number where not stated."""
        born = self.birth.data
        if born is None and self.number and self.number.birth:
            born = Birth(self.number.birth.year, self.number.birth)
        return Said(
            name=self.name.data or "",
            pinyin=self.pinyin.data or "",
            sex=Sex(self.sex.data) if self.sex.data else self.number and self.number.sex,
            birth=born and born.day,
            birth_year=born and born.year,
            identifiers=((self.number.kind, self.number.number),) if self.number else (),
            **self.to_columns(),
        )


class IdentityForm(WithNumber, ActingForm):
    """Name, sex, birth and number as they are right."""

    name = text_field(N_("Name"), 120, Needed(), IsName())
    pinyin = code_field(N_("Pinyin"), 200)
    sex = SelectField(said(N_("Sex")), choices=choices(labels.SEXES, "--"), default="")
    birth = BirthField(said(N_("Birth date")))
    true_from = DayField(said(N_("Name borne since")), [Optional()])
    id_kind = SelectField(
        said(N_("Kind of ID")), choices=choices(labels.ID_KINDS), default=IdKind.NUMBER.value
    )
    id_number = code_field(N_("Right ID number"), 40)
    reason = text_field(N_("Why, and by which document"), 300, Needed())

    def show_birth_of(self, person: Any) -> None:
        """Show the day of birth, or the year where only that is known."""
        year = person.birth.year if person.birth else person.birth_year
        if not self.is_submitted() and year:
            self.birth.data = Birth(year, person.birth)

    def to_who(self) -> Who:
        """Return the person as he is right."""
        born = self.birth.data
        return Who(
            name=self.name.data or "",
            sex=Sex(self.sex.data) if self.sex.data else None,
            birth=born and born.day,
            birth_year=born and born.year,
            pinyin=self.pinyin.data or "",
        )

    def to_rest(self) -> dict[str, Any]:
        """Return since when the name is borne, and the number, where they are stated."""
        number = (self.number.kind, self.number.number) if self.number else None
        return {"true_from": self.true_from.data, "number": number}


class DeathForm(ActingForm):
    """That a person has died; an empty day takes it back."""

    died = DayField(said(N_("Died on")), [Optional()])
    reason = text_field(N_("Why, and by which document"), 300, Needed())


class AbsenceForm(ActingForm):
    """Days on which a person is not free."""

    since = DayField(said(N_("First day")), [Needed()])
    until = DayField(said(N_("Last day")), [Optional()])
    part = RadioField(
        said(N_("Part of the day")),
        choices=[
            ("both", said(N_("Whole day"))),
            ("am", said(N_("Morning"))),
            ("pm", said(N_("Afternoon"))),
        ],
        default="both",
    )
    kind = SelectField(
        said(N_("Kind")),
        choices=choices({k: labels.ABSENCES[k] for k in (AbsenceKind.OWN, AbsenceKind.LEAVE)}),
    )
    note = text_field(N_("Note"), 120)


class CheckForm(ActingForm):
    """The result of a check of a bar: never its content."""

    kind = SelectField(said(N_("What was checked")), choices=choices(labels.CHECKS))
    code = SelectField(
        said(N_("Which office or calling")), choices=choices(labels.CALLINGS, "--"), default=""
    )
    result = RadioField(
        said(N_("Result")),
        choices=[("clear", said(N_("Nothing found"))), ("barred", said(N_("Barred")))],
        validators=[Needed()],
    )
    source = text_field(N_("Source"), 120, Needed())
    day = DayField(said(N_("Day of the check")), [Needed()])
    expires = DayField(said(N_("Holds until")), [Optional()])

    def validate_code(self, field: SelectField) -> None:
        """A bar by office says which office."""
        if self.kind.data == CheckKind.OFFICE and not field.data:
            raise ValidationError(gettext("Choose the office or calling that was checked."))
        if self.kind.data != CheckKind.OFFICE:
            field.data = ""


class SpanForm(ActingForm):
    """A span of days, or of one half of each, behind a button."""

    since = DayField(said(N_("First day")), [Needed()])
    until = DayField(said(N_("Last day")), [Needed()])
    half = StringField("", [Optional(), AnyOf([*Half])])
