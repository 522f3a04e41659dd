"""Certificates as papers: one printed once and kept, a whole cohort's by a worker in volumes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hmac import compare_digest
from typing import Any

from flask import render_template
from flask_babel import gettext
from sqlalchemy import select

from app.accounts.terms import Desk
from app.messages.writing import absolute, in_language, path_to
from app.rulebooks.loader import load
from app.shared.db import db
from app.shared.documents import VOLUME, print_paper, print_volumes, qr_mark
from app.shared.files import StoredFile, forget, keep
from app.shared.jobs.models import Job
from app.shared.jobs.registry import job
from app.shared.jobs.service import start
from app.shared.refusals import Refusal, Refused
from app.shared.screens import is_chinese, written_day
from app.shared.sealed import keyed_hash
from app.shared.texts import N_
from app.shared.transactions import lock, transaction
from app.training.models import Certificate, Cohort
from app.training.queries.certificates import certificates_to_print, ids_to_print

PDF = "application/pdf"
VERB = "certificates.print"
PRINTING = N_("Printing the certificates")


def check_mark(number: str) -> str:
    """Return the sign in the QR mark by which a certificate is shown at once, uncounted."""
    return keyed_hash(f"certificate:{number}")[:12]


def is_marked(number: str, mark: str) -> bool:
    """Say whether somebody comes from the QR mark of a certificate."""
    return compare_digest(mark.encode(), check_mark(number).encode())


def print_certificate(desk: Desk, certificate: Certificate) -> StoredFile:
    """Print a certificate once and keep it; from then on it is that very paper."""
    if certificate.file_id is not None:
        return db.session.get_one(StoredFile, certificate.file_id)
    language = certificate.enrolment.person.language
    with in_language(language):
        title = gettext("Certificate %(number)s", number=certificate.number)
        content = print_paper(_html(certificate, language), title=title, language=language)
    file = keep(content, PDF, f"{certificate.uid}.pdf", f"certificate:{certificate.id}")
    row = lock(Certificate, certificate.id)
    if row.file_id is not None:  # somebody printed it meanwhile: that is the paper
        db.session.delete(file)
        return db.session.get_one(StoredFile, row.file_id)
    row.file_id = file.id
    return file


def print_later(desk: Desk, cohort: Cohort) -> Job:
    """Let a worker print all certificates of a cohort that stand. Raises Refused without any."""
    if not ids_to_print(cohort.id):
        text = N_("No certificate of this cohort stands.")
        raise Refused([Refusal("certificate.none", text, way_out=N_("Issue them first."))])
    arguments = {"cohort_id": cohort.id, "uid": cohort.uid, "language": desk.language}
    return start(desk, VERB, arguments)


def volumes_of(cohort: Cohort) -> Sequence[StoredFile]:
    """Return the files with all certificates of a cohort that a worker printed last."""
    where = StoredFile.subject == _subject(cohort.id)
    return db.session.scalars(select(StoredFile).where(where).order_by(StoredFile.id)).all()


@job(VERB, N_("Printing certificates"))
def print_job(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Print the certificates of a cohort in volumes of fifty; a second run begins anew."""
    subject = _subject(arguments["cohort_id"])
    with transaction("read"):
        ids = ids_to_print(arguments["cohort_id"])
    with transaction():
        forget(subject)
    with in_language(arguments["language"]):
        title = gettext("Certificates")
    done = 0
    progress(done, len(ids), PRINTING)
    for content in print_volumes(
        certificate_htmls(ids), title=title, language=arguments["language"]
    ):
        first, done = done + 1, min(done + VOLUME, len(ids))
        with transaction():
            keep(content, PDF, f"certificates-{first}-{done}.pdf", subject)
        progress(done, len(ids), PRINTING)
    return {"link": path_to("certificates.cohort", uid=arguments["uid"]), "printed": len(ids)}


def certificate_htmls(ids: Sequence[int]) -> Iterator[str]:
    """Yield certificates as HTML, each in its reader's language, read a volume at a time."""
    for done in range(0, len(ids), VOLUME):
        with transaction("read"):
            rows = certificates_to_print(ids[done : done + VOLUME])
            htmls = [_html(one, one.enrolment.person.language) for one in rows]
        yield from htmls


def _html(one: Certificate, language: str) -> str:
    with in_language(language):
        address = absolute(_public(one.number))
        return render_template(
            "training/papers/certificate.html",
            **printed_words(one),
            title=gettext("Certificate of completion"),
            language=language,
            historical=load(one.words["rulebook"]).historical,
            mark=qr_mark(address, alt=gettext("QR mark of the page that checks this certificate")),
            address=absolute(path_to("certificates.check_any")),
        )


def printed_words(one: Certificate) -> dict[str, Any]:
    """Return what a certificate says, as issued, in the language of the block."""
    words = one.words
    starts, ends = (written_day(date.fromisoformat(words[key])) for key in ("starts", "ends"))
    return {
        "name": words["name"],
        "course": words["course"],
        "cohort": words["cohort"],
        "issuer": words["school"] if is_chinese() else words["school_en"] or words["school"],
        "days": f"{starts} ～ {ends}",
        "hours": one.hours,
        "score": words["score"],
        "number": one.number,
        "issued": written_day(one.issued),
    }


def _public(number: str) -> str:
    return path_to("certificates.check", number=number, k=check_mark(number))


def _subject(cohort_id: int) -> str:
    return f"certificates:{cohort_id}"
