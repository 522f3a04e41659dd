"""Papers of a selection: public notice, submission list, letters of appointment, oath roll."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import select

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.bodies.queries import rulebook_of
from app.elections.models import Candidate, Election
from app.elections.queries import ballot_of, in_order
from app.elections.said import birth_of, said_of
from app.elections.service.calling import book_today
from app.elections.terms import ElectionForm, Stage, Standing
from app.elections.words import ELECTORS, SOURCES, STANDINGS, VOTED
from app.messages.writing import in_language
from app.people.identity import public_name
from app.people.labels import EDUCATIONS, SEXES
from app.people.models import Tenure
from app.people.queries.elected import tenures_by_act
from app.shared import clock
from app.shared.db import db
from app.shared.documents import print_many
from app.shared.files import StoredFile, keep, kept
from app.shared.screens import body_name, written_day
from app.shared.texts import N_

PDF = "application/pdf"


@dataclass(frozen=True)
class Paper:
    """A paper: its title, the stages in which it is printed, what it is made of."""

    title: str
    stages: tuple[Stage, ...]
    htmls: Callable[[Election, dict[str, Any]], Iterable[str]]
    forms: tuple[ElectionForm, ...] = (ElectionForm.APPOINTMENT,)


def can_print(election: Election, paper: Paper) -> bool:
    """Say whether a paper belongs to an election as it stands."""
    return election.form in paper.forms and election.stage in paper.stages


def print_paper_of(desk: Desk, election: Election, name: str) -> StoredFile:
    """Print a paper of an election as it stands, in the language of the desk, and keep it."""
    of = PAPERS[name]
    with in_language(desk.language):
        title = gettext(of.title)
        htmls = list(of.htmls(election, _frame(desk, election, title)))
        content = print_many(htmls, title=title, language=desk.language)
    return keep(content, PDF, _file_name(election, name), _subject(election))


def printed_paper(election: Election, name: str) -> StoredFile | None:
    """Return a paper of an election as it was printed last, None where it was not."""
    return kept(_subject(election), _file_name(election, name)) if name in PAPERS else None


def printed_names(election: Election) -> frozenset[str]:
    """Return which papers of an election were printed, without reading them (one statement)."""
    names = select(StoredFile.name).where(StoredFile.subject == _subject(election))
    files = set(db.session.scalars(names))
    return frozenset(name for name in PAPERS if _file_name(election, name) in files)


def _file_name(election: Election, name: str) -> str:
    return f"{name}-{election.number}.pdf"


def _subject(election: Election) -> str:
    return f"election:{election.id}"


def _frame(desk: Desk, election: Election, title: str) -> dict[str, Any]:
    body: Body = election.body
    today = clock.today(body.zone)
    return {
        "title": title,
        "language": desk.language,
        "issuer": body_name(body),
        "number": election.number,
        "historical": rulebook_of(body.id, today).historical,
        "election": election,
        "phone": body.phone or "",
        "today": written_day(today),
    }


def _notice(election: Election, frame: dict[str, Any]) -> Iterable[str]:
    proposed = in_order(election.id, Standing.PROPOSED)
    first, last = election.notice_from, election.notice_until
    yield render_template(
        "elections/papers/notice.html",
        **frame,
        rows=[_on_notice(n, one, election) for n, one in enumerate(proposed, 1)],
        first=written_day(first) if first else "",
        last=written_day(last) if last else "",
        days=book_today(election).value("selection.public_notice"),
    )


def _on_notice(number: int, one: Candidate, election: Election) -> list[str]:
    """Return what everybody may read of somebody on notice; a protected person is masked."""
    said = said_of(one.said)
    birth = birth_of(said)
    name = public_name(one.name, one.person.protected if one.person else False)
    later = one.noticed if one.noticed != election.notice_from else None
    return [
        str(number),
        _whole(name),
        _sex(said),
        str(birth.year) if birth else "",
        said.get("occupation", ""),
        gettext(SOURCES[one.source]),
        later.isoformat() if later else "",
    ]


def _submission(election: Election, frame: dict[str, Any]) -> Iterable[str]:
    proposed = in_order(election.id, Standing.PROPOSED)
    yield render_template(
        "elections/papers/submission.html",
        **frame,
        rows=[_submitted(n, one) for n, one in enumerate(proposed, 1)],
        book=book_today(election),
    )


def _submitted(number: int, one: Candidate) -> list[str]:
    said = said_of(one.said)
    birth = birth_of(said)
    education = said.get("education", "")
    return [
        str(number),
        _whole(one.name),
        _sex(said),
        _whole(str(birth or "")),
        gettext(_EDUCATIONS[education]) if education in _EDUCATIONS else education,
        said.get("employer") or said.get("occupation", ""),
        gettext(SOURCES[one.source]),
    ]


def _whole(text: str) -> str:
    """Return a text that is not broken at the end of a line."""
    return Markup('<span class="paper-name">{}</span>').format(text)


_EDUCATIONS = {level.value: text for level, text in EDUCATIONS.items()}
_SEXES = {sex.value: text for sex, text in SEXES.items()}


def _sex(said: dict[str, Any]) -> str:
    return gettext(_SEXES[said["sex"]]) if said.get("sex") else ""


def _vote(election: Election, frame: dict[str, Any]) -> Iterable[str]:
    """The record of a vote: everybody on the ballot, the most votes first."""
    ballot = sorted(ballot_of(election.id), key=lambda one: (-one.votes_for, one.n))
    yield render_template(
        "elections/papers/vote.html",
        **frame,
        voted=written_day(election.voted) if election.voted else "",
        electors=gettext(ELECTORS[election.electors]) if election.electors else "",
        rows=[_voted(one) for one in ballot],
    )


def _voted(one: Candidate) -> list[str]:
    said = gettext(VOTED.get(one.standing, STANDINGS[one.standing]))
    if one.by_lot:
        said = gettext("%(standing)s, by lot", standing=said)
    counts = (one.votes_for, one.votes_against, one.votes_blank)
    return [str(one.n), _whole(one.name), *map(str, counts), said]


def _request(election: Election, frame: dict[str, Any]) -> Iterable[str]:
    begins = written_day(election.begins) if election.begins else ""
    yield render_template("elections/papers/request.html", **frame, begins=begins)


def _letters(election: Election, frame: dict[str, Any]) -> Iterable[str]:
    for tenure in _appointed(election):
        words = {**frame, "language": tenure.person.language}
        with in_language(tenure.person.language):
            words["title"] = gettext(LETTER)
            words["issuer"] = body_name(election.body)
            yield render_template(
                "elections/papers/letter.html",
                **words,
                addressee=tenure.person.name,
                oath=book_today(election).has("oath.required")
                and book_today(election).value("oath.required"),
                act=election.act,
                adopted=written_day(election.act.adopted) if election.act else "",
                since=written_day(tenure.since),
                until=written_day(tenure.until) if tenure.until else "",
                day=written_day(clock.today(election.body.zone)),
            )


def _oath_roll(election: Election, frame: dict[str, Any]) -> Iterable[str]:
    book = book_today(election)
    rows = [
        [
            str(n),
            _whole(tenure.person.name),
            _whole(tenure.since.isoformat()),
            _whole(str(tenure.until or "")),
            "",
        ]
        for n, tenure in enumerate(_appointed(election), 1)
    ]
    oath = book.value("oath.text") if book.has("oath.text") else ""
    yield render_template(
        "elections/papers/oath_roll.html", **frame, rows=rows, oath=oath or "", act=election.act
    )


def _appointed(election: Election) -> Sequence[Tenure]:
    return tenures_by_act(election.act_id, election.body_id) if election.act_id else []


LETTER = N_("Letter of appointment")
PAPERS = {
    "notice": Paper(N_("Public notice of proposed assessors"), (Stage.NOTICE,), _notice),
    "submission": Paper(
        N_("List of persons proposed for appointment as assessors"),
        (Stage.NOTICE, Stage.SUBMITTED),
        _submission,
    ),
    "vote": Paper(
        N_("Record of the vote"),
        (Stage.VOTED, Stage.DECIDED),
        _vote,
        (ElectionForm.ASSEMBLY, ElectionForm.WORKERS),
    ),
    "request": Paper(
        N_("Request to name assessors for a case"),
        (Stage.CALLED, Stage.LISTED),
        _request,
        (ElectionForm.ORGANISATION,),
    ),
    "letters": Paper(LETTER, (Stage.DECIDED,), _letters, tuple(ElectionForm)),
    "oath-roll": Paper(N_("Roll of those who take the oath"), (Stage.DECIDED,), _oath_roll),
}
