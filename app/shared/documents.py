"""Papers: HTML with print CSS becomes a tagged PDF, in one place for all features.

The frame is templates/paper/base.html with templates/paper/_macros.html; the measures are in
static/paper.css. What is printed is stored by others.
"""

from __future__ import annotations

import subprocess
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from typing import Any

import segno
from markupsafe import Markup

from app.shared.texts import N_

VOLUME = 50  # papers in one file: small enough that two cores are done at about the same time
# Each font of static/paper.css, and the package that brings it.
PAPER_FONTS = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "Liberation Serif": "fonts-liberation",
}


@dataclass(frozen=True)
class Problem:
    """Something the machine lacks for printing: a key, what is wrong, and what to do.

    `text` and `way_out` are English source texts with %(named)s places, filled from `facts`
    after translation.
    """

    key: str
    text: str
    way_out: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


def print_paper(html: str, *, title: str, language: str) -> bytes:
    """Return `html` as a PDF/UA-1 file (ISO 14289-1) with this title, in this language.

    `language` is a locale (`zh_Hans`) or a tag (`zh-Hans`). The same input gives the same
    bytes. Addresses other than data: are not fetched and what they point to is left out, but
    a colour profile at such an address raises weasyprint.urls.URLFetchingError.
    """
    from app.shared.documents_press import press

    tag = _tag(language)
    return press().write(press().lay_out(html, tag), _one_line(title), tag)


def print_many(htmls: Iterable[str], *, title: str, language: str) -> bytes:
    """Return all papers as one PDF/UA-1 file in their order; each counts its own pages.

    A paper keeps the language of its <html lang>; `language` is that of the file and of
    papers without. Papers share their fonts, so the file is small, but laid out pages stay in
    memory until it is written: about 1 MB a paper. Raises ValueError when there is no paper.
    """
    from app.shared.documents_press import press

    tag = _tag(language)
    laid_out = (press().lay_out(html, tag, keep_own=True) for html in htmls)
    first = next(laid_out, None)
    if first is None:
        raise ValueError("no paper to print")
    pages: Any = list(chain(first.pages, chain.from_iterable(each.pages for each in laid_out)))
    return press().write(first.copy(pages), _one_line(title), tag)


def print_volumes(
    htmls: Iterable[str], *, title: str, language: str, papers: int = VOLUME
) -> Iterator[bytes]:
    """Yield the papers as files like print_many's, `papers` papers in each but the last.

    One volume is printed here; of more, as many at once as the machine has cores, by presses of
    their own (decision 0019). Memory holds so many volumes and two, however many papers come.
    No paper, no volume.
    """
    from app.shared.documents_presses import printed

    waiting = iter(htmls)
    volumes = iter(lambda: list(islice(waiting, papers)), [])
    first = list(islice(volumes, 2))
    if len(first) == 2:
        yield from printed(chain(first, volumes), title=title, language=language)
    elif first:
        yield print_many(first[0], title=title, language=language)


def qr_mark(text: str, *, alt: str = "") -> Markup:
    """Return an <img> with `text` as a QR code (ISO/IEC 18004, level M, margin 4 modules).

    `alt` describes it in the reader's language; without it the text itself is given. Raises
    segno.DataOverflowError beyond 2,331 bytes.
    """
    picture = segno.make(text, error="m", micro=False).svg_data_uri(border=4, omitsize=True)
    return Markup('<img class="paper-qr" alt="{}" src="{}">').format(alt or text, picture)


def missing_glyphs(text: str) -> set[str]:
    """Return the characters of `text` that no installed font can print.

    A private-use character counts as missing: which glyph was meant, nobody can say (GBK files
    still bring 䶮 as U+E863). Blanks, controls and variation selectors print nothing and are
    never missing. Asks fontconfig once a process.
    """
    return {char for char in set(text) if not _invisible(char) and not _printable(char)}


def check_printing() -> list[Problem]:
    """Return what this machine lacks for printing papers; an empty list when all is there.

    Loads WeasyPrint (about a second at first). Fonts are asked anew at each call.
    """
    absent = [name for name in PAPER_FONTS if not _fc_list(f":family={name}", "%{file}\n")]
    return [*_library_problems(), *(_font_problem(name) for name in absent)]


def _library_problems() -> list[Problem]:
    try:
        from weasyprint.text.ffi import harfbuzz_subset
    except OSError as reason:
        return [
            Problem(
                "printing.pango",
                N_("No paper can be printed: the library Pango is missing (%(reason)s)."),
                N_("Install libpango-1.0-0 and libpangoft2-1.0-0."),
                {"reason": str(reason)},
            )
        ]
    if harfbuzz_subset is not None:
        return []
    return [
        Problem(
            "printing.subset",
            N_("Papers print very slowly: the library HarfBuzz-Subset is missing."),
            N_("Install libharfbuzz-subset0."),
        )
    ]


def _font_problem(name: str) -> Problem:
    return Problem(
        "printing.font",
        N_("Papers print with a wrong font or empty boxes: %(font)s is missing."),
        N_("Install %(package)s."),
        {"font": name, "package": PAPER_FONTS[name]},
    )


def _fc_list(pattern: str, form: str) -> str:
    """Return what fontconfig's fc-list (a dependency of Pango) says; "" where it is missing."""
    try:
        told = subprocess.run(
            ["fc-list", "--format", form, pattern],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """Return first and last code points of the runs that the outline fonts cover, ascending."""
    runs = {
        (int(first, 16), int(last or first, 16))
        for token in _fc_list(":scalable=True", "%{charset}\n").split()
        for first, _, last in [token.partition("-")]
    }
    firsts: list[int] = []
    lasts: list[int] = []
    for first, last in sorted(runs):
        if lasts and first <= lasts[-1] + 1:
            lasts[-1] = max(lasts[-1], last)
        else:
            firsts.append(first)
            lasts.append(last)
    return firsts, lasts


def _printable(char: str) -> bool:
    firsts, lasts = _coverage()
    place = bisect_right(firsts, ord(char)) - 1
    return place >= 0 and ord(char) <= lasts[place] and unicodedata.category(char) != "Co"


def _invisible(char: str) -> bool:
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selector or unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Zs"}


def _tag(language: str) -> str:
    return language.replace("_", "-")


def _one_line(title: str) -> str:
    """Return `title` without control characters: the file's metadata is XML, which has none."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in title)
