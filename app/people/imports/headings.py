"""Recognising the headings of a court's own spreadsheet, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.shared.fullwidth import cleaned, halfwidth
from app.shared.texts import N_


@dataclass(frozen=True)
class Field:
    """A field that a column may hold: its key, its label, headings that mean it."""

    key: str
    label: str
    synonyms: str


FIELDS: tuple[Field, ...] = (
    Field("name", N_("Name"), "姓名 名字 陪审员姓名 人员姓名 法官姓名 fullname assessor"),
    Field("sex", N_("Sex"), "性别 gender"),
    Field(
        "birth",
        N_("Birth date"),
        "出生日期 出生年月 出生年月日 生日 出生时间 出生年份 "
        "birthdate dateofbirth dob born birthyear",
    ),
    Field(
        "id_number",
        N_("ID number"),
        "身份证号 身份证号码 身份证 公民身份号码 公民身份证号 公民身份证号码 居民身份证号 "
        "居民身份证号码 身份号码 证件号码 证件号 有效证件号码 identitynumber idno idcard "
        "idcardnumber citizenid permitnumber",
    ),
    Field("id_kind", N_("Kind of ID"), "证件类型 证件种类 证件名称 idtype identitytype permit"),
    Field(
        "education",
        N_("Education"),
        "文化程度 学历 教育程度 最高学历 学历层次 受教育程度 educationlevel",
    ),
    Field("occupation", N_("Occupation"), "职业 从事职业 现从事职业 行业 职业类别 profession job"),
    Field(
        "employer",
        N_("Employer"),
        "工作单位 单位 单位名称 所在单位 现工作单位 工作单位及职务 单位及职务 工作单位和职务 "
        "workplace workunit company",
    ),
    Field(
        "district",
        N_("District"),
        "区县 所在区 所属区 辖区 所在区县 县区 所属街道 街道 乡镇 街道乡镇 乡镇街道 所属辖区 "
        "所属区域 所在区域 地区 区域 township subdistrict region area",
    ),
    Field(
        "address",
        N_("Address"),
        "住址 家庭住址 现住址 地址 常住地址 居住地址 居住地 经常居住地 联系地址 户籍地址 通讯地址 "
        "家庭地址 residence homeaddress",
    ),
    Field(
        "phone",
        N_("Telephone"),
        "电话 联系电话 手机 手机号 手机号码 联系方式 移动电话 电话号码 联系电话手机 phonenumber "
        "mobile mobilephone telephone tel cell",
    ),
    Field("email", N_("E-mail"), "邮箱 电子邮箱 电子邮件 邮箱地址 电邮 mail emailaddress"),
    Field("ethnicity", N_("Ethnicity"), "民族 族别 ethnicgroup nationality"),
    Field("social_origin", N_("Social origin"), "社会出身 家庭出身 成分 成份 家庭成分 出身 origin"),
    Field(
        "court",
        N_("Court"),
        "法院 任职法院 所属法院 所在法院 法院名称 选任法院 任命法院 courtname",
    ),
    Field(
        "roll",
        N_("Roll"),
        "名册 名册类别 名册类型 所属名册 名册名称 陪审员类别 陪审员类型 人员类别 rollkind",
    ),
    Field("form", N_("Form (A or B)"), "形式 陪审员形式 陪审形式 陪审方式 assessorform"),
    Field(
        "office", N_("Office"), "职务 现任职务 职务名称 法律职务 审判职务 岗位 position post title"
    ),
    Field("rank", N_("Rank"), "职级 级别 等级 法官等级 行政级别 grade judgerank"),
    Field(
        "act_organ",
        N_("Organ that appointed"),
        "任命机关 任命单位 决定机关 任免机关 任命 任命机构 appointedby appointingorgan organ",
    ),
    Field(
        "act_number",
        N_("Number of the act"),
        "任命文号 文号 任命文件 任命文件号 决定文号 任命决定文号 任免文号 任职文号 任命书编号 "
        "actno appointmentnumber decisionnumber documentnumber",
    ),
    Field(
        "act_date",
        N_("Date of the act"),
        "任命日期 任命时间 决定日期 任免日期 任免时间 任命决定日期 appointed appointmentdate "
        "dateofappointment decisiondate dateofact",
    ),
    Field(
        "oath_date",
        N_("Date of the oath"),
        "宣誓日期 宣誓时间 就职宣誓日期 宣誓 oath sworn dateofoath",
    ),
    Field(
        "term",
        N_("Term (from and until in one cell)"),
        "任期 任职期限 任期起止 起止时间 任职起止时间 period",
    ),
    Field(
        "from",
        N_("Term from"),
        "任期起 任期开始 任期起始 任职起始日期 任期起始日期 任期开始日期 任期起始时间 任期开始时间 "
        "任期自 任期起日 任期起算日 起始日期 开始日期 任职开始日期 "
        "termfrom termstart start startdate startofterm",
    ),
    Field(
        "until",
        N_("Term until"),
        "任期止 任期结束 任期届满 任期届满日期 任期届满时间 任职终止日期 任期终止日期 任期结束日期 "
        "任期截止 任期截止日期 任期结束时间 任期至 任期止日 届满日期 到期日期 终止日期 结束日期 "
        "截止日期 to termuntil termend end enddate endofterm expires",
    ),
    Field(
        "earlier_terms",
        N_("Earlier terms"),
        "曾任届数 已任届数 已任期数 曾任次数 连任次数 任职届数 是否连任 曾任陪审员届数 "
        "previousterms termsserved",
    ),
    Field(
        "cases_this_year",
        N_("Cases this year"),
        "本年参审案件数 今年参审案件数 本年度参审案件数 本年参审件数 本年参审数 今年参审数 "
        "本年案件数 参审案件数 参审件数 参审数 本年度参审数 cases casesyear",
    ),
    Field(
        "days_this_year",
        N_("Days this year"),
        "本年参审天数 今年参审天数 本年度参审天数 本年参审日数 参审天数 参审日数 本年开庭天数 "
        "days daysyear sittingdays",
    ),
    Field(
        "since",
        N_("In office since"),
        "任现职时间 任现职日期 任职时间 任职日期 现职时间 任现职以来 入额时间 inofficesince",
    ),
)
FIELD_KEYS = tuple(field.key for field in FIELDS)
REQUIRED = ("name",)

_BRACKETS = re.compile(r"[(\[{【〔《].*?[)\]}】〕》]")
_MARKS = re.compile(r"[^\w]|_")


def _bare(heading: str) -> str:
    return _MARKS.sub("", heading).casefold()


_BY_TEXT = {
    text: field.key
    for field in FIELDS
    for text in (_bare(field.key), _bare(field.label), *field.synonyms.split())
}


@dataclass(frozen=True)
class ColumnMapping:
    """Which column holds which field: `fields[i]` is the field of column i, or None.

    `doubled` are columns left out because an earlier one already holds the field.
    """

    fields: tuple[str | None, ...]
    doubled: tuple[int, ...] = ()

    @cached_property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """Pairs of field and column, in the order of the columns."""
        return tuple((field, i) for i, field in enumerate(self.fields) if field)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which no row can be read, and which no column holds."""
        return tuple(key for key in REQUIRED if key not in self.fields)


