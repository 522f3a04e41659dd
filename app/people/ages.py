"""Ages of those in office on a day, in bands of five years (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.people.terms import Sex

STEP = 5
LOWEST, HIGHEST = 25, 75  # ages below the one and from the other on stand in one band each
UNKNOWN = -1

# By sex as far as it is known, and the lowest age of the band (UNKNOWN where no birth is known).
Counts = Mapping[tuple[Sex | None, int], int]


@dataclass(frozen=True)
class Band:
    """A band of ages, from its lowest on; `unknown`: whose sex is not recorded."""

    lowest: int
    women: int = 0
    men: int = 0
    unknown: int = 0

    @property
    def number(self) -> int:
        """All in the band."""
        return self.women + self.men + self.unknown


def bands_of(counts: Counts) -> list[Band]:
    """Return the bands from the youngest in office to the eldest, none left out between them; at
    the end one of those whose birth is not known, if there are any."""
    known = sorted({at for _, at in counts if at != UNKNOWN})
    lowest = range(known[0], known[-1] + STEP, STEP) if known else ()
    bands = [_band(at, counts) for at in lowest]
    unknown = _band(UNKNOWN, counts)
    return [*bands, unknown] if unknown.number else bands


def _band(at: int, counts: Counts) -> Band:
    by_sex = (counts.get((sex, at), 0) for sex in (Sex.FEMALE, Sex.MALE, None))
    return Band(at, *by_sex)


def middle_of(bands: Iterable[Band]) -> Band | None:
    """Return the band in which the middle one by age is; None where no birth is known."""
    known = [band for band in bands if band.lowest != UNKNOWN]
    half, passed = sum(band.number for band in known) / 2, 0
    for band in known:
        passed += band.number
        if passed >= half and band.number:
            return band
    return None
