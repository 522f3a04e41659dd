"""Every text a reader can meet is marked, translated and complete in Chinese."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
CHINESE = ROOT / "app" / "translations" / "zh_Hans" / "LC_MESSAGES"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = sorted((ROOT / "app").rglob("*.py"))
PLACE = re.compile(r"%\((\w+)\)[a-z]")
LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
# What stands as it is in both languages: the other language's own name, the product's, units.
AS_IT_IS = {"中文", "English", "陪审", "Peishen", "ID", "CSV", "XLSX", "SHA-256", "PDF"}
SAID = {"title", "aria-label", "placeholder", "alt"}
MARKS = {"_", "gettext", "ngettext", "t"}


def short(path: Path) -> str:
    """Return a file's path as a failing test shows it."""
    return str(path.relative_to(ROOT))


@cache
def found() -> list[tuple[str, Any]]:
    """Return each text that `make template` extracts: (file, msgid or (msgid, plural))."""
    with (ROOT / "app/translations/babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    marks = re.findall(r"-k (\S+)", (ROOT / "Makefile").read_text("utf-8"))
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(marks)}
    texts = extract_from_dir(
        str(ROOT),
        method_map=methods,
        options_map=options,
        keywords=keywords,
        directory_filter=lambda path: Path(path).relative_to(ROOT).parts[0] in ("app", "templates"),
    )
    return [(path, msgid) for path, _line, msgid, _comments, _context in texts]


@cache
def catalogue(domain: str = "messages") -> Catalog:
    """Return a Chinese catalogue as it is written."""
    with (CHINESE / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="zh_Hans", domain=domain)


def whole(message: Message) -> tuple[str, ...]:
    """Return a message's texts: one, or the singular and the plural."""
    return message.id if isinstance(message.id, tuple) else (str(message.id),)


def said(message: Message) -> tuple[str, ...]:
    """Return a message's translations."""
    return message.string if isinstance(message.string, tuple) else (str(message.string),)


def test_the_catalogue_has_every_text_and_no_other():
    wanted = {msgid if isinstance(msgid, str) else msgid[0] for _, msgid in found()}
    has = {whole(message)[0] for message in catalogue() if message.id}
    assert (sorted(wanted - has), sorted(has - wanted)) == ([], [])  # else: make catalogue
    assert not catalogue().obsolete


@pytest.mark.parametrize("domain", ["messages", "flask_security"])
def test_every_text_is_translated_with_the_same_places(domain: str):
    wrong = []
    for message in catalogue(domain):
        if not message.id:
            continue
        places = set(PLACE.findall(" ".join(whole(message))))
        good = not message.fuzzy and all(said(message))
        if not good or any(set(PLACE.findall(text)) != places for text in said(message)):
            wrong.append(message.id)
    assert wrong == []


def test_chinese_is_set_as_chinese():
    """Full-width marks after hanzi, and a space between hanzi and Latin letters or digits.

    A day as it may be typed (11月21日) stands as it is typed.
    """
    narrow = re.compile(r"[\u4e00-\u9fff] ?[,;:?!]|[\u4e00-\u9fff]\.")
    glued = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
    texts = [text for message in catalogue() if message.id for text in said(message)]
    plain = [re.sub(r"\d+月\d+日", "", PLACE.sub("", text)) for text in texts]
    assert [text for text in plain if narrow.search(text) or glued.search(text)] == []


def test_no_text_is_counted_in_one_place_and_not_in_another():
    """A text asked for without a number would show its plural's %(num)s unfilled."""
    forms = {
        (msgid[0], True) if isinstance(msgid, tuple) else (msgid, False) for _, msgid in found()
    }
    assert [text for text, n in Counter(text for text, _ in forms).items() if n > 1] == []


class Visible(HTMLParser):
    """Gathers what a reader sees or hears of a template, `EXPRESSION` for each {{ }}."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.texts |= {value or "" for name, value in attrs if name in SAID}

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in ("script", "style"):
            self.texts.add(data)


EXPRESSION = "xxprxx"


def html_of(source: str) -> str:
    """Return a template's own HTML without its blocks and comments, EXPRESSION for each {{ }}."""
    kept = {"data": lambda value: value, "variable_begin": lambda _: EXPRESSION}
    tokens = Environment(autoescape=True).lex(source)
    return "".join(kept[kind](value) for _line, kind, value in tokens if kind in kept)


def test_a_template_shows_no_unmarked_text():
    wrong = []
    for path in TEMPLATES:
        seen = Visible()
        seen.feed(html_of(path.read_text("utf-8")))
        texts = {text.replace(EXPRESSION, "").strip() for text in seen.texts} - AS_IT_IS
        texts = {re.sub(r'[a-z-]+="[^"]*"( selected)?', "", text) for text in texts}  # of a macro
        wrong += [(short(path), text) for text in texts if LETTERS.search(text)]
    assert wrong == []


