"""The letter of appointment of a judge who was an assessor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import render_template
from flask_babel import gettext

from app.accounts.terms import Desk
from app.bodies.queries import rulebook_of
from app.messages.writing import in_language
from app.people.models import Tenure
from app.promotion.models import Proposal
from app.promotion.proposals import judge_by
from app.shared import clock
from app.shared.documents import print_paper
from app.shared.files import StoredFile, keep, kept
from app.shared.refusals import Refusal, Refused
from app.shared.screens import body_name, written_day
from app.shared.texts import N_

PDF = "application/pdf"


def print_letter(desk: Desk, proposal: Proposal) -> StoredFile:
    """Print the letter of appointment in the person's language and keep it; once while it stands.

    Raises Refused where no act is in, or its line was annulled.
    """
    tenure = judge_by(proposal)
    if tenure is None:
        text = N_("No act stands that appointed this person: there is no letter to print.")
        raise Refused([Refusal("letter.none", text, way_out=N_("Enter the act first."))])
    subject, name = f"proposal:{proposal.id}", f"appointment-{tenure.uid}-{tenure.version}.pdf"
    there = kept(subject, name)
    if there is not None:
        return there
    language = proposal.person.language
    with in_language(language):
        title = gettext("Letter of appointment")
        html = render_template(
            "promotion/papers/letter.html", **_words(proposal, tenure, title, language)
        )
        content = print_paper(html, title=title, language=language)
    return keep(content, PDF, name, subject)


def _words(proposal: Proposal, tenure: Tenure, title: str, language: str) -> dict[str, Any]:
    act = proposal.act
    today = clock.today(tenure.body.zone)
    return {
        "title": title,
        "language": language,
        "issuer": body_name(tenure.body),
        "court": body_name(tenure.body),
        "number": act.number if act else "",
        "organ": act.organ if act else "",
        "adopted": written_day(act.adopted) if act else "",
        "addressee": proposal.person.name,
        "historical": rulebook_of(tenure.body_id, today).historical,
        "since": written_day(tenure.since),
        "last": written_day(tenure.since - timedelta(days=1)),
        "today": written_day(today),
    }
