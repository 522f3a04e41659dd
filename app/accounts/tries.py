"""Tries of a password: counted by account and address, slowed, never ended for good.

See docs/decisions/0008. A try is counted in a transaction of its own before the password is
looked at, and taken back when it was right: whatever the page answers, it has been counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, abort, after_this_request, current_app, g, request
from flask_security import EmailValidateException, current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from app.shared.limits import Counted, Limit, TooManyTries, give_back, network_of, take_try
from app.shared.once import new_key
from app.shared.transactions import transaction

KNOWN = Limit("sign_in.known", free=5, anew=True)  # an account from a browser that it knows
HERE = Limit("sign_in.here", free=5, anew=True)  # an account from one address
ADDRESS = Limit("sign_in.address", free=50)  # all accounts from one address: a court has one
ACCOUNT = Limit("sign_in.account", free=100)  # an account from addresses that are new to it

COOKIE = "known_browser"
KEPT = 400 * 24 * 3600  # seconds; browsers keep no cookie longer
MOST_KNOWN = 8  # accounts that share one browser
ENDPOINTS = frozenset({"security.login", "security.verify", "security.change_password"})


def count_tries(app: Flask) -> None:
    """Count each try of a password before it is looked at."""
    app.before_request(_take)


def was_right() -> None:
    """Take back the try of this request, and let its account know this browser."""
    if g.tried:
        give_back(g.tried)
        after_this_request(_with_mark)


def _take() -> None:
    if request.method != "POST" or request.endpoint not in ENDPOINTS:
        return
    typed = _typed()
    with transaction():
        g.tried = _counted(typed)
        wait = take_try(g.tried)
    if wait:
        raise TooManyTries(wait)


def _typed() -> Mapping[str, Any]:
    """Return what was sent, from where Flask-Security's forms read it."""
    if not request.is_json:
        return request.form
    sent = request.get_json()
    return MultiDict(sent) if isinstance(sent, dict) else abort(400)


def _counted(typed: Mapping[str, Any]) -> tuple[Counted, ...]:
    """Return what this request's try counts under; nothing where no password will be looked at."""
    user = current_user if current_user.is_authenticated else None
    email = _email(typed)
    if not typed.get("password") or (user is None) == (email is None):
        return ()
    user = user or _security().datastore.find_user(case_insensitive=True, email=email)
    g.account = account = f"user:{user.id}" if user else f"nobody:{email}".casefold()
    if mark := _marks().get(account):
        return (Counted(KNOWN, f"{account} {mark}"),)
    return tuple(_of_stranger(account, user))


def _of_stranger(account: str, user: Any) -> list[Counted]:
    address = request.remote_addr
    network = network_of(address)
    found = [Counted(HERE, f"{account} {network}")]
    if network:
        found.append(Counted(ADDRESS, network))
    if user is None or address not in (user.current_login_ip, user.last_login_ip):
        found.append(Counted(ACCOUNT, account))
    return found


def _email(typed: Mapping[str, Any]) -> str | None:
    """Return the address typed at sign-in, written as Flask-Security looks for it."""
    if request.endpoint != "security.login":
        return None
    try:
        return _security().mail_util.normalize(str(typed.get("email")))
    except EmailValidateException:
        return None


def _security() -> Any:
    return current_app.extensions["security"]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=COOKIE)


def _marks() -> dict[str, str]:
    """Return the accounts that know this browser, each with its mark, oldest first."""
    try:
        return dict(_serializer().loads(request.cookies.get(COOKIE, "")))
    except BadSignature:
        return {}


def _with_mark(response: Response) -> Response:
    marks = _marks()
    marks[g.account] = marks.pop(g.account, None) or new_key()
    kept = dict(list(marks.items())[-MOST_KNOWN:])
    response.set_cookie(
        COOKIE,
        _serializer().dumps(kept),  # type: ignore[arg-type]
        max_age=KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response
