"""Papers that ask for files, addresses and fonts get none of them."""

from __future__ import annotations

import base64
import io
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetchingError

from app.shared.documents import print_paper
from app.shared.documents_press import InlineOnly

CSS = 'body::after { content: "SECRET" }'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>SECRET</text></svg>'
SVG_ASKING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 9 9"><style>@import url({css});</style><image xlink:href="{svg}"/>'
    '<use href="{svg}#a"/></svg>'
)
ASKING = {
    "img": '<img alt="x" src="{svg}">',
    "img in capitals": '<img alt="x" src="{upper}">',
    "base": '<base href="{folder}"><img alt="x" src="mark.svg">'
    '<link rel="stylesheet" href="a.css">',
    "link": '<link rel="stylesheet" href="{css}">',
    "attachment": '<link rel="attachment" href="{css}"><a rel="attachment" href="{css}">x</a>',
    "object and embed": '<object data="{svg}"></object><embed src="{svg}">',
    "iframe": '<iframe src="{svg}"></iframe>',
    "svg": SVG_ASKING,
    "css import": "<style>@import url({css});</style>",
    "css pictures": "<style>body {{ background: url({svg}) }} p::before {{ content: url({svg}) }}"
    " li {{ list-style-image: url({svg}) }}</style><ul><li>x</ul>",
    "css of the page": "<style>@page {{ background: url({svg});"
    " @top-left {{ content: url({svg}) }} }}</style>",
    "css font": "<style>@font-face {{ font-family: x; src: url({css}) }}"
    " p {{ font-family: x }}</style>",
    "style attribute": '<p style="background: url({svg}); border-image: url({svg}) 1">x</p>',
}
CONTROL = ("img", "link", "attachment", "css import", "css pictures", "style attribute")


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Serve the stylesheet and the picture on this machine; yield the address and the requests."""
    requests: list[str] = []

    class Count(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            css = self.path.endswith(".css")
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if css else "image/svg+xml")
            self.end_headers()
            self.wfile.write((CSS if css else SVG).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the test counts."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Count)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}/", requests
    web.shutdown()
    thread.join()
    web.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "a.css").write_text(CSS)
    (tmp_path / "mark.svg").write_text(SVG)
    return tmp_path.as_uri() + "/"


def paper(asking: str, folder: str) -> str:
    scheme, rest = folder.split(":", 1)
    told = ASKING[asking].format(
        folder=folder,
        css=folder + "a.css",
        svg=folder + "mark.svg",
        upper=f"{scheme.upper()}:{rest}mark.svg",
    )
    return f'<html lang="en"><title>x</title><body><p>Letter</p>{told}'


def printed(html: str) -> bytes:
    return print_paper(html, title="x", language="en")


def leaked(pdf: bytes) -> bool:
    """Tell whether the secret stands in the text, in a picture or in an attachment."""
    read = PdfReader(io.BytesIO(pdf))
    text = "".join(page.extract_text() for page in read.pages)
    return "SECRET" in text or bool(dict(read.attachments))


@pytest.mark.parametrize("asking", ASKING)
def test_no_address_is_asked(asking, server):
    address, requests = server
    pdf = printed(paper(asking, address))
    assert requests == []
    assert not leaked(pdf)
    assert "Letter" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.parametrize("asking", ASKING)
def test_no_file_is_read(asking, folder):
    assert not leaked(printed(paper(asking, folder)))


@pytest.mark.parametrize("where", ["server", "folder"])
def test_a_colour_profile_elsewhere_stops_the_paper_unasked(where, server, folder):
    address = {"server": server[0], "folder": folder}[where]
    with pytest.raises(URLFetchingError, match="disallowed"):
        printed(f"<style>@color-profile --x {{ src: url({address}a.css) }}</style><p>Letter")
    assert server[1] == []
    assert not leaked(printed("<p>The next one is printed."))


@pytest.mark.parametrize("asking", CONTROL)
def test_control_weasyprint_itself_would_ask(asking, server):
    address, requests = server
    HTML(string=paper(asking, address)).write_pdf()
    assert requests


@pytest.mark.parametrize("asking", ["link", "attachment", "css import", "css pictures"])
def test_control_weasyprint_itself_would_read(asking, folder):
    assert leaked(HTML(string=paper(asking, folder)).write_pdf() or b"")


@pytest.mark.parametrize("scheme", ["file", "FILE", "http", "https", "ftp", "jar"])
def test_the_fetcher_knows_only_data(scheme):
    with pytest.raises(ValueError, match="disallowed"):
        InlineOnly().fetch(f"{scheme}://localhost/etc/hostname")
    assert InlineOnly().fetch("data:text/plain,yes").read() == b"yes"


def test_a_data_picture_that_asks_further_is_given_nothing(server):
    address, requests = server
    asking = SVG_ASKING.format(css=address + "a.css", svg=address + "mark.svg")
    printed(f'<p>Letter<img alt="x" src="data:image/svg+xml,{quote(asking)}">')
    assert requests == []


def test_a_data_picture_is_printed():
    assert leaked(printed(f'<img alt="x" src="data:image/svg+xml,{quote(SVG)}">'))


def _a_font() -> Path:
    asked = ["fc-match", "--format", "%{file}", "DejaVu Sans:lang=en"]
    return Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def test_a_paper_cannot_change_the_letters_of_the_next():
    after = "<p>Letter 国</p>"
    before = print_paper(after, title="x", language="zh_Hans")
    font = base64.b64encode(_a_font().read_bytes()).decode()
    face = "".join(
        f'@font-face {{ font-family: "{name}"; src: url(data:font/ttf;base64,{font}) }}'
        for name in ("Noto Serif CJK SC", "Liberation Serif", "serif")
    )
    printed(f"<style>{face}</style><p>Letter")
    assert print_paper(after, title="x", language="zh_Hans") == before


def test_control_weasyprints_own_configuration_would_keep_the_font():
    shared = FontConfiguration()
    shown = '<p style="font-family: Ours, serif">Letter'
    before = HTML(string=shown).write_pdf(font_config=shared)
    font = base64.b64encode(_a_font().read_bytes()).decode()
    face = f"@font-face {{ font-family: Ours; src: url(data:font/ttf;base64,{font}) }}"
    HTML(string=f"<style>{face}</style><p>x").write_pdf(font_config=shared)
    assert HTML(string=shown).write_pdf(font_config=shared) != before
