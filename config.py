"""Settings, from the environment; secrets made once and kept under instance/."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent


def kept_secret(folder: Path, name: str) -> str:
    """Return the secret `name`, made at the first start and kept with mode 600."""
    path = folder / f"{name}.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


def settings(**given: Any) -> dict[str, Any]:
    """Return the settings: what is `given` goes before the environment, that before defaults."""
    env = os.environ
    folder = Path(given.get("INSTANCE") or env.get("PEISHEN_INSTANCE") or ROOT / "instance")
    folder.mkdir(parents=True, exist_ok=True)
    port = env.get("PORT", "8000")
    made: dict[str, Any] = {
        "INSTANCE": str(folder),
        "SQLALCHEMY_DATABASE_URI": env.get("PEISHEN_DATABASE", f"sqlite:///{folder}/peishen.db"),
        "QUEUE": env.get("PEISHEN_QUEUE", f"{folder}/queue.db"),
        "SITE": env.get("PEISHEN_SITE", f"http://127.0.0.1:{port}"),
        "SMTP": env.get("PEISHEN_SMTP", ""),  # host:port, empty: mail stays in the outbox
        "SMTP_USER": env.get("PEISHEN_SMTP_USER", ""),
        "SMTP_PASSWORD": env.get("PEISHEN_SMTP_PASSWORD", ""),
        "SMTP_STARTTLS": env.get("PEISHEN_SMTP_STARTTLS", "") == "1",
        "MAIL_FROM": env.get("PEISHEN_MAIL_FROM", "peishen@localhost"),
        "TRUSTED_HOSTS": env.get("PEISHEN_HOSTS", "127.0.0.1,localhost").split(","),
        "PROXIES": int(env.get("PEISHEN_PROXIES", "0")),  # in front of the site, believed
        "MAX_CONTENT_LENGTH": 60 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form may lie open for a morning
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": env.get("PEISHEN_SITE", "").startswith("https"),
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "app" / "translations"),
    }
    if "PEISHEN_SECRET" not in given:
        made["PEISHEN_SECRET"] = env.get("PEISHEN_SECRET") or kept_secret(folder, "identifiers")
    if "SECRET_KEY" not in given:
        made["SECRET_KEY"] = env.get("PEISHEN_SESSION_SECRET") or kept_secret(folder, "session")
    return made | given
