"""What the schools of an invented province teach, to whom, how often."""

from __future__ import annotations

from dataclasses import dataclass

from app.demo.province.writer import Writer
from app.people.terms import Office
from app.training.facts import Audience, Subject
from app.training.models import Course
from app.training.terms import Assessment, Purpose

ASSESSORS, JUDGES = (Office.ASSESSOR,), (Office.JUDGE,)
LEADERS, CADRES = (Office.PRESIDENT, Office.VICE_PRESIDENT), (Office.CADRE,)


@dataclass(frozen=True)
class Taught:
    """A course: its name, what for, to whom; `weight` is how often of a hundred cohorts."""

    code: str
    title: str
    purpose: Purpose
    offices: tuple[Office, ...]
    subjects: tuple[Subject, ...]
    assessment: Assessment
    weight: int
    historical: bool = False  # only for courts that live by the resolution of 1953


@dataclass(frozen=True)
class Entered:
    """A course as a school has entered it."""

    id: int
    what: Taught

    @property
    def hours(self) -> int:
        """Class hours in all."""
        return sum(subject.hours for subject in self.what.subjects)


TAUGHT = (
    Taught("GQ40", "新任人民陪审员岗前培训", Purpose.PRE_SERVICE, ASSESSORS,
           (Subject("人民陪审员法", 12), Subject("证据与事实认定", 16), Subject("合议与表决", 12)),
           Assessment.PASS_FAIL, 14),
    Taught("LZ24", "人民陪审员履职能力培训", Purpose.ASSESSORS, ASSESSORS,
           (Subject("新类型案件审理", 12), Subject("七人合议庭参审", 12)),
           Assessment.ATTENDANCE, 20),
    Taught("HJ16", "环境资源案件陪审专题", Purpose.ASSESSORS, ASSESSORS,
           (Subject("环境资源审判", 16),), Assessment.ATTENDANCE, 8),
    Taught("SN16", "少年案件陪审专题", Purpose.ASSESSORS, ASSESSORS,
           (Subject("未成年人审判与社会调查", 16),), Assessment.ATTENDANCE, 7),
    Taught("MF40", "民商事审判业务培训", Purpose.IN_SERVICE, JUDGES,
           (Subject("民法典适用", 24), Subject("裁判文书说理", 16)), Assessment.PASS_FAIL, 16),
    Taught("XS40", "刑事审判业务培训", Purpose.IN_SERVICE, JUDGES,
           (Subject("刑事证据", 24), Subject("量刑规范化", 16)), Assessment.PASS_FAIL, 10),
    Taught("GB32", "书记员与法官助理业务培训", Purpose.IN_SERVICE, CADRES,
           (Subject("庭审记录", 16), Subject("送达与归档", 16)), Assessment.PASS_FAIL, 12),
    Taught("LD48", "院领导研修班", Purpose.LEADING, LEADERS,
           (Subject("审判管理", 24), Subject("队伍建设", 24)), Assessment.ATTENDANCE, 5),
    Taught("DS60", "陪审员转审判员短训班", Purpose.ASSESSOR_TO_JUDGE, ASSESSORS,
           (Subject("政策法令", 24), Subject("审判实务", 24), Subject("文书", 12)),
           Assessment.SCORE, 8, historical=True),
)  # fmt: skip


def write_courses(write: Writer, school: int) -> list[Entered]:
    """Enter every course at a school (its id)."""
    return [Entered(_course(write, school, one), one) for one in TAUGHT]


def _course(write: Writer, school: int, one: Taught) -> int:
    subjects = [{"subject": part.name, "hours": part.hours} for part in one.subjects]
    return write.add(
        Course,
        body_id=school,
        code=one.code,
        title=one.title,
        purpose=one.purpose,
        hours=sum(part.hours for part in one.subjects),
        subjects=subjects,
        audience=Audience(one.offices).to_keep(),
        assessment=one.assessment,
        pass_mark=60 if one.assessment is Assessment.SCORE else None,
    )
