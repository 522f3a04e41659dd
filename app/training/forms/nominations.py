"""Forms over lists of people: who is ticked, and a reason where one is needed."""

# WTForms takes lazy texts; its types do not know them.
# pyright: reportArgumentType=false
from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext
from wtforms import StringField

from app.shared.forms import ActingForm, AsTyped
from app.shared.rows import AtMost

MOST = 2000  # people in one act


class TickedForm(ActingForm):
    """People ticked in a list; `act` names the button that was pressed."""

    reason = StringField(lazy_gettext("Why"), [AtMost(300)], filters=[AsTyped()])

    @property
    def ticked(self) -> list[str]:
        """The public ids that are ticked, each once."""
        return list(dict.fromkeys(request.form.getlist("chosen")))[:MOST]

    @property
    def act(self) -> str:
        """The button that was pressed."""
        return request.form.get("act", "")
