"""Flask-Security's forms that look at a password, each saying when it was right.

A password takes a tenth of a second to look at; nobody waits for the writer's place meanwhile.
"""

from __future__ import annotations

from typing import Any

from flask_security.forms import ChangePasswordForm, LoginForm, VerifyForm

from app.accounts.tries import was_right
from app.shared.acting import begin_writing


class CountedLogin(LoginForm):
    """Sign-in: also a right password of a closed account is no miss. Nobody stays signed in."""

    remember = None  # type: ignore[assignment]

    def validate(self, **kwargs: Any) -> bool:
        whole = super().validate(**kwargs)
        if self.user_authenticated:
            begin_writing()
            was_right()
        return whole


class CountedVerify(VerifyForm):
    """The password asked for once more."""

    def validate(self, **kwargs: Any) -> bool:
        whole = super().validate(**kwargs)
        if whole:
            begin_writing()
            was_right()
        return whole


class CountedChange(ChangePasswordForm):
    """A new password: the one that holds now may be right while the new one is too short."""

    def validate(self, **kwargs: Any) -> bool:
        whole = super().validate(**kwargs)
        if not self.password.errors:
            begin_writing()
            was_right()
        return whole
