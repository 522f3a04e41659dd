"""Forms of bringing in a roll: shape of input only."""
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# A lazy text is a text wherever WTForms shows it, and SelectChoice is new: the stubs know neither.

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.people.importing.terms import Given
from app.people.imports.cells import AHEAD_ELSE, FIRST_YEAR
from app.people.imports.headings import FIELDS
from app.people.labels import OFFICES
from app.people.terms import Office
from app.shared import clock
from app.shared.forms import ActingForm, DayField

BROUGHT_IN = (
    *(Office.ASSESSOR, Office.JUDGE, Office.PRESIDENT, Office.VICE_PRESIDENT),
    *(Office.CADRE, Office.COMMITTEE_MEMBER, Office.TRAINEE),
)
ACCEPTED = ".xlsx,.xls,.csv,.txt,.et"


def _office_choices() -> list[SelectChoice]:
    return [SelectChoice(office.value, gettext(OFFICES[office])) for office in BROUGHT_IN]


class _GivenForm(ActingForm):
    """What the officer says of all rows that do not say it themselves."""

    office = SelectField(
        lazy_gettext("Office, for rows that name none"),
        choices=_office_choices,
        default=Office.ASSESSOR.value,
    )
    since = DayField(lazy_gettext("First day of the term, for rows that name none"))

    def validate_since(self, field: DayField) -> None:
        """Refuse a day of years that no term can begin in, as in a row."""
        last = clock.today().year + AHEAD_ELSE
        if field.data and not FIRST_YEAR <= field.data.year <= last:
            said = gettext("Check the year: %(first)d to %(last)d.", first=FIRST_YEAR, last=last)
            raise ValidationError(said)

    def given(self) -> Given:
        """Return what was said."""
        return Given(Office(self.office.data), self.since.data or None)


class UploadForm(_GivenForm):
    """The first screen: a file, and what holds for all its rows."""

    file = FileField(
        lazy_gettext("The court's own list"),
        validators=[FileRequired(lazy_gettext("Please choose a file."))],
        render_kw={"accept": ACCEPTED},
    )
    sheet = StringField(lazy_gettext("Sheet to read, if not the first"))


def upload_form(sheets: Sequence[str] = (), **more: Any) -> UploadForm:
    """Return the form of the first screen, with a select of a refused workbook's sheets."""
    if not sheets:
        return UploadForm(**more)
    choices = [SelectChoice("", gettext("the first that holds a list"))]
    choices += [SelectChoice(name, name) for name in sheets]

    class Form(UploadForm):
        sheet = SelectField(
            lazy_gettext("Sheet to read"), choices=choices, default="", validate_choice=False
        )

    return Form(**more)


class MappingForm(_GivenForm):
    """The second screen: for each column a select, named column-0, column-1 …"""

    def choices(self) -> dict[int, str]:
        """Return the field chosen for each column, "" for a column that is left out."""
        return {i: field.data or "" for i, field in enumerate(self.columns())}

    def columns(self) -> list[Any]:
        """Return the selects in the order of the columns."""
        found = [(n, f) for n, f in self._fields.items() if n.startswith("column-")]
        return [f for _, f in sorted(found, key=lambda one: int(one[0].partition("-")[2]))]


class ApplyForm(ActingForm):
    """The third screen's button; reasons for soft rules stand beside it as waive:KEY."""


def mapping_form(
    headings: Sequence[str], chosen: Sequence[str | None], given: Given
) -> MappingForm:
    """Return the form with a select for each heading, set to what is chosen now."""
    fields = [SelectChoice("", gettext("leave this column out"))]
    fields += [SelectChoice(field.key, gettext(field.label)) for field in FIELDS]

    class Form(MappingForm):
        pass

    for i, heading in enumerate(headings):
        label = heading or gettext("Column %(number)s", number=i + 1)
        setattr(Form, f"column-{i}", SelectField(label, choices=fields, default=chosen[i] or ""))
    return Form(office=given.office.value, since=given.since)
