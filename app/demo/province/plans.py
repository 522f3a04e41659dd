"""How large a province is, and which courts it has: those of the small demonstration and more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from app.bodies.terms import BodyKind
from app.demo.world import BASIC, HIGH, MIDDLE, CourtPlan

FIRST = (
    *(("清", "Qing"), ("安", "An"), ("永", "Yong"), ("东", "Dong"), ("平", "Ping"), ("临", "Lin")),
    *(("新", "Xin"), ("长", "Chang"), ("金", "Jin"), ("云", "Yun"), ("龙", "Long"), ("白", "Bai")),
    *(("宁", "Ning"), ("丰", "Feng"), ("双", "Shuang"), ("石", "Shi")),
)
SECOND = (
    *(("溪", "xi"), ("岭", "ling"), ("原", "yuan"), ("泉", "quan"), ("桥", "qiao"), ("塘", "tang")),
    *(("湾", "wan"), ("坪", "ping"), ("川", "chuan"), ("台", "tai"), ("林", "lin"), ("沟", "gou")),
    *(("湖", "hu"), ("峰", "feng"), ("店", "dian"), ("港", "gang")),
)
DISTRICTS = ("城关镇", "和平街道", "柳林镇", "北山乡", "新桥街道", "大河镇", "东风乡", "太平镇")
CITIES, HISTORICAL = 12, 2  # the last cities live by the resolution of 1953


@dataclass(frozen=True)
class Size:
    """How many of each a province has; a part of it (`part`) is for tests."""

    courts: int = 160
    assessors: int = 20_000
    cadres: int = 10_000
    days: int = 60_000
    cohorts: int = 300
    promotions: int = 200
    busy: int = 20  # courts whose last month goes through the verbs

    def part(self, courts: int) -> Size:
        """Return a province with so many courts, smaller in proportion: 6 at least."""
        share = courts / self.courts
        wholes = {k: max(3, round(n * share)) for k, n in vars(self).items() if k != "courts"}
        return replace(self, courts=courts, **wholes)


@dataclass(frozen=True)
class Place:
    """A court with the code of the court above it."""

    plan: CourtPlan
    above: str
    historical: bool = False


PROVINCE = Size()


def places(size: Size, random: Random) -> list[Place]:
    """Return all courts below the high court, those of the small demonstration first."""
    cities = max(1, round(CITIES * size.courts / PROVINCE.courts))
    middle = [MIDDLE, *(_city(n) for n in range(2, cities + 1))]
    own = [replace(one, districts=(*one.districts,), besides=0) for one in BASIC]
    more = size.courts - 1 - len(middle) - len(own)
    names = _names(random)
    basic = [(one, 0) for one in own]
    basic += [
        (_county(n, 1 + n // cities, n % cities, next(names)), n % cities) for n in range(more)
    ]
    assessors = shares(size.assessors, [random.uniform(0.4, 1.9) for _ in basic])
    cadres = size.cadres - 90 * len(middle) - 120
    staff = shares(max(cadres, 12 * len(basic)), [a + 60 for a in assessors])
    found = [Place(replace(one, assessors=0, judges=90), HIGH.code) for one in middle]
    for (plan, city), number, judges in zip(basic, assessors, staff, strict=True):
        old = city >= cities - HISTORICAL > 0 or plan.book == "cn-1953"
        full = replace(plan, assessors=number, judges=judges)
        found.append(Place(full, middle[city].code, old))
    return [_under_1953(one, middle, cities) for one in found]


def _under_1953(place: Place, middle: list[CourtPlan], cities: int) -> Place:
    """Give the last cities the book of 1953; their counties live by it too."""
    old = [one.code for one in middle[cities - HISTORICAL :]] if cities > HISTORICAL else []
    if place.plan.code in old:
        return replace(place, plan=replace(place.plan, book="cn-1953"), historical=True)
    return place


def _city(number: int) -> CourtPlan:
    (han, latin), (end, ending) = list(zip(FIRST, SECOND, strict=True))[number]
    code = f"HD{number:02}"
    names = (f"{han}{end}市中级人民法院", f"{latin}{ending} Intermediate Court")
    return CourtPlan(code, *names, BodyKind.INTERMEDIATE, f"99{number:02}00", 0, 0)


def _county(n: int, row: int, city: int, name: tuple[str, str]) -> CourtPlan:
    district = row % 3 == 1
    han = f"{name[0]}{'区' if district else '县'}人民法院"
    latin = f"{name[1]} {'District' if district else 'County'} Court"
    code = f"{city + 1:02}{row + 60:02}"
    districts = tuple(DISTRICTS[(n + k) % len(DISTRICTS)] for k in range(3 + n % 3))
    return CourtPlan(f"HD{code}", han, latin, BodyKind.BASIC, f"99{code}", 0, 0, districts)


def _names(random: Random) -> Iterator[tuple[str, str]]:
    """Yield names of counties that nobody has yet."""
    taken = {one.name[:2] for one in (*BASIC, MIDDLE)} | {_city(n).name[:2] for n in range(2, 13)}
    pairs = [(f"{a}{b}", f"{x}{y}") for a, x in FIRST for b, y in SECOND]
    random.shuffle(pairs)
    yield from (pair for pair in pairs if pair[0] not in taken)


def shares(whole: int, weights: Sequence[float]) -> list[int]:
    """Return a whole number in parts by weight, none lost."""
    parts, done, upto = [], 0, 0.0
    for weight in weights:
        upto += weight
        parts.append(round(whole * upto / (sum(weights) or 1)) - done)
        done += parts[-1]
    return parts
