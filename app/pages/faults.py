"""Error pages: what happened and what to do, in the reader's language."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext, ngettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from app.shared.acting import refusal_of
from app.shared.busy import busy_now
from app.shared.db import db
from app.shared.limits import TooManyTries, minutes
from app.shared.logs import logger
from app.shared.screens import translated
from app.shared.texts import N_
from app.shared.transactions import set_mode

log = logger("pages")
ANSWERING = ("/a/", "/A/")  # where letters and messages lead; typed from paper by hand
SAYINGS = {
    400: (N_("The page could not be read"), N_("Open the page anew and try once more.")),
    403: (
        N_("This is not for your role"),
        N_("Ask your court's personnel office if you need it."),
    ),
    404: (
        N_("There is no such page"),
        N_("The address is wrong, or it belongs to another court."),
    ),
    405: (N_("This address is not opened this way"), N_("Go back and use the button.")),
    413: (
        N_("The file is too large"),
        N_("At most 50 MB can be uploaded. Split the file and bring it in by parts."),
    ),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing was changed. Try once more; if it happens again, tell who runs the system."),
    ),
}
NO_LINK = (
    N_("This link opens nothing"),
    N_(
        "Compare the address, sign by sign, with the one in your letter or message: one may be "
        "missing or mistyped. If they are the same, call the court by the telephone number in "
        "the letter: the clerk takes your answer there."
    ),
)
OLD_PAGE = (
    N_("The page is too old"),
    N_("It was open for a long time. Go back, open it anew and send it once more."),
)


def _page(code: int, words: tuple[str, str]) -> Response:
    return _shown(code, gettext(words[0]), gettext(words[1]))


def _shown(code: int, title: str, said: str) -> Response:
    db.session.rollback()
    return make_response(render_template("pages/fault.html", title=title, said=said), code)


def _on_tries(error: TooManyTries) -> Response:
    """Say how long to wait: nobody is kept out for good."""
    number = minutes(error.wait)
    said = ngettext(
        "After several wrong tries the next one has to wait: %(num)s minute. "
        "What is right is taken then.",
        "After several wrong tries the next one has to wait: %(num)s minutes. "
        "What is right is taken then.",
        number,
    )
    response = _shown(429, gettext("Too many tries"), said)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _on_database(error: OperationalError) -> Response:
    """Answer for a database that others keep busy before a page could act."""
    if refusal_of(error) is None:
        raise error
    db.session.rollback()
    set_mode("read")
    busy = busy_now()
    return _shown(503, translated(busy.text, **busy.facts), gettext(busy.way_out))


def _on_http(error: HTTPException):
    if error.response is not None or error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        return error  # a host that is not ours gets no page with links
    if isinstance(error, CSRFError):
        return _page(400, OLD_PAGE)
    if error.code == 404 and request.path.startswith(ANSWERING):
        return _page(404, NO_LINK)  # the same words whether there ever was such a link or not
    return _page(error.code, SAYINGS.get(error.code, SAYINGS[400]))


def _on_value(error: Exception) -> Response:
    """Answer for a value that no column can hold: a NUL in a text, a number of twenty digits."""
    log.warning("a value cannot be stored or looked for", kind=type(error).__name__)
    return _page(400, SAYINGS[400])


def set_up_faults(app: Flask) -> None:
    """Show our own pages for every error."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(TooManyTries, _on_tries)
    app.register_error_handler(OperationalError, _on_database)
    app.register_error_handler(DataError, _on_value)  # what PostgreSQL refuses
    app.register_error_handler(OverflowError, _on_value)  # what SQLite's driver does
