"""Words that stand in cells of a roll, and what they mean."""

from __future__ import annotations

import re
from typing import TypeVar

from app.people.imports.terms import Education
from app.people.terms import Form, IdKind, Office, RollKind, Sex

_Meaning = TypeVar("_Meaning")
_MARKS = re.compile(r"[^\w]|_")


def bare(text: str) -> str:
    """Return a text as the words below are written: lower case, letters and digits only."""
    return _MARKS.sub("", text).casefold()


def _by_word(meanings: dict[_Meaning, str]) -> dict[str, _Meaning]:
    return {word: meaning for meaning, words in meanings.items() for word in words.split()}


NOTHING = frozenset(["-", "--", "—", "——", "/", "\\", "无", "空", "n/a", "none", "null", "nil"])
OPEN_END = frozenset(["至今", "长期", "现在", "present", "now", "open"])

SEXES = _by_word({Sex.MALE: "男 男性 m male man", Sex.FEMALE: "女 女性 f female woman"})
ID_KINDS = _by_word(
    {
        IdKind.NUMBER: "居民身份证 身份证 二代身份证 公民身份证 idnumber idcard citizen",
        IdKind.RESIDENCE_PERMIT: "港澳台居民居住证 港澳居民居住证 台湾居民居住证 居住证 "
        "residencepermit",
        IdKind.FOREIGN_PERMIT: "外国人永久居留身份证 外国人永久居留证 永久居留身份证 永久居留证 "
        "foreignpermit",
        IdKind.OTHER: "护照 军官证 通行证 台胞证 其他 passport permit other",
    }
)
EDUCATIONS = _by_word(
    {
        Education.PRIMARY: "小学 文盲 primary primaryschool",
        Education.JUNIOR_HIGH: "初中 初级中学 juniorhigh juniorhighschool middleschool",
        Education.SENIOR_HIGH: "高中 中专 中技 中师 职高 技校 高级中学 中等专科 职业高中 高中中专 "
        "seniorhigh seniorhighschool highschool secondary",
        Education.COLLEGE: "大专 专科 高职 大学专科 大学大专 college diploma",
        Education.BACHELOR: "本科 大学本科 大学 学士 bachelor bachelors degree university",
        Education.MASTER: "研究生 硕士 硕士研究生 研究生硕士 master masters",
        Education.DOCTOR: "博士 博士研究生 研究生博士 doctor doctorate phd",
    }
)
OFFICES = _by_word(
    {
        Office.ASSESSOR: "人民陪审员 陪审员 assessor peoplesassessor layassessor",
        Office.JUDGE: "审判员 法官 助理审判员 员额法官 庭长 副庭长 审判长 judge",
        Office.PRESIDENT: "院长 法院院长 president",
        Office.VICE_PRESIDENT: "副院长 法院副院长 vicepresident",
        Office.CADRE: "干部 司法干部 法官助理 书记员 司法行政人员 司法警察 执行员 cadre clerk "
        "judgesassistant",
        Office.COMMITTEE_MEMBER: "审判委员会委员 审委会委员 committeemember "
        "adjudicationcommitteemember",
        Office.TRAINEE: "学员 见习 见习法官 预备法官 trainee",
    }
)
FORMS = _by_word(
    {
        Form.A: "a 甲 固定 固定陪审员 按区固定 forma fixed",
        Form.B: "b 乙 临时 临时推派 一案一任 formb named",
    }
)
ROLLS = _by_word(
    {
        RollKind.GENERAL: "普通 一般 普通陪审员 普通人民陪审员 普通名册 general generalroll",
        RollKind.SPECIALIST: "专业 专家 专业陪审员 专家陪审员 专业人民陪审员 专业名册 专家名册 "
        "具有专门知识 specialist specialists",
        RollKind.JUVENILE: "未成年人 未成年 未成年人案件 少年 少年审判 juvenile juvenilecases",
        RollKind.WORKERS: "职工 工人 厂矿 铁路职工 工人名册 workers",
        RollKind.NAMED: "个案 个案选派 选派名册 namedforacase",
    }
)
COUNTS = _by_word({0: "否 首次 首任 首届 零 no", 1: "是 连任 一 yes", 2: "二 两", 3: "三"})
