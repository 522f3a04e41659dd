"""The blueprint of promotion, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.promotion import words

bp = Blueprint("promotion", __name__, url_prefix="/promotion")


@bp.context_processor
def shared() -> dict[str, Any]:
    """Give the pages their words."""
    return {"words": words}
