"""What the forms of the schools share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext


def choices(words: Mapping[Any, str]) -> list[tuple[str, Any]]:
    """Return the choices of a select, in the reader's language."""
    return [(str(code), lazy_gettext(text)) for code, text in words.items()]
