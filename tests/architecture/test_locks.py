"""The locks: every library pinned with hashes, the tests' one over the site's, no address."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+?)(?: ;.*)? \\$", re.MULTILINE)
LOCKS = ["requirements.lock", "requirements-test.lock", "package-lock.json"]


def pins(name: str) -> dict[str, str]:
    """Return library -> version, as pinned in the lock `name`."""
    return dict(PIN.findall((ROOT / name).read_text()))


def asked_for(requirements: list[str]) -> set[str]:
    """Return the names of `requirements`, as written in a lock."""
    names = (re.split(r"[\[<>=~!; ]", line, maxsplit=1)[0] for line in requirements)
    return {re.sub(r"[._]", "-", name).lower() for name in names}


@pytest.mark.parametrize("name", [*LOCKS, "package.json", ".npmrc", "pyproject.toml"])
def test_no_address_stands_in_a_lock(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "file:" not in text
    assert "find-links" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("name", LOCKS[:2])
def test_every_pin_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    assert len(entries) == len(pins(name)) > 50
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_of_the_tests_holds_every_pin_of_the_site() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


def test_the_locks_hold_all_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    site = asked_for(project["project"]["dependencies"])
    tests = asked_for(project["dependency-groups"]["test"])
    assert site - pins("requirements.lock").keys() == set()
    assert tests - pins("requirements-test.lock").keys() == set()


def test_the_front_end_lock_has_hashes_and_what_is_asked_for() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    asked = json.loads((ROOT / "package.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())
    for kind in ("dependencies", "devDependencies"):
        assert lock["packages"][""][kind] == asked[kind]
        assert {f"node_modules/{name}" for name in asked[kind]} <= packages.keys()


def test_npm_is_told_to_leave_addresses_out() -> None:
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().splitlines()
