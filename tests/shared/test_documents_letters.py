"""Each character prints as its own glyph, a QR mark as its own modules, and lacks are told.

What a file says when its text is extracted proves nothing about the shapes: here the page is
drawn by poppler (poppler-utils) and compared with the font's own glyph.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont
from pypdf import PdfReader

from app.shared.documents import check_printing, missing_glyphs, print_paper, qr_mark

ROOT = Path(__file__).parents[2]
RARE = "翾琎骉䶮𬍛"
SIZE = 64
draws = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs poppler-utils")


def drawn(html: str, folder: Path, dots: int = 150) -> Image.Image:
    """Return the first page as poppler draws it, grey, the foot with its number cut off."""
    (folder / "paper.pdf").write_bytes(print_paper(html, title="x", language="zh_Hans"))
    asked = [
        "pdftoppm",
        "-gray",
        "-r",
        str(dots),
        "-f",
        "1",
        "-singlefile",
        "-png",
        "paper.pdf",
        "page",
    ]
    subprocess.run(asked, check=True, cwd=folder)
    page = Image.open(folder / "page.png").convert("L")
    return page.crop((0, 0, page.width, page.height * 250 // 297))


def shape(picture: Image.Image) -> Image.Image:
    """Return the ink of `picture` alone, in a square of SIZE dots."""
    box = ImageChops.invert(picture).getbbox()
    assert box, "nothing was drawn"
    return picture.crop(box).resize((SIZE, SIZE))


def glyph(char: str) -> Image.Image:
    """Return the shape that Noto Serif CJK SC itself gives `char`."""
    asked = ["fc-match", "--format", "%{file}|%{index}", "Noto Serif CJK SC:style=Regular"]
    file, index = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split(
        "|"
    )
    picture = Image.new("L", (400, 400), 255)
    font = ImageFont.truetype(file, 200, index=int(index))
    ImageDraw.Draw(picture).text((100, 50), char, 0, font=font)
    return shape(picture)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two shapes, 0 (same) to 1."""
    counts = ImageChops.difference(one, other).histogram()
    return sum(grey * count for grey, count in enumerate(counts)) / (255 * SIZE * SIZE)


@draws
@pytest.mark.parametrize("char", RARE + "阿")
def test_a_rare_character_prints_as_its_own_glyph(char, tmp_path):
    page = shape(
        drawn(
            f"<style>div {{ font-size: 100pt; line-height: 2 }}</style><div>{char}</div>", tmp_path
        )
    )
    others = [glyph(other) for other in RARE + "阿" if other != char]
    assert difference(page, glyph(char)) < 0.1
    assert all(difference(page, other) > 0.2 for other in others)


def test_rare_characters_come_back_as_text_from_the_chinese_font():
    pdf = PdfReader(io.BytesIO(print_paper(f"<p>{RARE}·", title="x", language="zh_Hans")))
    assert RARE + "·" in pdf.pages[0].extract_text()
    resources: Any = pdf.pages[0]["/Resources"]
    names = [font.get_object()["/BaseFont"] for font in resources["/Font"].values()]
    assert names
    assert all("Noto-Serif-CJK-SC" in name for name in names)


def test_rare_names_are_not_missing():
    assert missing_glyphs(RARE + "阿卜杜热合曼·买买提吐尔逊，ABC 123\n\u3000") == set()


def test_characters_without_glyph_are_named_once():
    nowhere = "\U0002ebf0\U0010fffd"
    assert missing_glyphs(f"仲{nowhere}妮{nowhere}") == set(nowhere)


def test_a_private_use_character_is_missing_whatever_a_font_makes_of_it():
    assert missing_glyphs("\ue863") == {"\ue863"}


def test_what_prints_nothing_is_never_missing():
    assert missing_glyphs("葛\U000e0100\ufe00\u200d\ufeff\t\u2028") == set()


@draws
@pytest.mark.parametrize("text", ["https://court.example/r/7K3M?a=1&b=<2>", "核验码 七"])
def test_a_qr_mark_prints_the_modules_of_its_text(text, tmp_path):
    page = drawn(f"<style>img {{ width: 60mm }}</style>{qr_mark(text)}", tmp_path)
    box = ImageChops.invert(page).getbbox()
    assert box
    wanted = segno.make(text, error="m", micro=False).matrix
    step = (box[2] - box[0]) / len(wanted)
    seen = [
        [
            dark(page, box[0] + (x + 0.5) * step, box[1] + (y + 0.5) * step)
            for x in range(len(wanted))
        ]
        for y in range(len(wanted))
    ]
    assert seen == [[bool(module) for module in row] for row in wanted]


def dark(page: Image.Image, x: float, y: float) -> bool:
    grey = page.getpixel((int(x), int(y)))
    assert isinstance(grey, int)
    return grey < 128


def test_a_qr_mark_says_in_words_what_it_is_and_escapes_it():
    assert 'alt="a&lt;b&gt;&#34;&amp;"' in qr_mark('a<b>"&')
    assert 'alt="核验码"' in qr_mark("x", alt="核验码")
    with pytest.raises(segno.DataOverflowError):
        qr_mark("x" * 2400)


def test_this_machine_lacks_nothing():
    assert check_printing() == []


def test_missing_subset_library_is_told(monkeypatch):
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    assert [problem.key for problem in check_printing()] == ["printing.subset"]


def told_by_a_fresh_process(before: str = "", **settings: str) -> list[str]:
    """Return check_printing's findings as lines `key facts`, from a process so set up."""
    code = (
        f"{before}\nfrom app.shared.documents import check_printing\n"
        "print(*('FOUND ' + p.key + ' ' + p.text % p.facts for p in check_printing()), sep='\\n')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in run.stdout.splitlines() if line.startswith("FOUND ")]


def test_missing_fonts_are_told_by_name(tmp_path):
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    found = told_by_a_fresh_process(FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    assert len(found) == 3
    assert all(line.startswith("FOUND printing.font ") for line in found)
    assert "Noto Serif CJK SC" in found[0]


def test_a_missing_pango_is_told():
    hidden = (
        "import cffi\n"
        "def gone(self, name, *more): raise OSError(f'{name} not found')\n"
        "cffi.FFI.dlopen = gone"
    )
    found = told_by_a_fresh_process(hidden)
    assert len(found) == 1
    assert found[0].startswith("FOUND printing.pango ")
    assert "not found" in found[0]
