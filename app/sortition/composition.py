"""Can the seats still be filled so that every minimum and maximum holds? An exact count.

People who count for the same minimums and maximums are alike, so a panel is a number of people
from each *kind*. With one feature, narrowing the numbers decides at once (plain counting); with
several, the search tries whole numbers kind by kind and narrows after each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from app.shared.refusals import Refused
from app.sortition import refusals
from app.sortition.terms import Bound, Composition, Entry

LARGEST_SEARCH = 20_000  # steps, a few seconds; beyond it we refuse, we never guess


@dataclass(frozen=True)
class Cell:
    """One value of one feature: the kinds that have it, and how many of them may sit."""

    kinds: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True)
class Grouped:
    """The people of a draw by kind: how many there are of each, and the cells of each feature."""

    kind_of: Mapping[str, int]
    available: list[int]
    features: list[list[Cell]]
    bounds_of: list[frozenset[Bound]]
    seats: int


def group(pool: Sequence[Entry], seats: int, composition: Composition) -> Grouped:
    """Return the pool sorted into kinds under the minimums and maximums of `composition`."""
    bounds = composition.bounds()
    kinds: dict[frozenset[Bound], int] = {}
    kind_of: dict[str, int] = {}
    available: list[int] = []
    for entry in pool:
        met = frozenset(bound for bound in bounds if entry.features.get(bound[0]) == bound[1])
        kind = kinds.setdefault(met, len(kinds))
        if kind == len(available):
            available.append(0)
        available[kind] += 1
        kind_of[entry.tag] = kind
    features = _cells(list(kinds), seats, composition)
    return Grouped(kind_of, available, features, list(kinds), seats)


def panel_with(grouped: Grouped, least: Sequence[int]) -> list[int] | None:
    """Return how many of each kind make a full panel with at least `least` of each, or None.

    Exact: None means that no such panel exists. Raises Refused (`draw.composition_too_hard`)
    where minimums and maximums of many features would need more than a bounded search.
    """
    return _search(grouped, list(least), list(grouped.available), count())


def _cells(kinds: list[frozenset[Bound]], seats: int, composition: Composition) -> list[list[Cell]]:
    bounds = composition.bounds()
    features = sorted({feature for feature, _ in bounds})
    # Without any bound, one feature whose only cell is everybody still counts the seats.
    found = [_cells_of(name, kinds, seats, composition) for name in features]
    return found or [[Cell(tuple(range(len(kinds))), 0, seats)]]


def _cells_of(
    feature: str, kinds: list[frozenset[Bound]], seats: int, composition: Composition
) -> list[Cell]:
    cells, named = [], set()
    for bound in composition.bounds():
        if bound[0] == feature:
            members = tuple(i for i, met in enumerate(kinds) if bound in met)
            least = composition.minimum.get(bound, 0)
            most = min(composition.maximum.get(bound, seats), seats)
            cells.append(Cell(members, least, most))
            named.update(members)
    others = tuple(i for i in range(len(kinds)) if i not in named)
    return [*cells, Cell(others, 0, seats)]


def _search(
    grouped: Grouped, low: list[int], high: list[int], steps: Iterator[int]
) -> list[int] | None:
    if next(steps) > LARGEST_SEARCH:
        raise Refused([refusals.too_hard(grouped.seats)])
    if not _narrow(grouped, low, high):
        return None
    open_kinds = [kind for kind in range(len(low)) if low[kind] < high[kind]]
    if not open_kinds:
        return low
    kind = min(open_kinds, key=lambda one: high[one] - low[one])
    # A fair share first: panels near the make-up of those left are the easiest to complete.
    slack = sum(high) - sum(low)
    guess = low[kind] + (grouped.seats - sum(low)) * (high[kind] - low[kind]) // slack
    for bottom, top in ((guess, guess), (guess + 1, high[kind]), (low[kind], guess - 1)):
        if bottom <= top:
            tried_low, tried_high = low.copy(), high.copy()
            tried_low[kind], tried_high[kind] = bottom, top
            found = _search(grouped, tried_low, tried_high, steps)
            if found is not None:
                return found
    return None


def _narrow(grouped: Grouped, low: list[int], high: list[int]) -> bool:
    """Raise `low` and lower `high` to what every cell and the seats allow; False if nothing is."""
    before: tuple[list[int], list[int]] | None = None
    while before != (low, high):
        before = (low.copy(), high.copy())
        if not all(_narrow_feature(cells, grouped.seats, low, high) for cells in grouped.features):
            return False
    return True


def _narrow_feature(cells: list[Cell], seats: int, low: list[int], high: list[int]) -> bool:
    bottoms = [max(cell.least, sum(low[kind] for kind in cell.kinds)) for cell in cells]
    tops = [min(cell.most, sum(high[kind] for kind in cell.kinds)) for cell in cells]
    sum_bottoms, sum_tops = sum(bottoms), sum(tops)
    if not sum_bottoms <= seats <= sum_tops:
        return False
    for cell, bottom, top in zip(cells, bottoms, tops, strict=True):
        if bottom > top:
            return False
        most = min(top, seats - (sum_bottoms - bottom))
        least = max(bottom, seats - (sum_tops - top))
        sum_low = sum(low[kind] for kind in cell.kinds)
        sum_high = sum(high[kind] for kind in cell.kinds)
        for kind in cell.kinds:
            lowest, highest = low[kind], high[kind]
            high[kind] = min(highest, most - (sum_low - lowest))
            low[kind] = max(lowest, least - (sum_high - highest))
            if low[kind] > high[kind]:
                return False
    return True
