"""What the pages of the schools share."""

from __future__ import annotations

from flask import g, render_template


def refused() -> str:
    """Show why a button did nothing; for views that are only a button."""
    return render_template("refused.html", refusals=g.get("refusals", ()))
