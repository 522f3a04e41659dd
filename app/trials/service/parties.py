"""What the parties of a case know of its panel: who sits, and when."""

from __future__ import annotations

from app.accounts.terms import Desk
from app.audit.service import record
from app.shared import clock
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.trials.models import Panel
from app.trials.seat_queries import locked_panel
from app.trials.terms import PanelState


def leave_untold(panel: Panel) -> None:
    """Art 1 (Interpretation 2019), 1953 by default: the parties are told who is on the panel.

    Notes since when who sits, or when, is not what they were told.
    """
    panel.parties_wait = panel.parties_wait or clock.today(panel.body.zone)


def tell_parties(desk: Desk, panel: Panel) -> Panel:
    """Note that the parties have been told who sits and when, as it stands now.

    Raises Refused where the panel is not drawn, and where they know already.
    """
    panel = locked_panel(panel.id)
    if panel.state != PanelState.DRAWN or panel.parties_wait is None:
        raise Refused([_told_already()])
    record(desk, "panel:parties_told", panel, since=panel.parties_wait.isoformat())
    panel.parties_wait, panel.parties_told = None, clock.today(panel.body.zone)
    panel.version += 1
    return panel


def _told_already() -> Refusal:
    text = N_("Nothing has changed that the parties of this panel have not been told.")
    return Refusal("panel.told", text, way_out=N_("Look at the panel as it stands now."))
