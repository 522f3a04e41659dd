"""Citations as a reader sees them: 'Judges Law (2019), Art 5' or 《法官法》第五条."""

from __future__ import annotations

import re
from collections.abc import Mapping

# "Art 5", "Arts 1, 14", "Arts 21–22", "§ 8", "§ 5.1"; what has no articles is cited whole, and a
# value that no law sets is the default of the product.
ARTICLE = re.compile(
    r"(?:Art \d+|Arts \d+(?:(?:, |–)\d+)+|§ \d+(?:\.\d+)?)|whole text|default", re.ASCII
)
_PLAIN = {"whole text": "", "default": ""}
_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return 1 to 999 in Chinese numerals as statutes number their articles (214: 二百一十四)."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def article_in(article: str, language: str) -> str:
    """Return `article` for readers of `language`; empty for a whole text or a default."""
    if article in _PLAIN or language != "zh_Hans":
        return _PLAIN.get(article, article)
    if article.startswith("§"):
        part, _, paragraph = article.removeprefix("§ ").partition(".")
        tail = f"第{chinese_number(int(paragraph))}项" if paragraph else ""
        return f"第{chinese_number(int(part))}部分{tail}"
    numbers = re.sub(r"Arts? ", "", article)
    told = re.sub(r"\d+", lambda found: f"第{chinese_number(int(found[0]))}条", numbers)
    return told.replace(", ", "、").replace("–", "至")


def cited(
    documents: Mapping[str, Mapping[str, str]], document: str, article: str, language: str
) -> str:
    """Return document and article for readers of `language`; an unknown key is shown as it is."""
    titles = documents.get(document, {})
    name = titles.get(language) or titles.get("en") or document
    place = article_in(article, language)
    if not place:
        return name
    return f"{name}{place}" if language == "zh_Hans" else f"{name}, {place}"
