"""Certificates: by number, of a cohort, of a person; the running number of a school's year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.inserts import insert_into
from app.training.models import Certificate, CertificateSeries, Cohort, Enrolment


def certified_in(cohort: Cohort) -> Mapping[int, Certificate]:
    """Return the certificates of a cohort that stand, by enrolment (uq_certificate_standing)."""
    return {one.enrolment_id: one for one in _of_cohort(cohort) if one.revoked_at is None}


def all_in(cohort: Cohort) -> Mapping[int, Certificate]:
    """Return the newest certificate of each enrolment of a cohort, revoked ones too."""
    return {one.enrolment_id: one for one in _of_cohort(cohort)}


def _of_cohort(cohort: Cohort) -> Sequence[Certificate]:
    rows = (
        select(Certificate)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id)
        .order_by(Certificate.id)
    )
    return db.session.scalars(rows).all()


def certificate_by_number(number: str) -> Certificate | None:
    """Return the certificate of a number (its unique key), with what it rests on."""
    return db.session.scalar(_with_all().where(Certificate.number == number))


def certificate_by_uid(uid: str) -> Certificate | None:
    """Return the certificate at a public address, with what it rests on."""
    return db.session.scalar(_with_all().where(Certificate.uid == uid))


def certificates_of(person_id: int) -> Sequence[Certificate]:
    """Return a person's certificates, the newest first (ix_certificate_person_id)."""
    rows = _with_all().where(Certificate.person_id == person_id)
    return db.session.scalars(rows.order_by(Certificate.issued.desc(), Certificate.id.desc())).all()


def _with_all() -> Select[Certificate]:
    enrolment = joinedload(Certificate.enrolment)
    return select(Certificate).options(
        enrolment.joinedload(Enrolment.person),
        enrolment.joinedload(Enrolment.cohort).joinedload(Cohort.body),
        enrolment.joinedload(Enrolment.cohort).joinedload(Cohort.course),
    )


def next_numbers(body_id: int, year: int, wanted: int) -> range:
    """Take so many running numbers of a school's year; its row stays locked until the commit.

    Whoever asks at the same moment waits, and a number that is not used after all is given back
    with the transaction: no gap.
    """
    key = {"body_id": body_id, "year": year}
    new = insert_into(CertificateSeries).values(**key, last=wanted)
    more = {"last": CertificateSeries.last + wanted}
    taken = new.on_conflict_do_update(index_elements=list(key), set_=more)
    last = db.session.execute(taken.returning(CertificateSeries.last)).scalar_one()
    return range(last - wanted + 1, last + 1)


def ids_to_print(cohort_id: int) -> list[int]:
    """Return the certificates of a cohort that stand, in the order of their numbers."""
    rows = select(Certificate.id).join(Enrolment, Enrolment.id == Certificate.enrolment_id)
    standing = (Enrolment.cohort_id == cohort_id, Certificate.revoked_at.is_(None))
    return list(db.session.scalars(rows.where(*standing).order_by(Certificate.id)))


def certificates_to_print(ids: Iterable[int]) -> Sequence[Certificate]:
    """Return certificates (a volume's) with their people, in the order of their numbers."""
    rows = _with_all().where(Certificate.id.in_(list(ids))).order_by(Certificate.id)
    return db.session.scalars(rows).all()


def replaced_by(certificate: Certificate) -> Certificate | None:
    """Return the certificate that stands in the place of a revoked one."""
    return db.session.scalar(
        select(Certificate).where(
            Certificate.enrolment_id == certificate.enrolment_id, Certificate.revoked_at.is_(None)
        )
    )


def owner_of(file: StoredFile) -> Certificate | Cohort | None:
    """Return what a kept paper belongs to: a certificate, or a whole cohort."""
    kind, _, number = file.subject.partition(":")
    of = {"certificate": Certificate, "certificates": Cohort}.get(kind)
    return db.session.get(of, int(number)) if of and number.isdecimal() else None
