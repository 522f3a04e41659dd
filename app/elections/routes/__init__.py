"""Screens of elections, a file a stage."""

from app.elections.routes import elections
from app.elections.routes.blueprint import bp

__all__ = ["bp", "elections"]
