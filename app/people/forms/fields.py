"""Fields that several forms about people share; what is typed is judged by the verbs."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from app.people import identity, labels, names
from app.people.imports.rows import NUMBER_FAULTS
from app.people.terms import IdKind
from app.shared import clock
from app.shared.dates import NotADay, parse_birth
from app.shared.forms import AsTyped, Fullwidth
from app.shared.texts import N_


def choices(words: dict[Any, str], empty: Any = None) -> list[tuple[str, Any]]:
    """Return the choices of a select from marked labels, with an empty one where asked."""
    first = [("", empty)] if empty is not None else []
    return [*first, *((str(word), said(text)) for word, text in words.items())]


def said(text: str) -> Any:
    """Return a marked text as a label, translated when it is shown."""
    return lazy_gettext(text)


def text_field(label: str, longest: int, *more: Any) -> StringField:
    """Return a field for people's own words, kept as they are typed."""
    return StringField(said(label), [*more, Length(max=longest)], filters=[AsTyped()], default="")


def code_field(label: str, longest: int, *more: Any) -> StringField:
    """Return a field for a number, a telephone or a mail address: full-width forms are narrowed."""
    return StringField(said(label), [*more, Length(max=longest)], filters=[Fullwidth()], default="")


class BirthField(StringField):
    """A day of birth, or only the year where the day is not known; `data` is a Birth."""

    data: Any

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        written = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if written:
            try:
                self.data = parse_birth(written, clock.today())
            except NotADay as error:
                said = gettext("This is not a birth date. Write it as 1985-03-07, or the year.")
                raise ValueError(said) from error


class IsName:
    """A validator: what is typed may be a name, as the import asks of a row."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not names.is_name(names.normalise(field.data)):
            said = N_("This is not a name. Write it alone, without numbers, signs or remarks.")
            raise ValidationError(gettext(said))


class WithNumber:
    """Fields of an identity number; `number` is what the card says, read and checked."""

    id_kind: SelectField
    id_number: StringField
    number: identity.IdentityNumber | None = None

    def validate_id_number(self, field: StringField) -> None:
        """Check the number's shape and its last place (GB 11643-1999)."""
        if not field.data:
            return
        kind = IdKind(self.id_kind.data or IdKind.NUMBER)
        try:
            self.number = identity.read_number(field.data, kind)
        except identity.NotANumber as wrong:
            _, said, way_out = NUMBER_FAULTS[wrong.why]
            raise ValidationError(f"{gettext(said)} {gettext(way_out)}") from wrong


def roll_name(roll: Any) -> str:
    """Return a roll's name in the reader's language, with its subject."""
    name = gettext(labels.ROLLS[roll.kind])
    return f"{name} · {roll.subject}" if roll.subject else name
