"""How the house is put together; reads as a table of contents and touches no database."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.accounts.access import guard, undeclared
from app.accounts.signing_in import set_up_signing_in
from app.pages.context import set_up_context
from app.pages.faults import set_up_faults
from app.shared.acting import House
from app.shared.collected import Collected
from app.shared.db import db
from app.shared.headers import harden
from app.shared.logs import set_up_logs
from app.shared.screens import set_up_screens
from app.shared.transactions import bind_events
from app.shared.turns import set_turns
from config import settings

ROOT = Path(__file__).parent.parent

TABLES = (
    "app.shared.files",
    "app.shared.once",
    "app.shared.limits",
    "app.shared.jobs.models",
    "app.bodies.models",
    "app.bodies.kept",
    "app.audit.models",
    "app.messages.models",
    "app.accounts.models",
    "app.people.models",
    "app.draws.models",
    "app.service.models",
    "app.elections.models",
    "app.ends.models",
    "app.trials.models",
    "app.training.models",
    "app.promotion.models",
    "app.reminders.models",
)
ROUTES: tuple[str, ...] = (
    "app.pages.routes",
    "app.pages.reading",
    "app.pages.jobs",
    "app.pages.inbox",
    "app.reminders.routes",
    "app.draws.routes",
    "app.people.routes",
    "app.people.importing.routes",
    "app.service.routes",
    "app.promotion.routes",
    "app.portal.ending",
    "app.portal.answer",
    "app.elections.routes",
    "app.ends.routes",
    "app.trials.routes.panels",
    "app.trials.routes.replies",
    "app.trials.routes.changes",
    "app.trials.routes.days",
    "app.training.routes.courses",
    "app.training.routes.cohorts",
    "app.training.routes.nominations",
    "app.training.routes.admission",
    "app.training.routes.cohort_papers",
    "app.training.routes.attendance",
    "app.training.routes.results",
    "app.training.routes.certificates",
    "app.training.routes.records",
    "app.training.routes.hours",
    "app.training.routes.bringing_in",
)
COMMANDS: tuple[str, ...] = (
    "app.pages.commands",
    "app.people.commands",
    "app.demo.commands",
    "app.shared.jobs.worker",
    "app.reminders.commands",
)
LIFE: tuple[str, ...] = (
    "app.people.life",
    "app.service.life",
    "app.trials.life",
    "app.elections.life",
    "app.promotion.life",
    "app.training.life",
    "app.training.life_record",
)
TODAY: tuple[str, ...] = (
    "app.people.today",
    "app.elections.today",
    "app.ends.today",
    "app.trials.today",
    "app.trials.today_replies",
    "app.trials.today_overseen",
    "app.promotion.today",
    "app.training.today",
    "app.training.today_results",
)
MESSAGES: tuple[str, ...] = (
    "app.people.due",
    "app.elections.due",
    "app.ends.due",
    "app.trials.due",
    "app.promotion.due",
    "app.training.due",
    "app.training.due_results",
    "app.training.due_hours",
)
ACTS: tuple[str, ...] = (
    "app.draws.due",
    "app.people.due",
    "app.trials.due",
    "app.training.due_left",
    "app.ends.due",
)
WARNINGS: tuple[str, ...] = ("app.people.warnings", "app.training.warnings")
SUBJECTS: tuple[str, ...] = ("app.trials.subjects", "app.elections.subjects")


def create_app(**given: Any) -> Flask:
    """Build the application; `given` settings go before the environment (see config.py)."""
    app = House(
        "peishen",
        template_folder=ROOT / "templates",
        static_folder=ROOT / "static",
        root_path=str(ROOT),
    )
    app.config.from_mapping(settings(**given))
    set_turns(app)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=app.config["PROXIES"], x_proto=0)
    set_up_logs()
    _data(app)
    _screens(app)
    _features(app)
    return app


def _data(app: Flask) -> None:
    for name in TABLES:
        import_module(name)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    with app.app_context():
        bind_events(db.engine)


def _screens(app: Flask) -> None:
    CSRFProtect(app)
    Bootstrap5(app)
    set_up_screens(app, Babel())
    set_up_signing_in(app)
    set_up_context(app)
    set_up_faults(app)
    guard(app)
    harden(app)


def _features(app: Flask) -> None:
    for name in ROUTES:
        app.register_blueprint(import_module(name).bp)
    for name in COMMANDS:
        import_module(name).add_commands(app)
    app.extensions["collected"] = Collected(
        life=tuple(import_module(name).lines for name in LIFE),
        today=tuple(import_module(name).part for name in TODAY),
        messages=tuple(import_module(name).messages for name in MESSAGES),
        acts=tuple(import_module(name).acts for name in ACTS),
        warnings=tuple(import_module(name).warnings for name in WARNINGS),
        subjects=tuple(import_module(name).named for name in SUBJECTS),
    )
    missing = undeclared(app)
    if missing:
        raise RuntimeError(f"these routes do not say who may use them: {missing}")
