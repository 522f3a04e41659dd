"""Screens of people: the register, a person, the small pages that act, acts with their lines."""

from app.people.routes import accounts, acts, court, kin, offices, person, register
from app.people.routes.blueprint import bp

__all__ = ["accounts", "acts", "bp", "court", "kin", "offices", "person", "register"]
