"""Offices and callings that bar, as they stand in a row's employer or occupation."""

from __future__ import annotations

import re
from types import MappingProxyType

from app.people.imports.term_rules import Values, is_assessor
from app.people.imports.terms import Circumstances, Fault
from app.shared.texts import N_

KEY = "import.calling"  # not that of the rule, whose refusal by a check it must not hide
RULE = "bar.office"
HINT = "hint"  # neither keeps a row out nor asks for a reason: words of a cell are no finding
# What a cell says, by the codes of bar.office. A name of a street or of a county is no office.
_SIGNS = {
    "congress_standing_committee": r"人大常委会|人民代表大会常务委员会",
    "supervision": r"监察委员会|监委|supervis(?:ion|ory) commission",
    "court": r"法院(?!路|街|巷|社区|小区)|法官(?!学院)|(?<!陪)审判员|people'?s court|\bjudge\b",
    "procuratorate": r"检察院(?!路|街|巷|社区|小区)|检察官|检察员|procurator",
    "police": r"公安(?:部|厅|局|分局|机关)|派出所|民警|警察|\bpolice",
    "state_security": r"国家安全(?:部|厅|局|分局|机关)|国安局|state security",
    "justice_bureau": r"司法(?:部|厅|局|分局|所|行政机关)|(?:justice|judicial) bureau",
    "lawyer": r"律师(?!协会)|law (?:firm|office)|\blawyer|\battorney|\bsolicitor",
    "notary": r"公证处|公证员|公证人|\bnotar(?:y|ies)\b",
    "arbitrator": r"仲裁(?:员|委|院)|\barbitrat(?:or|ion)",
    "grassroots_legal_worker": r"法律服务所|法律服务工作者|legal (?:service )?worker",
}
_CALLINGS = {code: re.compile(signs, re.IGNORECASE) for code, signs in _SIGNS.items()}
_GIVEN_UP = re.compile(r"退休|离休|曾任|retired|former", re.IGNORECASE)


def may_be_barred(values: Values, around: Circumstances) -> Fault | None:
    """Art 6 (bar.office): an employer or occupation that reads like one that bars is pointed out.

    A hint only: at a law firm there are drivers too. The article is that of the book in force.
    """
    listed = around.book.value(RULE) or ()
    stated = {field: values.get(field) or "" for field in ("occupation", "employer")}
    if not listed or not is_assessor(values) or any(map(_GIVEN_UP.search, stated.values())):
        return None
    for field, text in stated.items():
        if any(code in listed and signs.search(text) for code, signs in _CALLINGS.items()):
            return _hint(field, text, around)
    return None


def _hint(field: str, text: str, around: Circumstances) -> Fault:
    cite = around.book.rules[RULE].cite
    return Fault(
        field,
        KEY,
        N_("“%(stated)s” reads like an office or calling whose holders cannot be assessors."),
        MappingProxyType({"stated": text}),
        N_("Ask; if it is so, leave the row out, or record the check on the person's page."),
        HINT,
        cite.document,
        cite.article,
    )
