"""Invented people: names put together by a seeded generator, of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SURNAMES = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
    *"苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯",
    *("单", "仇", "解", "查", "盖", "欧阳", "司马", "诸葛"),
)
# The first ten bear two names in five, as in the country; the others are rarer the later they come.
WEIGHTS_OF_SURNAMES = tuple(1 / (rank + 8) for rank in range(len(SURNAMES)))
GIVEN = "国强志明建军丽华秀英桂兰文辉海燕春梅立新永红玉珍德福淑芬晓东雪琴振宇思远佳慧子涵一鸣若曦"
RARE = ("马骉", "田翾", "石琎", "龚䶮", "阿卜杜热合曼·买买提吐尔逊", "古丽娜尔·艾合买提")
EDUCATION = ("senior_high", "college", "bachelor", "master")
WORK = (
    ("小学教师", "第三小学"),
    ("护士", "人民医院"),
    ("会计", "供销社"),
    ("木工", "建筑队"),
    ("农民", "城关镇合作社"),
    ("社区干部", "和平社区居委会"),
    ("出租车司机", "顺达出租车公司"),
    ("工程师", "水泥厂"),
    ("退休工人", ""),
    ("店主", ""),
    ("环境监测员", "环境监测站"),
    ("图书管理员", "图书馆"),
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"


@dataclass(frozen=True)
class Invented:
    """A person of the demonstration."""

    number: str
    name: str
    sex: str
    birth: date
    id_number: str
    education: str
    occupation: str
    employer: str
    district: str
    address: str
    phone: str
    mail: str


def id_number(county: str, birth: date, order: int) -> str:
    """Return a number with a right check digit (GB 11643-1999) in a county that does not exist."""
    stem = f"{county}{birth:%Y%m%d}{order % 1000:03}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
    return stem + CHECK[total % 11]


def invent(random: Random, number: int, districts: tuple[str, ...], county: str) -> Invented:
    """Return person `number` of a court; the same random state gives the same person."""
    female = random.random() < 0.47
    given = "".join(random.choice(GIVEN) for _ in range(random.choice((1, 2, 2, 2))))
    name = RARE[number % len(RARE)] if number % 101 == 7 else _surname(random) + given
    birth = date(1958, 1, 1) + timedelta(days=random.randrange(38 * 365))
    occupation, employer = random.choice(WORK)
    district = random.choice(districts)
    order = number * 2 + (0 if female else 1)
    return Invented(
        number=f"{county}-{number:05}",
        name=name,
        sex="female" if female else "male",
        birth=birth,
        id_number=id_number(county, birth, order),
        education=random.choices(EDUCATION, (35, 35, 26, 4))[0],
        occupation=occupation,
        employer=employer and district + employer,
        district=district,
        address=f"{district}解放路{random.randrange(1, 180)}号",
        phone=f"199{(int(county) * 7919 + number) % 10**8:08}",
        mail=f"a{county}{number}@example.org" if number % 9 else "",
    )


def invent_many(
    random: Random, numbers: range, districts: tuple[str, ...], county: str, taken: set[str]
) -> list[Invented]:
    """Return people of a court, none with an ID number that is among those `taken`."""
    found = []
    for number in numbers:
        one = invent(random, number, districts, county)
        while one.id_number in taken:
            one = invent(random, number, districts, county)
        taken.add(one.id_number)
        found.append(one)
    return found


def _surname(random: Random) -> str:
    return random.choices(SURNAMES, WEIGHTS_OF_SURNAMES)[0]
