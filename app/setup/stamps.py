"""Stamps: a step whose sources have not changed since it last succeeded is skipped."""

from __future__ import annotations

import hashlib
from pathlib import Path


def digest(*sources: Path | str) -> str:
    """Return one SHA-256 in hex over file contents (paths) and plain words (strings)."""
    total = hashlib.sha256()
    for source in sources:
        content = source.read_bytes() if isinstance(source, Path) else source.encode()
        total.update(len(content).to_bytes(8, "big") + content)
    return total.hexdigest()


def is_current(stamp: Path, wanted: str) -> bool:
    """Say whether the step behind `stamp` last succeeded with the sources of digest `wanted`."""
    return stamp.is_file() and stamp.read_text() == wanted


def write(stamp: Path, wanted: str) -> None:
    """Note that the step behind `stamp` succeeded with the sources of digest `wanted`."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
