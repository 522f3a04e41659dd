"""Writing to a reader who is not the one at the screen: his language, addresses for his link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from flask_babel import force_locale

LINK = "{link}"  # where the secret link stands in a message's text until it is sent


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Have gettext and the formats speak `language` (en or zh_Hans) inside the block.

    Works in a request, in a command and in the clock; blocks may stand in one another.
    """
    with force_locale(language):
        yield


def path_to(endpoint: str, **values: Any) -> str:
    """Return the path of a page, outside of a request too (as Notice.link wants it)."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def absolute(link: str) -> str:
    """Return a link as a mail or a letter needs it: a path is put behind the site's address."""
    return current_app.config["SITE"].rstrip("/") + link if link.startswith("/") else link


def filled(text: str, link: str) -> str:
    """Return a message's text with its link in place."""
    return text.replace(LINK, link)
