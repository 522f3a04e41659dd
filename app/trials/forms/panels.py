"""The forms of a panel: what is asked for, the draw, its annulment."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

import re

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.people.labels import rolls_under
from app.rulebooks.terms import Rulebook
from app.shared.forms import ActingForm, DayField, Needed
from app.shared.fullwidth import cleaned, halfwidth
from app.shared.rows import AtMost, Row, RowsForm
from app.shared.texts import N_
from app.trials.facts import DayWords, PanelWords
from app.trials.forms.cases import choices
from app.trials.models import Panel
from app.trials.rules import Proposal, value_of
from app.trials.terms import DayPart, DayState
from app.trials.words import PARTS, ROLLS

HOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)\Z", re.ASCII)
BEGINS = {DayPart.AM: "09:00", DayPart.PM: "14:30", DayPart.WHOLE: "09:00"}
FORMS = {
    (1, 0): N_("One judge alone"),
    (3, 0): N_("Three judges"),
    (1, 2): N_("One judge and two assessors"),
    (2, 1): N_("Two judges and one assessor"),
    (3, 4): N_("Three judges and four assessors"),
}


def names_in(written: str) -> list[str]:
    """Return the names of a list: between commas, semicolons or the Chinese marks for them."""
    return [cleaned(name) for name in re.split(r"[,，、;；]", written) if name.strip()]


def form_words(judges: int, assessors: int) -> str:
    """Return the form of a bench in the reader's language."""
    known = FORMS.get((judges, assessors))
    if known:
        return gettext(known)
    return gettext(
        "Judges: %(judges)s, assessors: %(assessors)s", judges=judges, assessors=assessors
    )


class DayRow(Row):
    """A sitting day; a row without a day is left out."""

    telling = ("day",)
    day = DayField(lazy_gettext("Day"))
    part = SelectField(lazy_gettext("Part"), choices=choices(PARTS))
    begins = StringField(lazy_gettext("Begins"), [AtMost(8)])
    room = StringField(lazy_gettext("Room"), [AtMost(80)])

    def validate_begins(self, field: StringField) -> None:
        """An hour as 09:00, or nothing."""
        written = halfwidth(field.data or "")
        if written and not HOUR.match(written):
            raise ValidationError(gettext("Write the hour as 09:00."))

    def to_day(self) -> DayWords:
        """Return the day that was written down; an empty hour is that of the part."""
        part = DayPart(self.part.data)
        found = HOUR.match(halfwidth(self.begins.data or ""))
        begins = f"{int(found[1]):02}:{found[2]}" if found else BEGINS[part]
        return DayWords(self.day.data, part, begins, (self.room.data or "").strip())  # type: ignore[arg-type]


class PanelForm(RowsForm):
    """A panel as a clerk asks for it."""

    form = RadioField(lazy_gettext("Form of the bench"), [Needed()])
    presiding = StringField(lazy_gettext("Presiding judge"), [Needed(), AtMost(80)])
    other_judges = StringField(lazy_gettext("Other judges"), [AtMost(240)])
    days = FieldList(FormField(DayRow), min_entries=3, max_entries=40)
    clerk_name = StringField(lazy_gettext("Clerk of the panel"), [AtMost(80)])
    clerk_phone = StringField(lazy_gettext("Telephone for questions"), [AtMost(40)])
    roll_kind = SelectField(lazy_gettext("Drawn from"), choices=choices(ROLLS))
    roll_subject = StringField(lazy_gettext("Field or line of that roll"), [AtMost(80)])
    women = SelectField(
        lazy_gettext("Women in the seats"),
        choices=[("0", lazy_gettext("no rule"))] + [(str(n), str(n)) for n in range(1, 5)],
    )

    def offer(self, book: Rulebook, proposal: Proposal) -> None:
        """Offer the forms that the rulebook knows, the proposed one first."""
        first = (proposal.judges, proposal.assessors)
        known = [tuple(one) for one in value_of(book, "panel.forms") or ()]
        forms = [first, *(one for one in known if one != first)]
        self.form.choices = [(f"{j}-{a}", form_words(j, a)) for j, a in forms]
        self.roll_kind.choices = choices({kind: ROLLS[kind] for kind in rolls_under(book)})
        if self.form.data is None:
            self.form.data = f"{first[0]}-{first[1]}"

    def show(self, panel: Panel) -> None:
        """Fill the form with a panel as it stands."""
        self.form.data = f"{panel.judges}-{panel.assessors}"
        for name in ("presiding", "clerk_name", "clerk_phone", "roll_kind", "roll_subject"):
            self[name].data = getattr(panel, name)
        self.other_judges.data = "、".join(panel.other_judges)
        self.women.data = str(next((one["min"] for one in panel.composition), 0))
        while self.days.entries:
            self.days.pop_entry()
        for one in (one for one in panel.days if one.state == DayState.SET):
            row = {"day": one.day, "part": str(one.part), "begins": one.begins, "room": one.room}
            self.days.append_entry(row)
        self.days.append_entry()

    def to_panel(self) -> PanelWords:
        """Return what was written down."""
        judges, assessors = (int(n) for n in self.form.data.split("-"))
        return PanelWords(
            judges=judges,
            assessors=assessors,
            presiding=self.presiding.data or "",
            days=tuple(row.form.to_day() for row in self.days.entries if row.form.day.data),
            clerk_name=self.clerk_name.data or "",
            clerk_phone=self.clerk_phone.data or "",
            roll_kind=self.roll_kind.data,
            roll_subject=self.roll_subject.data or "",
            women=int(self.women.data),
            other_judges=tuple(names_in(self.other_judges.data or "")),
        )


class FreezeForm(ActingForm):
    """The check page: nothing but its button, and reasons for soft rules."""


class ReasonForm(ActingForm):
    """A written reason."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), AtMost(300)])
