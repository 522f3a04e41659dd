"""The bodies of the demonstration: one high court, its courts, one county of 1953; and a district
court that was merged into another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.bodies.models import (
    Body,
    BodyLink,
    District,
    LocalRule,
    RulebookAssignment,
    Succession,
)
from app.bodies.terms import BodyKind, LinkKind, SuccessionKind
from app.shared.db import db

FOUNDED = date(1950, 1, 1)
LAW_2018 = date(2018, 4, 27)
# How long ago the three intakes took office, in days, and their shares of the roll.
INTAKES = ((1726, 0.34), (1100, 0.33), (260, 0.33))


@dataclass(frozen=True)
class CourtPlan:
    """A court of the demonstration and how many people it has.

    `besides` of its assessors come by no intake, but from a merged court or by an import.
    """

    code: str
    name: str
    name_en: str
    kind: BodyKind
    county: str
    assessors: int
    judges: int
    districts: tuple[str, ...] = ()
    book: str = ""
    besides: int = 0
    intakes: tuple[tuple[int, float], ...] = INTAKES


HIGH = CourtPlan("HD", "河东省高级人民法院", "Hedong High Court", BodyKind.HIGH, "990000", 0, 20)
MIDDLE = CourtPlan(
    "HD01",
    "临江市中级人民法院",
    "Linjiang Intermediate Court",
    BodyKind.INTERMEDIATE,
    "990100",
    0,
    24,
)
BASIC = (
    CourtPlan(
        *("HD0101", "临河区人民法院", "Linhe District Court", BodyKind.BASIC, "990101", 300, 36),
        districts=("城关镇", "和平街道", "柳林镇", "北山乡", "新桥街道"),
        besides=15,
    ),
    CourtPlan(
        *("HD0102", "青石县人民法院", "Qingshi County Court", BodyKind.BASIC, "990122", 140, 18),
        districts=("青石镇", "黄土坡乡", "大河镇"),
    ),
    CourtPlan(
        *("HD0103", "云岭县人民法院", "Yunling County Court", BodyKind.BASIC, "990123", 90, 12),
        districts=("云岭镇", "竹溪乡", "白马乡"),
    ),
    CourtPlan(
        *(
            "HD0153",
            "红旗县人民法院",
            "Hongqi County Court, 1953",
            BodyKind.BASIC,
            "990153",
            70,
            10,
        ),
        districts=("第一区", "第二区", "第三区"),
        book="cn-1953",
    ),
)
COURTS = (HIGH, MIDDLE, *BASIC)
SCHOOL = "HDX"
FORMER = CourtPlan(
    *("HD0104", "石桥区人民法院", "Shiqiao District Court", BodyKind.BASIC, "990104", 6, 3),
    districts=("石桥镇", "河口乡"),
    intakes=((1770, 1.0),),
)


def make_bodies() -> dict[str, Body]:
    """Make the courts, the organ that appoints, the justice bureau and the school.

    Return courts and school by their codes.
    """
    made = {plan.code: _court(plan) for plan in COURTS}
    congress = _organ("HD01C", BodyKind.CONGRESS, "临河区人大常委会", "Linhe Standing Committee")
    bureau = _organ("HD01J", BodyKind.BUREAU, "临河区司法局", "Linhe Justice Bureau")
    named = (SCHOOL, "河东省政法干部学校", "Hedong Cadre School")
    school = make_school(*named, made[HIGH.code])
    _link(made[MIDDLE.code], made[HIGH.code], LinkKind.HIGHER)
    for plan in BASIC:
        _link(made[plan.code], made[MIDDLE.code], LinkKind.HIGHER)
    _link(made[BASIC[0].code], congress, LinkKind.CONGRESS)
    _link(made[BASIC[0].code], bureau, LinkKind.BUREAU)
    rule = RulebookAssignment(body_id=made[HIGH.code].id, rulebook="cn-2018", since=LAW_2018)
    db.session.add(rule)
    _own_rules(made)
    return {**made, SCHOOL: school}


def make_court(plan: CourtPlan, above: Body) -> Body:
    """Make a court under another."""
    body = _court(plan)
    _link(body, above, LinkKind.HIGHER)
    return body


def make_school(code: str, name: str, name_en: str, above: Body) -> Body:
    """Make a training school under a court."""
    school = _organ(code, BodyKind.SCHOOL, name, name_en)
    db.session.flush()
    _link(school, above, LinkKind.HIGHER)
    return school


def make_former(into: Body, on: date) -> Body:
    """Make the district court that was merged into another on a day; its area went there too."""
    body = _court(FORMER)
    body.closed = on - timedelta(days=1)
    above = db.session.query(BodyLink).filter_by(body_id=into.id, kind=LinkKind.HIGHER).one()
    span = {"since": FOUNDED, "until": body.closed}
    link = BodyLink(body_id=body.id, to_id=above.to_id, kind=LinkKind.HIGHER, **span)
    merged = {"before_id": body.id, "after_id": into.id, "on": on}
    db.session.add_all([link, Succession(kind=SuccessionKind.MERGED, **merged)])
    db.session.add_all(District(body_id=into.id, name=name) for name in FORMER.districts)
    db.session.flush()
    return body


def _court(plan: CourtPlan) -> Body:
    body = Body(
        code=plan.code,
        kind=plan.kind,
        name=plan.name,
        name_en=plan.name_en,
        short=plan.name.replace("人民法院", ""),
        address=f"{plan.name.replace('人民法院', '')}解放路18号",
        phone=f"0{plan.county[:3]}-0000 0000",
        opened=FOUNDED,
    )
    db.session.add(body)
    db.session.flush()
    db.session.add_all(District(body_id=body.id, name=name) for name in plan.districts)
    if plan.book:
        db.session.add(RulebookAssignment(body_id=body.id, rulebook=plan.book, since=FOUNDED))
    return body


def _organ(code: str, kind: BodyKind, name: str, name_en: str) -> Body:
    body = Body(code=code, kind=kind, name=name, name_en=name_en, opened=FOUNDED)
    db.session.add(body)
    return body


def _link(body: Body, to: Body, kind: LinkKind) -> None:
    db.session.add(BodyLink(body_id=body.id, to_id=to.id, kind=kind, since=FOUNDED))


def _own_rules(made: dict[str, Body]) -> None:
    values = {BASIC[0].code: 30, BASIC[1].code: 25}
    for code, cap in values.items():
        row = LocalRule(body_id=made[code].id, key="cap.cases", value=cap, since=date(2025, 1, 1))
        db.session.add(row)
