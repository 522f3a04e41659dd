"""WeasyPrint as the papers use it: no address is fetched, no font is taken from a paper.

Imported on the first paper only: it takes half a second and needs the library Pango.
"""

from __future__ import annotations

import logging
import threading
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

STYLESHEET = Path(__file__).parents[2] / "static" / "paper.css"
VARIANT = "pdf/ua-1"  # ISO 14289-1: tagged; also read by every viewer of PDF 1.7

log = logging.getLogger(__name__)


class InlineOnly(URLFetcher):
    """Gives out data: addresses and nothing else, whatever HTML, CSS or SVG ask for.

    The refusal is raised inside fetch(), where WeasyPrint turns it into a missing picture.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)


class InstalledFonts(FontConfiguration):
    """The machine's fonts alone: one configuration serves all papers, so a face that one
    paper brought with @font-face would change the letters of the next."""

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        log.warning("A paper brought a font of its own; it is not used.")


class Press:
    """One font configuration and one stylesheet for all papers of the process.

    Pango's font map is not made for several threads (eight at once: GLib reported a corrupted
    list) and the work holds the interpreter anyway, so one thread prints at a time.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._fonts = InstalledFonts()
        self._fetcher = InlineOnly()
        self._css = CSS(filename=STYLESHEET, font_config=self._fonts, url_fetcher=self._fetcher)

    def lay_out(self, html: str, tag: str, *, keep_own: bool = False) -> Document:
        """Return the pages of `html`; its language is `tag` (BCP 47), or its own if kept."""
        with self._turn:
            parsed = HTML(string=html, url_fetcher=self._fetcher)
            root = parsed.etree_element
            if not (keep_own and root.get("lang")):
                root.set("lang", tag)
            return parsed.render(
                font_config=self._fonts, stylesheets=[self._css], pdf_variant=VARIANT
            )

    def write(self, document: Document, title: str, tag: str) -> bytes:
        """Return `document` as a tagged PDF with this title and language."""
        document.metadata.title, document.metadata.lang = title, tag
        with self._turn:
            return document.write_pdf(pdf_variant=VARIANT) or b""


_making = threading.Lock()


@cache
def _one_press() -> Press:
    return Press()


def press() -> Press:
    """Return the process's press, made at the first call."""
    with _making:
        return _one_press()
