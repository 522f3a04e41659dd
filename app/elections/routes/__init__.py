"""Screens of elections, a file a stage."""

from app.elections.routes import drawing, elections, listing, naming, notice, screening, voting
from app.elections.routes.blueprint import bp

__all__ = ["bp", "drawing", "elections", "listing", "naming", "notice", "screening", "voting"]
