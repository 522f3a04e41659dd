"""Pages of certificates: a cohort's, printed, revoked, issued anew; the public page that checks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import anyone, for_roles
from app.accounts.desk import desk, own_or_404
from app.people.identity import public_name
from app.shared.acting import reads_first
from app.shared.files import StoredFile, file_by_uid
from app.shared.forms import ActingForm
from app.shared.limits import Counted, Limit, TooManyTries, network_of, take_try
from app.shared.once import new_key
from app.training.access import KEEPS
from app.training.certificate_papers import (
    is_marked,
    print_certificate,
    print_later,
    printed_words,
    volumes_of,
)
from app.training.forms.certificates import CheckForm
from app.training.forms.cohorts import WhyForm
from app.training.models import Certificate, Cohort
from app.training.queries.attendance import trainees_in
from app.training.queries.certificates import (
    all_in,
    certificate_by_number,
    certificate_by_uid,
    owner_of,
    replaced_by,
)
from app.training.queries.cohorts import cohort_by_uid
from app.training.routes.shown import refused
from app.training.service.certificates import issue_all
from app.training.service.certificates import reissue as issue_anew
from app.training.service.certificates import revoke as take_back
from app.training.terms import EnrolmentState

bp = Blueprint("certificates", __name__)
CHECKS = Limit("certificate.check", free=60)  # numbers typed from one address


@bp.get("/cohorts/<uid>/certificates")
@for_roles(KEEPS)
def cohort(uid: str) -> str:
    """Show who of a cohort passed, with each certificate, and the files printed."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    passed = [one for one in trainees_in(row) if one.state is EnrolmentState.PASSED]
    rows = all_in(row)
    standing = [one.id for one in passed if one.id in rows and rows[one.id].revoked_at is None]
    return render_template(
        "training/certificates.html",
        cohort=row,
        passed=passed,
        certificates=rows,
        standing=len(standing),
        volumes=volumes_of(row),
    )


@bp.post("/cohorts/<uid>/certificates/issue")
@for_roles(KEEPS)
def issue(uid: str) -> Any:
    """Issue certificates to all who passed and have none."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    if not ActingForm().goes():
        return refused()
    new = len(issue_all(desk(), row))
    flash(ngettext("%(num)s certificate is issued.", "%(num)s certificates are issued.", new),
          "good")  # fmt: skip
    return redirect(url_for("certificates.cohort", uid=uid), 303)


@bp.post("/cohorts/<uid>/certificates/print")
@for_roles(KEEPS)
def print_all(uid: str) -> Any:
    """Let a worker print all certificates of a cohort."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    if not ActingForm().goes():
        return refused()
    work = print_later(desk(), row)
    return redirect(url_for("jobs.job", uid=work.uid), 303)


@bp.post("/certificates/<uid>/print")
@for_roles(KEEPS)
@reads_first
def print_one(uid: str) -> Any:
    """Print a certificate, or send the paper that was printed."""
    row: Certificate = own_or_404(certificate_by_uid(uid))
    if not ActingForm().goes():
        return refused()
    file = print_certificate(desk(), row)
    return redirect(url_for("certificates.paper", uid=file.uid), 303)


@bp.route("/certificates/<uid>/revoke", methods=["GET", "POST"])
@for_roles(KEEPS)
def revoke(uid: str) -> Any:
    """Revoke a certificate for a reason."""
    row: Certificate = own_or_404(certificate_by_uid(uid))
    form = WhyForm()
    if form.goes():
        take_back(desk(), row, form.reason.data or "")
        flash(gettext("%(number)s is revoked.", number=row.number), "good")
        return redirect(url_for("certificates.cohort", uid=row.enrolment.cohort.uid), 303)
    return render_template("training/revoke.html", form=form, row=row, anew=False)


@bp.route("/certificates/<uid>/reissue", methods=["GET", "POST"])
@for_roles(KEEPS)
def reissue(uid: str) -> Any:
    """Revoke a certificate and issue another in its place."""
    row: Certificate = own_or_404(certificate_by_uid(uid))
    form = WhyForm()
    if form.goes():
        new = issue_anew(desk(), row, form.reason.data or "")
        said = gettext("%(new)s stands in the place of %(old)s.", new=new.number, old=row.number)
        flash(said, "good")
        return redirect(url_for("certificates.cohort", uid=row.enrolment.cohort.uid), 303)
    return render_template("training/revoke.html", form=form, row=row, anew=True)


@bp.get("/certificates/papers/<uid>")
@for_roles(KEEPS)
def paper(uid: str) -> Response:
    """Send a printed certificate or a volume of them."""
    file: StoredFile = file_by_uid(uid) or abort(404)
    own_or_404(owner_of(file))
    response = Response(file.content, mimetype=file.mime)
    response.headers["Content-Disposition"] = f"inline; filename={file.name}"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/c", methods=["GET", "POST"])
@anyone
def check_any() -> Any:
    """Check a certificate by the number that somebody types; tries from one address are counted."""
    form = CheckForm()
    if form.goes():
        network = network_of(request.remote_addr)
        if network and (wait := take_try([Counted(CHECKS, network)])):
            raise TooManyTries(wait)
        return _shown(form, form.number.data or "")
    return render_template("training/check.html", form=form, asked="")


@bp.get("/c/<number>")
@anyone
def check(number: str) -> Any:
    """Show a certificate to who scanned its QR mark; who typed the address confirms the number."""
    form = CheckForm()
    form.number.data = number[:40]
    if is_marked(number, request.args.get("k", "")):
        return _shown(form, number)
    return render_template("training/check.html", form=form, asked="")


def _shown(form: CheckForm, number: str) -> str:
    form.once.data = new_key()  # the next number is checked from this page
    found = certificate_by_number(number)
    return render_template(
        "training/check.html",
        form=form,
        asked=number,
        certificate=found,
        words=printed_words(found) if found else {},
        name=public_name(found.words["name"], protected=True) if found else "",
        instead=replaced_by(found) if found and found.revoked_at else None,
    )
