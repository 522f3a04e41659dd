"""Where candidates of a list come from: the column that says so, and the words in it (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from app.elections.terms import Source
from app.people.imports.words import bare
from app.shared.fullwidth import cleaned

_COLUMN = "source 来源 候选人来源 产生方式 产生途径 产生渠道 推荐方式 候选人类型"
HEADINGS = frozenset(_COLUMN.split())
_WORDS = {
    Source.DRAWN: "drawn resident residents 抽选 随机抽选 抽取 常住居民 居民 常住居民名单 居民名单",
    Source.APPLIED: "applied application 申请 个人申请 自荐 本人申请 自愿申请",
    Source.RECOMMENDED: "recommended recommendation 推荐 组织推荐 单位推荐 基层组织推荐 团体推荐",
    Source.NAMED: "named 提名 指定 推派",
}
_BY_WORD = {bare(word): source for source, words in _WORDS.items() for word in words.split()}


def column_of(headings: Sequence[str]) -> int | None:
    """Return the first column whose heading means where somebody comes from."""
    found = (i for i, heading in enumerate(headings) if bare(cleaned(heading)) in HEADINGS)
    return next(found, None)


def source_of(cell: str) -> Source | None:
    """Return the source that a cell names, None for a word that is none."""
    return _BY_WORD.get(bare(cleaned(cell)))
