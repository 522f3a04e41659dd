"""Numbers by which people are known, and how they are shown to those who need not know them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from stdnum.cn.ric import calc_check_digit

from app.people.terms import IdKind, Sex
from app.shared.dates import Birth
from app.shared.fullwidth import halfwidth
from app.shared.refusals import Refusal
from app.shared.texts import N_

_SEPARATORS = re.compile(r"[\s\-‐-―_.]+")
_EIGHTEEN = re.compile(r"[1-9]\d{16}[\dX]\Z", re.ASCII)
_FIFTEEN = re.compile(r"[1-9]\d{14}\Z", re.ASCII)
_OLD_FOREIGN = re.compile(r"[A-Z]{3}\d{12}\Z", re.ASCII)
_FREE = re.compile(r"[A-Z0-9][A-Z0-9()/]{3,31}\Z", re.ASCII)
_AS_FIGURE = re.compile(r"[1-9](\.\d+)?E\+?1[4-7]\Z", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}\Z", re.ASCII)
_HOME_CODE = re.compile(r"(?:\+|00)?86(?=1[3-9]\d{9}\Z|0?[2-9]\d{8,10}\Z)", re.ASCII)
_PHONE = re.compile(r"\+?\d{5,15}\Z", re.ASCII)

BORN_OTHERWISE = N_("The birth date is %(stated)s; the ID number says %(number)s.")
SHAPE, CHECK_DIGIT, BIRTH = "shape", "check_digit", "birth"
FIGURE, LOST_DIGITS = "figure", "lost_digits"


class NotANumber(ValueError):
    """The text is no identity number; `why` is one of the five words above."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


class NotAPhone(ValueError):
    """The text is no telephone number."""


@dataclass(frozen=True)
class IdentityNumber:
    """A number that holds in itself; birth and sex are None where it does not state them."""

    kind: IdKind
    number: str
    birth: date | None = None
    sex: Sex | None = None
    upgraded: bool = False


def read_number(text: str, kind: IdKind | None = None) -> IdentityNumber:
    """Return the identity number that `text` states, without spaces and in capitals.

    Numbers of 18 places (GB 11643-1999) are checked by their last place and their birth date:
    citizens, residence permits of Hong Kong, Macao and Taiwan (81, 82, 83) and the foreigners'
    permanent residence card of 2023 (9). Old numbers of 15 places become 18. The older foreign
    card (three letters, twelve digits) and, as `kind` OTHER or on its own, any permit of
    4 to 32 letters and digits is taken as it is. Raises NotANumber.
    """
    number = _SEPARATORS.sub("", halfwidth(text)).upper()
    if _FIFTEEN.match(number) and kind is not IdKind.OTHER:
        return replace(_checked(upgraded(number)), upgraded=True)
    if _EIGHTEEN.match(number) and kind is not IdKind.OTHER:
        return _checked(number)
    if _AS_FIGURE.match(halfwidth(text).upper()):
        raise NotANumber(FIGURE)
    if _OLD_FOREIGN.match(number):
        return IdentityNumber(IdKind.FOREIGN_PERMIT, number)
    figures_only = number.isdigit() and kind is None
    if kind is IdKind.NUMBER or figures_only or not _FREE.match(number):
        raise NotANumber(SHAPE)
    return IdentityNumber(kind or IdKind.OTHER, number)


def born_otherwise(number: IdentityNumber | None, birth: Birth | None) -> bool:
    """Say whether a stated birth is another than the number's (GB 11643-1999, places 7 to 14)."""
    if number is None or number.birth is None or birth is None:
        return False
    if birth.day is None:
        return birth.year != number.birth.year
    return birth.day != number.birth


def birth_refusals(number: IdentityNumber | None, birth: Birth | None) -> list[Refusal]:
    """Return a refusal where birth and number contradict each other; see born_otherwise."""
    if number is None or number.birth is None or not born_otherwise(number, birth):
        return []
    facts = {"stated": str(birth), "number": number.birth.isoformat()}
    way_out = N_(
        "Compare both with the card; where the number is wrong, correct it in the same form."
    )
    return [Refusal("person.birth_number", BORN_OTHERWISE, facts, way_out, place="birth")]


def _checked(number: str) -> IdentityNumber:
    if calc_check_digit(number) != number[-1]:
        raise NotANumber(LOST_DIGITS if ends_in_zeros(number) else CHECK_DIGIT)
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise NotANumber(BIRTH) from None
    if birth.year < 1850:
        raise NotANumber(BIRTH)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return IdentityNumber(_kind_of(number), number, birth, sex)


def ends_in_zeros(number: str) -> bool:
    """Say whether a spreadsheet may have kept a number as a figure: of 18 places 15 are left."""
    return number.endswith("000")


def _kind_of(number: str) -> IdKind:
    if number[0] == "9":
        return IdKind.FOREIGN_PERMIT
    return IdKind.RESIDENCE_PERMIT if number[:2] in ("81", "82", "83") else IdKind.NUMBER


def upgraded(fifteen: str) -> str:
    """Return the 18 places of an old number of 15: the century is the twentieth."""
    seventeen = fifteen[:6] + "19" + fifteen[6:]
    return seventeen + calc_check_digit(seventeen + "0")


def normalise_phone(text: str) -> str:
    """Return a telephone number as digits, a foreign one with + in front; +86 is left out.

    Raises NotAPhone where there are not 5 to 15 digits (E.164), or letters among them.
    """
    plain = re.sub(r"[\s\-‐-―()./]+", "", halfwidth(text))
    plain = _HOME_CODE.sub("", plain)
    plain = "+" + plain[2:] if plain.startswith("00") else plain
    if not _PHONE.match(plain):
        raise NotAPhone(text)
    return plain


def is_mobile(phone: str) -> bool:
    """Say whether a normalised number is a mobile one of the mainland, fit for messages."""
    return bool(_MOBILE.match(phone))


def mask_number(number: str) -> str:
    """Return 6 + **** + 4 places of an identity number; of a short permit only 2 + **** + 2."""
    if len(number) >= 15:
        return number[:6] + "****" + number[-4:]
    return number[:2] + "****" + number[-2:] if len(number) >= 8 else "****"


def mask_phone(phone: str) -> str:
    """Return 186****1402, of other numbers **** and the last four places, of short ones ****."""
    if _MOBILE.match(phone):
        return phone[:3] + "****" + phone[-4:]
    return "****" + phone[-4:] if len(phone) >= 7 else "****"


def mask_name(name: str) -> str:
    """Return 仲* for 仲妮, 仲*妮 for 仲晓妮: the first and, from three characters, the last."""
    if len(name) <= 1:
        return "*"
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * min(len(name) - 2, 3) + name[-1]


def public_name(name: str, protected: bool) -> str:
    """Return a name as others than the court read it: that of a protected person is masked."""
    return mask_name(name) if protected else name
