"""Rooms stay small, and nothing is left for later."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "app").rglob("*.py"))
NEVER = re.compile(r"(^|/)(utils?|helpers?|common|manager|misc)(\.py|/)")
LATER = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_and_its_functions_are_small(path: Path):
    source = path.read_text("utf-8")
    assert source.count("\n") <= 400
    assert not LATER.search(source)
    assert not NEVER.search(str(path.relative_to(ROOT)))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 60, node.name


def test_an_init_file_holds_a_docstring_only():
    wrong = []
    for path in (ROOT / "app").glob("*/__init__.py"):
        body = ast.parse(path.read_text("utf-8")).body
        if len(body) != 1 or not isinstance(body[0], ast.Expr):
            wrong.append(path.parent.name)
    assert wrong == []


def test_routes_neither_commit_nor_query_nor_catch():
    wrong = []
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        if not {"Blueprint", "bp"} & named:
            continue
        words = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        tries = any(isinstance(node, ast.Try) for node in ast.walk(tree))
        if words & {"commit", "rollback"} or named & {"db", "select"} or tries:
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_templates_have_no_inline_style_or_script():
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        if "paper" in path.parts:  # printed, never shown in a browser
            continue
        source = path.read_text("utf-8")
        if re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*nonce)", source):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_no_template_is_long():
    long = [p.name for p in (ROOT / "templates").rglob("*.html") if p.read_text().count("\n") > 150]
    assert long == []