def test_no_punctuation_stands_between_two_expressions():
    """Chinese marks are others: {{ _(": ") }} or a whole sentence, never a bare colon or comma."""
    glue = re.compile(EXPRESSION + r"\s*[,:;.](\s|$|" + EXPRESSION + ")", re.MULTILINE)
    wrong = []
    for path in TEMPLATES:
        html = html_of(path.read_text("utf-8"))
        told = re.findall(rf' (?:{"|".join(SAID)})="([^"]*)"', html)
        if glue.search(re.sub("<[^>]*>", "", html)) or any(map(glue.search, told)):
            wrong.append(short(path))
    assert wrong == []


def trees() -> Iterator[tuple[Path, nodes.Template]]:
    """Yield each template, parsed."""
    known = Environment(extensions=["jinja2.ext.i18n"])
    for path in TEMPLATES:
        yield path, known.parse(path.read_text("utf-8"))


def unmarked(node: nodes.Node) -> Iterator[str]:
    """Yield the phrases that a template's expressions show without asking for a translation."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in MARKS:
        return
    written = node.value if isinstance(node, nodes.Const) else None
    if isinstance(written, str) and re.match(r"[A-Z][a-z]|.*[\u4e00-\u9fff]", written):
        yield written
    for child in node.iter_child_nodes(exclude=("test",)):
        yield from unmarked(child)


def test_an_expression_shows_no_unmarked_text():
    wrong = []
    for path, tree in trees():
        texts = {text for text in unmarked(tree) if not re.fullmatch(r"\w+Field|\w+/\w+", text)}
        wrong += [(short(path), text) for text in texts - AS_IT_IS]
    assert wrong == []


def test_a_template_gives_the_facts_that_its_texts_name():
    wrong = []
    for path, tree in trees():
        for call in tree.find_all(nodes.Call):
            name = getattr(call.node, "name", "")
            if name not in ("_", "gettext", "ngettext") or call.dyn_kwargs is not None:
                continue
            texts = " ".join(a.value for a in call.args[:2] if isinstance(a, nodes.Const))
            given = {word.key for word in call.kwargs} | ({"num"} if name == "ngettext" else set())
            if not set(PLACE.findall(texts)) <= given:
                wrong.append((short(path), call.lineno, texts))
    assert wrong == []


def calls() -> Iterator[tuple[Path, str, ast.Call]]:
    """Yield each call in the application with the last part of the called name."""
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                yield path, getattr(called, "attr", getattr(called, "id", "")), node


def given_to(node: ast.Call) -> list[ast.expr]:
    """Return all arguments of a call."""
    return [*node.args, *(word.value for word in node.keywords)]


def test_a_label_a_flash_and_a_refusal_are_marked():
    """In files of forms every phrase is a label, whatever it is given to."""
    marks = {"N_", "gettext", "lazy_gettext", "ngettext", "said", "TypeVar"}
    shows = re.compile(r"flash|[Rr]efusal|\w+Field")
    wrong = []
    for path, name, node in calls():
        texts = [arg.value for arg in given_to(node) if isinstance(arg, ast.Constant)]
        phrase = any(isinstance(t, str) and re.match(r"[A-Z][a-z]", t) for t in texts)
        if phrase and name not in marks and ("forms" in str(path) or shows.fullmatch(name)):
            wrong.append((short(path), node.lineno))
    assert wrong == []


def places_of(node: ast.expr) -> set[str]:
    """Return the places of a text written or marked on the spot; none for another expression."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("N_", "gettext"):
        node = node.args[0]
    text = node.value if isinstance(node, ast.Constant) else ""
    return set(PLACE.findall(text)) if isinstance(text, str) else set()


def facts_of(name: str, node: ast.Call) -> set[str] | None:
    """Return the names of the facts a call gives, or None where they are not written out."""
    words = {word.arg: word.value for word in node.keywords}
    if name == "Refusal":
        given = words.get("facts", node.args[2] if len(node.args) > 2 else ast.Dict([], []))
        if not isinstance(given, ast.Dict) or None in given.keys or None in words:
            return None
        return {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
    return None if None in words else {str(word) for word in words} | {"num"}


def test_a_text_gets_the_facts_that_it_names():
    wrong = []
    for path, name, node in calls():
        if name not in ("Refusal", "refusal", "gettext", "lazy_gettext", "ngettext"):
            continue
        places: set[str] = set().union(*map(places_of, given_to(node)))
        facts = facts_of(name, node)
        if facts is not None and not places <= facts:
            wrong.append((short(path), node.lineno, sorted(places - facts)))
    assert wrong == []


def test_the_clerks_pages_name_the_buttons_that_there_are():
    named = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", (ROOT / "docs/clerk.md").read_text())
    shown = "".join(page.read_text() for page in (ROOT / "templates").rglob("*.html"))
    assert len(named) > 15
    assert [one for one in named if f'_("{one}")' not in shown] == []
