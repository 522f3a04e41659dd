"""The pages of promotion: who may be proposed, one person's proof, one proposal's way."""

from app.promotion.routes import proposals, readiness
from app.promotion.routes.blueprint import bp

__all__ = ["bp", "proposals", "readiness"]
