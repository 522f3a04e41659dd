"""Error pages: what happened and what to do, in the reader's language."""

from __future__ import annotations

from flask import Flask, render_template
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, SecurityError

from app.shared.db import db
from app.shared.logs import logger
from app.shared.texts import N_

log = logger("pages")
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
    429: (N_("Too many tries"), N_("Wait a few minutes, then try once more.")),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing was changed. Try once more; if it happens again, tell who runs the system."),
    ),
}
OLD_PAGE = (
    N_("The page is too old"),
    N_("It was open for a long time. Go back, open it anew and send it once more."),
)


def _page(code: int, words: tuple[str, str]) -> tuple[str, int]:
    db.session.rollback()
    title, said = gettext(words[0]), gettext(words[1])
    return render_template("pages/fault.html", title=title, said=said), code


def _on_http(error: HTTPException):
    if error.response is not None or error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        return error  # a host that is not ours gets no page with links
    if isinstance(error, CSRFError):
        return _page(400, OLD_PAGE)
    return _page(error.code, SAYINGS.get(error.code, SAYINGS[400]))


def _on_value(error: Exception) -> tuple[str, int]:
    """Answer for a value that no column can hold: a NUL in a text, a number of twenty digits."""
    log.warning("a value cannot be stored or looked for", kind=type(error).__name__)
    return _page(400, SAYINGS[400])


def set_up_faults(app: Flask) -> None:
    """Show our own pages for every error."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(DataError, _on_value)  # what PostgreSQL refuses
    app.register_error_handler(OverflowError, _on_value)  # what SQLite's driver does
