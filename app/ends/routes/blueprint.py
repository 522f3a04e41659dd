"""The blueprint of ends, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.ends import words
from app.people import labels

bp = Blueprint("ends", __name__, url_prefix="/ends")


@bp.context_processor
def shared() -> dict[str, Any]:
    """Give the pages of ends their words."""
    return {"words": words, "labels": labels}
