"""Verbs of certificates: issued with running numbers, revoked with a reason, issued anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.accounts.terms import Desk
from app.audit.service import record, record_each
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock
from app.training.models import Certificate, Cohort, Enrolment
from app.training.queries.attendance import trainees_in
from app.training.queries.certificates import all_in, certified_in, next_numbers
from app.training.queries.cohorts import locked_cohort
from app.training.service.results import not_certified
from app.training.terms import CohortState


def issue_all(desk: Desk, cohort: Cohort) -> list[Certificate]:
    """Issue certificates to everybody of a cohort who passed and has none that stands, by name.

    Raises Refused before the cohort is finished, and where nobody is left.
    """
    cohort = locked_cohort(cohort.id)
    if cohort.state is not CohortState.FINISHED:
        text = N_("There are no certificates before all results of the cohort are in.")
        raise Refused([Refusal("certificate.results", text, way_out=N_("Give the results first."))])
    left = not_certified(trainees_in(cohort), certified_in(cohort))
    if not left:
        text = N_("Everybody who passed has a certificate.")
        raise Refused([Refusal("certificate.nobody", text)])
    return _issue(desk, cohort, left)


def revoke(desk: Desk, certificate: Certificate, reason: str) -> None:
    """Revoke a certificate for a reason; it stays to be read, and its number is not used again.

    Raises Refused for one that was revoked already.
    """
    locked_cohort(certificate.enrolment.cohort_id)
    _revoke(desk, certificate, reason)


def reissue(desk: Desk, certificate: Certificate, reason: str) -> Certificate:
    """Revoke a certificate for a reason and issue another in its place, with what is known now.

    Raises Refused for one that was revoked already.
    """
    cohort = locked_cohort(certificate.enrolment.cohort_id)
    _revoke(desk, certificate, reason)
    return _issue(desk, cohort, [certificate.enrolment])[0]


def _revoke(desk: Desk, certificate: Certificate, reason: str) -> None:
    lock(Certificate, certificate.id)
    if certificate.revoked_at is not None:
        text = N_("The certificate %(number)s was revoked already.")
        raise Refused([Refusal("certificate.revoked", text, {"number": certificate.number})])
    if not reason.strip():
        text = N_("Say why the certificate is revoked.")
        raise Refused([Refusal("certificate.reason", text, place="reason")])
    certificate.revoked_at, certificate.revoked_why = clock.now(), reason.strip()[:300]
    db.session.flush()
    number, reason = certificate.number, certificate.revoked_why
    record(desk, "certificate:revoked", certificate, number=number, reason=reason)


def _issue(desk: Desk, cohort: Cohort, people: Sequence[Enrolment]) -> list[Certificate]:
    today, earlier = clock.today(cohort.body.zone), all_in(cohort)
    numbers = next_numbers(cohort.body_id, today.year, len(people))
    rows = [
        Certificate(
            number=f"{cohort.body.code}-{today.year}-{number:05}",
            enrolment=one,
            person_id=one.person_id,
            body_id=cohort.body_id,
            issued=today,
            hours=cohort.course.hours,
            words=_words(cohort, one),
            replaces_id=earlier[one.id].id if one.id in earlier else None,
        )
        for number, one in zip(numbers, people, strict=True)
    ]
    db.session.add_all(rows)
    db.session.flush()
    done = ((row, {"number": row.number, "cohort": cohort.number}) for row in rows)
    record_each(desk, "certificate:issued", done)
    return rows


def _words(cohort: Cohort, one: Enrolment) -> dict[str, Any]:
    """What a certificate says, kept with it: it stays as issued whatever is corrected later."""
    return {
        "name": one.person.name,
        "course": cohort.course.title,
        "cohort": cohort.number,
        "school": cohort.body.name,
        "school_en": cohort.body.name_en,
        "starts": cohort.starts.isoformat(),
        "ends": cohort.ends.isoformat(),
        "score": one.score,
        "rulebook": cohort.rulebook,
    }
