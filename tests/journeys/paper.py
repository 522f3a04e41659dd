"""What a printed paper says: its text, and what a phone reads in its QR marks."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from playwright.sync_api import Page
from pypdf import PdfReader
from pypdfium2 import PdfDocument

SHARP = 3  # dots a point of 1/72 inch, as a phone's camera sees paper


def printed(page: Page, button: str) -> bytes:
    """Press a button that prints; return the file that the browser is sent."""
    with page.expect_response("**/days/papers/*") as sent:
        page.get_by_role("button", name=button, exact=True).click()
    assert sent.value.headers["content-type"] == "application/pdf"
    return page.request.get(sent.value.url).body()


def text_of(paper: bytes) -> str:
    """Return the text of a paper."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def marks_of(paper: bytes) -> list[str]:
    """Return what the marks of a paper say, read off its pages as they are seen."""
    pages = [page.render(scale=SHARP).to_pil() for page in PdfDocument(paper)]
    return [mark.text for page in pages for mark in zxingcpp.read_barcodes(page)]
