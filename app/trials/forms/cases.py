"""The form of a case: its facts, its parties, their kin."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField
from wtforms.validators import ValidationError

from app.people.terms import KinKind
from app.rulebooks.terms import Rulebook
from app.shared.forms import DayField, Fullwidth, MultiCheckboxField, Needed
from app.shared.rows import AtMost, Row, RowsForm
from app.trials.facts import CaseWords, KinWords, PartyWords
from app.trials.rules import value_of
from app.trials.terms import Matter, PartyRole, Procedure
from app.trials.words import CIRCUMSTANCES, KINDS_OF_KIN, MATTERS, PROCEDURES, ROLES

MOST_ROWS = 60
TICKED = ("requested_by_party", "juvenile", "special_knowledge")


def choices(words: Any) -> list[tuple[str, Any]]:
    """Return the choices of a select, in the reader's language."""
    return [(str(code), lazy_gettext(text)) for code, text in words.items()]


class PartyRow(Row):
    """A party; a row without a name is left out."""

    telling = ("name", "employer")
    role = SelectField(lazy_gettext("Takes part as"), choices=choices(ROLES))
    name = StringField(lazy_gettext("Name"), [AtMost(160)])
    employer = StringField(lazy_gettext("Employer"), [AtMost(200)])
    number = StringField(lazy_gettext("Register number"), [AtMost(24)], filters=[Fullwidth()])
    day = DayField(lazy_gettext("Took part on"))

    def validate_name(self, field: StringField) -> None:
        """An employer alone is nobody."""
        if not (field.data or "").strip() and (self.employer.data or "").strip():
            raise ValidationError(gettext("Give the name of the party, or empty the row."))


class KinRow(Row):
    """Somebody named as kin of a party; a row without a name is left out."""

    telling = ("name",)
    party = SelectField(
        lazy_gettext("Kin of party no."),
        choices=[(str(n), str(n)) for n in range(1, MOST_ROWS + 1)],
    )
    name = StringField(lazy_gettext("Name of the kin"), [AtMost(120)])
    kind = SelectField(lazy_gettext("Tie"), choices=choices(KINDS_OF_KIN))


class CaseForm(RowsForm):
    """A case as a clerk writes it down."""

    number = StringField(lazy_gettext("Case number"), [Needed(), AtMost(80)])
    filed = DayField(lazy_gettext("Filed on"), [Needed()])
    matter = SelectField(lazy_gettext("Matter"), choices=choices(MATTERS))
    nature = StringField(lazy_gettext("Charge or cause of action"), [AtMost(120)])
    procedure = SelectField(lazy_gettext("Procedure"), choices=choices(PROCEDURES))
    instance = SelectField(
        lazy_gettext("Instance"),
        choices=[("1", lazy_gettext("First instance")), ("2", lazy_gettext("Second instance"))],
    )
    circumstances = MultiCheckboxField(lazy_gettext("Circumstances of the case"))
    requested_by_party = BooleanField(lazy_gettext("A party asked for assessors"))
    juvenile = BooleanField(lazy_gettext("A juvenile case"))
    special_knowledge = BooleanField(
        lazy_gettext("An environment case that asks for special knowledge")
    )
    earlier = StringField(lazy_gettext("Number of the case's earlier stage"), [AtMost(80)])
    parties = FieldList(FormField(PartyRow), min_entries=3, max_entries=MOST_ROWS)
    kin = FieldList(FormField(KinRow), min_entries=2, max_entries=MOST_ROWS)

    def offer(self, book: Rulebook, more: tuple[str, ...] = ()) -> None:
        """Offer the circumstances that a rulebook knows, and those the case has already."""
        keys = ("panel.seven_cases", "panel.assessor_cases")
        codes = [code for key in keys for code in value_of(book, key) or ()]
        codes += [code for code in more if code not in codes]
        self.circumstances.choices = [
            (code, lazy_gettext(CIRCUMSTANCES[code]) if code in CIRCUMSTANCES else code)
            for code in codes
        ]

    def show(self, words: CaseWords) -> None:
        """Fill the form with a case as it stands."""
        for name in ("number", "filed", "nature", "earlier", *TICKED):
            self[name].data = getattr(words, name)
        for name in ("matter", "procedure", "instance"):
            self[name].data = str(getattr(words, name))
        self.circumstances.data = list(words.circumstances)
        _fill(self.parties, [_party_row(one) for one in words.parties], 1)
        kin = [
            {"party": str(number), "name": one.name, "kind": str(one.kind)}
            for number, party in enumerate(words.parties, 1)
            for one in party.kin
        ]
        _fill(self.kin, kin, 1)

    def validate_kin(self, field: FieldList) -> None:
        """Kin belong to a party that stands there."""
        for entry in field.entries:
            if _said(entry.form.name) and self._party_of(entry) is None:
                said = gettext("There is no party with this number.")
                entry.form.party.errors = [*entry.form.party.errors, said]
                raise ValidationError(said)

    def to_case(self) -> CaseWords:
        """Return what was written down."""
        return CaseWords(
            number=self.number.data or "",
            matter=Matter(self.matter.data),
            procedure=Procedure(self.procedure.data),
            filed=self.filed.data,  # type: ignore[arg-type]
            nature=self.nature.data or "",
            instance=int(self.instance.data),
            circumstances=tuple(self.circumstances.data or ()),
            requested_by_party=bool(self.requested_by_party.data),
            juvenile=bool(self.juvenile.data),
            special_knowledge=bool(self.special_knowledge.data),
            earlier=(self.earlier.data or "").strip(),
            parties=tuple(self._parties()),
        )

    def _party_of(self, entry: Any) -> Any:
        place = int(entry.form.party.data or 0) - 1
        rows = self.parties.entries
        found = rows[place] if 0 <= place < len(rows) else None
        return found if found is not None and _said(found.form.name) else None

    def _parties(self) -> list[PartyWords]:
        kin: dict[str, list[KinWords]] = {}
        for entry in self.kin.entries:
            if _said(entry.form.name):
                words = KinWords(_said(entry.form.name), KinKind(entry.form.kind.data))
                kin.setdefault(self._party_of(entry).id, []).append(words)
        return [
            PartyWords(
                PartyRole(entry.form.role.data),
                _said(entry.form.name),
                _said(entry.form.employer),
                tuple(kin.get(entry.id, ())),
                (entry.form.number.data or "").strip().upper(),
                entry.form.day.data,
            )
            for entry in self.parties.entries
            if _said(entry.form.name)
        ]


def _said(field: Any) -> str:
    return (field.data or "").strip()


def _party_row(party: PartyWords) -> dict[str, Any]:
    said = {"role": str(party.role), "name": party.name, "employer": party.employer}
    return said | {"number": party.number, "day": party.day}


def _fill(rows: FieldList, values: list[dict[str, Any]], spare: int) -> None:
    while rows.entries:
        rows.pop_entry()
    for value in values:
        rows.append_entry(value)
    for _ in range(spare if values else 3):
        rows.append_entry()