def field_of(heading: str) -> str | None:
    """Return the field that one heading means, or None.

    Tried in turn: the whole heading, the heading without what stands in brackets, and the last
    part of a heading of two lines ("任命 文号").
    """
    plain = halfwidth(cleaned(heading))
    whole, without = _bare(plain), _bare(_BRACKETS.sub("", plain))
    last = _bare(plain.rsplit(" ", 1)[-1]) if " " in plain else ""
    return next((_BY_TEXT[text] for text in (whole, without, last) if text in _BY_TEXT), None)


def is_heading(text: str) -> bool:
    """Say whether a text is the heading of a roll; to be given to `read_table`."""
    return field_of(text) is not None


def recognise(headings: Sequence[str]) -> ColumnMapping:
    """Return the mapping that the headings suggest; of two columns of one field the first."""
    return _without_doubles([field_of(heading) for heading in headings])


def chosen(headings: Sequence[str], choices: Mapping[int, str]) -> ColumnMapping:
    """Return the mapping an officer chose: column → field key, or "" to leave a column out.

    Columns without a choice keep what is recognised, unless the field was given to another.
    """
    taken = {key for key in choices.values() if key in FIELD_KEYS}
    suggested = [field_of(heading) for heading in headings]
    fields = [
        (choices[i] if choices[i] in FIELD_KEYS else None)
        if i in choices
        else (None if field in taken else field)
        for i, field in enumerate(suggested)
    ]
    return _without_doubles(fields)


def _without_doubles(fields: Sequence[str | None]) -> ColumnMapping:
    doubled = [i for i, field in enumerate(fields) if field and field in fields[:i]]
    kept = tuple(None if i in doubled else field for i, field in enumerate(fields))
    return ColumnMapping(kept, tuple(doubled))
