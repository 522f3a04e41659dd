"""Screens of people: the register, a person, the small pages that act, acts with their lines."""

from app.people.routes import acts, court, kin, offices, person, register
from app.people.routes.blueprint import bp

__all__ = ["acts", "bp", "court", "kin", "offices", "person", "register"]
