"""Forms of results and certificates: results of a whole cohort, a number to check."""

# WTForms takes lazy texts; its types do not know them.
# pyright: reportArgumentType=false
from __future__ import annotations

from collections.abc import Iterable

from flask import request
from flask_babel import lazy_gettext
from wtforms import StringField

from app.shared.forms import ActingForm, AsTyped, Fullwidth, Needed
from app.shared.rows import AtMost
from app.training.models import Enrolment


class ResultsForm(ActingForm):
    """The results of a cohort; a correction says why."""

    reason = StringField(
        lazy_gettext("Why a result is corrected"), [AtMost(300)], filters=[AsTyped()]
    )

    def to_results(self, people: Iterable[Enrolment]) -> dict[int, str]:
        """Return what was typed of each, by enrolment."""
        return {one.id: request.form.get(f"result-{one.uid}", "") for one in people}


class CheckForm(ActingForm):
    """A certificate's number, as it is printed."""

    number = StringField(
        lazy_gettext("Number of the certificate"), [Needed(), AtMost(40)], filters=[Fullwidth()]
    )
