"""A person's life as the register knows it: acts, offices, oaths, rolls, checks, absences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, has_request_context, url_for
from flask_babel import gettext

from app.accounts.terms import Desk
from app.messages.writing import path_to
from app.people import labels
from app.people.identity import mask_number
from app.people.models import Identity, Person, Tenure
from app.people.queries import Dossier, dossier
from app.people.queries.pages import (
    annulled_lines_of,
    corrections_of,
    own_absences,
)
from app.people.spans import Span, spans
from app.shared import clock
from app.shared.collected import LifeLine
from app.shared.db import db
from app.shared.screens import body_name, join_phrases, span


def lines(person_id: int, desk: Desk) -> Iterable[LifeLine]:
    """Return the lines of a person's life that people know, in the reader's language."""
    file = _file(person_id, desk)
    return [
        *_offices(file),
        *_oaths(file),
        *_rolls(file),
        *_pauses(file),
        *_checks(file),
        *_corrections(file, desk),
        *_annulled(person_id, desk),
        *(_away(one) for one in spans(own_absences(person_id))),
    ]


def _file(person_id: int, desk: Desk) -> Dossier:
    """Return the person's file; the one that the page has read already, where there is one."""
    held: Dossier | None = g.get("dossier") if has_request_context() else None
    if held is not None and held.person.id == person_id:
        return held
    return dossier(db.session.get_one(Person, person_id), clock.today(desk.zone))


def _address(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values) if has_request_context() else path_to(endpoint, **values)


def _office(tenure: Tenure) -> dict[str, str]:
    office = gettext(labels.OFFICES[tenure.office])
    return {"office": office, "court": body_name(tenure.body)}


def _offices(file: Dossier) -> Iterator[LifeLine]:
    for tenure in file.tenures:
        act = tenure.start_line.act if tenure.start_line else None
        yield LifeLine(
            day=tenure.since,
            text=gettext("Takes office: %(office)s, %(court)s", **_office(tenure)),
            link=_address("people.act", uid=act.uid) if act else "",
            link_text=f"{act.organ} {act.number}" if act else "",
            note=span(tenure.since, tenure.until),
            act=True,
        )
        last = tenure.ended or tenure.until
        if last is not None and (tenure.ended or last < file.day):
            text = gettext("Leaves office: %(office)s, %(court)s", **_office(tenure))
            yield LifeLine(last, text, note=tenure.ended_why, act=tenure.ended is not None)


def _oaths(file: Dossier) -> Iterator[LifeLine]:
    for oath in {oath.id: oath for oath in file.oaths.values()}.values():
        yield LifeLine(oath.day, gettext("Takes the oath"), note=oath.place, act=True)


def _rolls(file: Dossier) -> Iterator[LifeLine]:
    for entry in file.entries:
        if entry.until is not None and entry.until < entry.since:
            continue  # fell with the act it rested on
        roll = gettext(labels.ROLLS[entry.roll.kind])
        roll = f"{roll} · {entry.roll.subject}" if entry.roll.subject else roll
        yield LifeLine(entry.since, gettext("Comes on the roll: %(roll)s", roll=roll))
        if entry.until is not None:
            text = gettext("Leaves the roll: %(roll)s", roll=roll)
            yield LifeLine(entry.until, text, note=entry.reason)


def _pauses(file: Dossier) -> Iterator[LifeLine]:
    for pauses in file.pauses.values():
        for pause in pauses:
            text = gettext(labels.PAUSES[pause.kind])
            parts = (span(pause.since, pause.until), pause.reason)
            note = " · ".join(part for part in parts if part)
            yield LifeLine(pause.since, text, note=note)


def _checks(file: Dossier) -> Iterator[LifeLine]:
    for check in file.checks:
        what = gettext(labels.CALLINGS.get(check.code) or labels.CHECKS[check.kind])
        tag = ("stop", gettext("Barred")) if check.barred else ("good", gettext("Nothing found"))
        text = gettext("Checked: %(what)s", what=what)
        yield LifeLine(check.day, text, note=check.source, tag=tag)


def _corrections(file: Dossier, desk: Desk) -> Iterator[LifeLine]:
    """Return what was corrected, from what to what; the same of two names is one line."""
    return iter(dict.fromkeys(_each_correction(file, desk)))


def _each_correction(file: Dossier, desk: Desk) -> Iterator[LifeLine]:
    for old, new in corrections_of(file.person.id):
        changed = [
            gettext("%(what)s from %(old)s to %(new)s", what=what, old=before, new=after)
            for what, before, after in zip(_words_for(), _who(old), _who(new), strict=True)
            if before != after
        ]
        text = gettext("Name, sex or birth corrected: %(name)s", name=new.name)
        if changed:
            text = gettext("Corrected: %(changes)s", changes=join_phrases(changed))
        yield LifeLine(_day(new.recorded_at, desk), text, note=new.reason)
    for before, after in file.numbers_corrected:
        masked = {"old": mask_number(before.number), "new": mask_number(after.number)}
        text = gettext("ID number corrected from %(old)s to %(new)s", **masked)
        yield LifeLine(_day(after.recorded_at, desk), text)


def _words_for() -> tuple[str, ...]:
    return gettext("name"), gettext("pinyin"), gettext("sex"), gettext("birth")


def _who(one: Identity) -> tuple[str, ...]:
    sex = gettext(labels.SEXES[one.sex]) if one.sex else "--"
    birth = one.birth.isoformat() if one.birth else str(one.birth_year or "--")
    return one.name, one.pinyin or "--", sex, birth


def _day(moment: datetime, desk: Desk) -> date:
    return moment.astimezone(ZoneInfo(desk.zone)).date()


def _annulled(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    for line in annulled_lines_of(person_id):
        moment = line.annulled_at or line.act.created_at
        yield LifeLine(
            day=moment.astimezone(ZoneInfo(desk.zone)).date(),
            text=gettext("A line of an act is annulled"),
            link=_address("people.act", uid=line.act.uid),
            link_text=f"{line.act.organ} {line.act.number}",
            note=line.annulled_why,
            act=True,
        )


def _away(away: Span) -> LifeLine:
    part = gettext(labels.HALVES[away.half]) if away.half else ""
    note = f"{part} {away.note}".strip()
    return LifeLine(away.since, _away_text(away), note=note)


def _away_text(away: Span) -> str:
    kind = gettext(labels.ABSENCES[away.kind])
    if away.since == away.until:
        return gettext("Not free: %(kind)s", kind=kind)
    named = {"kind": kind, "until": away.until.isoformat()}
    return gettext("Not free until %(until)s: %(kind)s", **named)
