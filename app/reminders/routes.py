"""The screen of reminders: the next seven days, who gets what."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template

from app.accounts.access import READERS, for_roles
from app.accounts.desk import desk
from app.messages.queries import why_nothing_goes_out
from app.reminders.gathering import coming as coming_messages
from app.shared import clock

bp = Blueprint("reminders", __name__, url_prefix="/reminders")
DAYS = 7


@bp.get("/")
@for_roles(*READERS)
def coming() -> str:
    """Show what the clock will tell in this body in the next seven days, as things stand now."""
    own = desk()
    today = clock.today(own.zone)
    days = coming_messages(own.body_id, [today + timedelta(days=n) for n in range(DAYS)])
    number = sum(len(notices) for _, notices in days)
    return render_template(
        "reminders/coming.html", days=days, number=number, why=why_nothing_goes_out()
    )
