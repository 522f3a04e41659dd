"""What draws were made for, in words; the records hold codes only."""

from __future__ import annotations

from collections.abc import Iterable

from app.shared.collected import collected


def subjects_named(subjects: Iterable[str]) -> dict[str, str]:
    """Return what the features that ask for draws call these subjects, by code."""
    asked = set(subjects)
    return {code: name for one in collected().subjects for code, name in one(asked).items()}
