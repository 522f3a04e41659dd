"""Each rule that is said to be enforced is: its function is called, and a test names it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.rulebooks.written import FUNCTIONS

ROOT = Path(__file__).parents[2]
LIST = "app.rulebooks.written"
OFFERED = {"messages", "acts"}  # what the clock asks of a collected file, named in the factory


def modules() -> dict[str, str]:
    """Return the source of every module of the application by its dotted name."""
    found = {}
    for path in (ROOT / "app").rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf8")
    return found


def names_in(node: ast.AST) -> set[str]:
    """Return every name that a piece of code reads."""
    words = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return words | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def tops(tree: ast.Module) -> Iterator[tuple[set[str], set[str]]]:
    """Yield what each top-level statement defines, and what it reads."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield {node.name}, names_in(node) - {node.name}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            mine = {name for one in targets for name in names_in(one)}
            yield mine, names_in(node) - mine


def read_elsewhere(module: str, sources: Mapping[str, str]) -> set[str]:
    """Return the names of a module that other modules read."""
    package, _, last = module.rpartition(".")
    found = set(OFFERED) if f'"{module}"' in sources.get("app.factory", "") else set()
    for name, source in sources.items():
        if name in (module, LIST) or last not in source:
            continue
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom):
                continue
            if node.module == module:
                found |= {alias.name for alias in node.names}
            if node.module == package and last in {alias.name for alias in node.names}:
                found |= names_in(tree)
    return found


def reached(module: str, sources: Mapping[str, str]) -> set[str]:
    """Return the names of a module that are read elsewhere, and what these read in it."""
    found = read_elsewhere(module, sources)
    parts = list(tops(ast.parse(sources[module])))
    grown = True
    while grown:
        more = {name for mine, read in parts if mine & found for name in read}
        grown = not more <= found
        found |= more
    return found


SOURCES = modules()


@pytest.mark.parametrize("path", sorted(set(FUNCTIONS.values())))
def test_the_function_of_a_rule_is_called(path: str):
    module, _, name = path.rpartition(".")
    assert name in reached(module, SOURCES), f"nothing calls {path}"


@pytest.mark.parametrize(("key", "path"), FUNCTIONS.items())
def test_a_test_names_the_function_or_the_key_of_a_rule(key: str, path: str):
    name = path.rpartition(".")[2]
    own = ("rulebooks", "architecture")
    tests = [one for one in (ROOT / "tests").rglob("test_*.py") if one.parent.name not in own]
    words = (f'"{key}"', f"{name}(", key.replace(".", r"\."))
    assert any(word in one.read_text(encoding="utf8") for one in tests for word in words)


def test_what_only_stands_there_is_not_called():
    sources = {
        "app.a.rules": "RULES = (first,)\ndef first(): ...\ndef judge(): return RULES\n"
        "def dead(): return first()\n",
        "app.a.service": "from app.a import rules\nrules.judge()\n",
        LIST: "from app.a.rules import dead\n",
    }
    assert {"judge", "RULES", "first"} <= reached("app.a.rules", sources)
    assert "dead" not in reached("app.a.rules", sources)
