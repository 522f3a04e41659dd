"""Translations, asked for a hundred times a page: each found by one look-up.

flask-babel writes out the locale's name for each text to find its catalogue; here catalogues are
found by the locale itself, and what a template said is kept ready to stand in a page.
"""

from __future__ import annotations

from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import Flask
from flask_babel import Babel, Domain, get_locale, get_translations
from markupsafe import Markup


class Wording(Domain):
    """flask-babel's catalogues, found by the reader's locale."""

    def __init__(self) -> None:
        """Begin with no catalogue read."""
        super().__init__()
        self._by_locale: dict[Locale | None, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the reader's locale, read when it is first asked for."""
        locale = get_locale()
        if locale not in self._by_locale:
            self._by_locale[locale] = super().get_translations()
        return self._by_locale[locale]


class Said(dict[str, Markup]):
    """Texts in one language as they stand in a page, translated when first asked for."""

    def __missing__(self, text: str) -> Markup:
        said = self[text] = Markup(get_translations().ugettext(text) if text else "")
        return said


_SAID: dict[Locale | None, Said] = {}


def said(text: str, /, **facts: Any) -> Markup:
    """Return a text of the templates in the reader's language, its places filled and escaped.

    As everywhere in templates, %% stands for a percent sign.
    """
    locale = get_locale()
    known = _SAID.get(locale)
    if known is None:
        known = _SAID[locale] = Said()
    return known[text] % facts


def set_up_wording(app: Flask, babel: Babel) -> None:
    """Let `app` and its templates ask here."""
    vars(babel)["domain_instance"] = Wording()  # a cached property: filled before it is asked
    app.jinja_env.globals.update(_=said, gettext=said)
