"""Screens of ends: the files of a court, one file with its steps, terms that end."""

from app.ends.routes import expiring, files, steps
from app.ends.routes.blueprint import bp

__all__ = ["bp", "expiring", "files", "steps"]
