"""What every template may use: filters for days, masks, languages; the reader's locale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, request, session, url_for
from flask_babel import Babel, format_date, get_locale, gettext
from flask_security import current_user
from markupsafe import Markup

from app.shared import clock
from app.shared.once import new_key
from app.shared.wording import set_up_wording

LANGUAGES = ("en", "zh_Hans")
EMPTY = "--"


def chosen_language() -> str:
    """Return the reader's language: chosen on the page, else the user's, else the browser's."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return chosen
    if current_user and current_user.is_authenticated:
        return current_user.language
    best = request.accept_languages.best_match(["zh-Hans", "zh-CN", "zh", "en"], "en")
    return "zh_Hans" if best.startswith("zh") else "en"


def lang() -> str:
    """Return the language for the lang attribute: en or zh-Hans."""
    return "zh-Hans" if str(get_locale()).startswith("zh") else "en"


def is_chinese() -> bool:
    """Say whether the reader reads Chinese."""
    return lang() == "zh-Hans"


def day(value: date | None) -> str:
    """Write a day as 2026-11-21, or -- for none."""
    return value.isoformat()[:10] if value else EMPTY


def weekday(value: date) -> str:
    """Write the weekday of a day, in the reader's language."""
    return format_date(value, "EEE")


def day_weekday(value: date) -> str:
    """Write a hearing's day with its weekday, in the reader's language."""
    if is_chinese():
        return f"{value.isoformat()} {weekday(value)}"
    return f"{weekday(value)} {value.isoformat()}"


def written_day(value: date, weekday_too: bool = False) -> str:
    """Write a day as papers do: 2026年11月25日（周三）, Wed 25 November 2026."""
    if is_chinese():
        return f"{value:%Y}年{value.month}月{value.day}日{f'（{weekday(value)}）' * weekday_too}"
    return f"{f'{weekday(value)} ' * weekday_too}{format_date(value, 'd MMMM y')}"


def written_moment(value: datetime | None, zone: str) -> str:
    """Write a moment in a body's zone as papers do: 2026年11月27日17:00; nothing for none."""
    if value is None:
        return ""
    there = value.astimezone(ZoneInfo(zone))
    return f"{written_day(there.date())}{'' if is_chinese() else ', '}{there:%H:%M}"


def span(since: date | None, until: date | None) -> str:
    """Write a range of days with ～; an open end is left open."""
    return f"{day(since)} ～ {day(until) if until else ''}".rstrip()


def moment(value: datetime | None, zone: str = "Asia/Shanghai") -> str:
    """Write a moment in a body's zone, 24 hours."""
    return value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if value else EMPTY


def days_of_halves(halves: int) -> str:
    """Write half days as days: 49 -> 24.5, 48 -> 24."""
    return f"{halves / 2:g}"


def or_empty(value: Any) -> Any:
    """Return the value, or -- where there is none."""
    return EMPTY if value is None or value == "" else value


def translated(text: str, /, **facts: Any) -> str:
    """Translate a text marked in a pure file and fill its places."""
    if not text:  # a catalogue keeps its head under the empty text
        return ""
    return gettext(text) % facts if facts else gettext(text)


def body_name(body: Any) -> str:
    """Return a body's name in the reader's language."""
    return body.name if is_chinese() or not body.name_en else body.name_en


def user_name(user: Any) -> str:
    """Return an officer's or a person's name in the reader's script, where both are known."""
    return user.name if is_chinese() or not user.name_en else user.name_en


def title_of(titles: Mapping[str, str]) -> str:
    """Return a title given as {en, zh_Hans} in the reader's language."""
    return titles["zh_Hans" if is_chinese() else "en"]


def here(**changed: Any) -> str:
    """Return this page's address with some query arguments changed (None drops one)."""
    args = {**request.args.to_dict(), **{k: v for k, v in changed.items()}}
    kept = {k: v for k, v in args.items() if v is not None}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def join_phrases(phrases: Iterable[str]) -> str:
    """Join words as a list in the reader's language."""
    return ("、" if is_chinese() else ", ").join(phrases)


def gap() -> str:
    """Return what stands between two sentences: a space, and nothing in Chinese."""
    return "" if is_chinese() else " "


def passed(moment_: datetime | None) -> bool:
    """Say whether a moment, if there is one, has passed."""
    return moment_ is not None and moment_ < clock.now()


def once_field() -> Markup:
    """Return the hidden one-time key for a form that is only a button."""
    return Markup('<input type="hidden" name="once" value="{}">').format(new_key())


def vendor(name: str) -> str:
    """Return the address of a front-end file filled at set-up."""
    return url_for("static", filename=f"vendor/{name}")


FILTERS = (
    *(day, weekday, day_weekday, written_day, span, moment, days_of_halves),
    *(or_empty, title_of, body_name, user_name),
)


def set_up_screens(app: Flask, babel: Babel) -> None:
    """Register the reader's language, the filters and the globals above."""
    babel.init_app(app, locale_selector=chosen_language)
    set_up_wording(app, babel)
    for filter_ in FILTERS:
        app.jinja_env.filters[filter_.__name__] = filter_
    for name in (lang, is_chinese, here, once_field, vendor, join_phrases, gap, passed):
        app.jinja_env.globals[name.__name__] = name
    app.jinja_env.globals.update(t=translated, span=span, today=clock.today)
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
