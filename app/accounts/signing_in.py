"""Flask-Security, set up: argon2, sign-in pages in two languages, no puzzles."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from flask import Flask
from flask_login import user_logged_out
from flask_security import Security

from app.accounts.forms import CountedChange, CountedLogin, CountedVerify
from app.accounts.models import Role, User
from app.accounts.tries import ENDPOINTS, count_tries
from app.accounts.users import Users
from app.shared import clock
from app.shared.acting import reads_first
from app.shared.db import db

SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_TRACKABLE": True,
    "SECURITY_DATETIME_FACTORY": clock.now,
    "SECURITY_REGISTERABLE": False,
    "SECURITY_CLI_USERS_NAME": False,  # ours are flask account and flask court
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RECOVERABLE": False,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_UNAUTHORIZED_VIEW": None,
    "SECURITY_FLASH_MESSAGES": True,
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_FRESHNESS": timedelta(hours=8),
}


def set_up_signing_in(app: Flask) -> None:
    """Give the application its users and sign-in pages."""
    app.config.setdefault("SECURITY_PASSWORD_SALT", app.config["SECRET_KEY"])
    app.config["SECURITY_I18N_DIRNAME"] = [
        "builtin",
        app.config["BABEL_TRANSLATION_DIRECTORIES"],
    ]
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    forms = {
        "login_form": CountedLogin,
        "verify_form": CountedVerify,
        "change_password_form": CountedChange,
    }
    users = Users(db, User, Role)
    Security(app, users, **forms)
    user_logged_out.connect(partial(_end_everywhere, users), app, weak=False)
    count_tries(app)
    for endpoint in ENDPOINTS:
        reads_first(app.view_functions[endpoint])


def _end_everywhere(users: Users, _app: Flask, user: User) -> None:
    """Let who signs out be signed out: no copy of his cookie, on no machine, works any more."""
    users.set_uniquifier(user)
