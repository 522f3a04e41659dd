"""Full-width digits and letters, as Chinese input methods write them."""

from __future__ import annotations

import re
import unicodedata

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FULL = re.compile("[\u3000\uff01-\uff5e]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")


def halfwidth(text: str) -> str:
    """Return `text` with full-width forms (U+FF01 to U+FF5E, U+3000) as ASCII, trimmed."""
    if not text.isascii() and _FULL.search(text):
        text = text.translate(_HALF)
    return text.strip()


def ways_written(text: str) -> tuple[str, ...]:
    """Return the ways in which a text may stand written, for a comparison: as it is, with plain
    forms only, and with full-width brackets, as Chinese names and numbers are printed."""
    plain = halfwidth(text)
    printed = plain.replace("(", "\uff08").replace(")", "\uff09")
    return tuple(dict.fromkeys((text, plain, printed)))


def cleaned(text: str) -> str:
    """Return `text` in NFC, trimmed, its runs of white space single, unseen characters removed.

    Unseen are direction marks, zero-width and control characters: they come with text that is
    copied from web pages, and make two equal names differ.
    """
    if text.isprintable() and " " not in text and unicodedata.is_normalized("NFC", text):
        return text  # nearly all cells of a table
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())
