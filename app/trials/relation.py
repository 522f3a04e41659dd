"""What a court knows of a person of another court by a seat that he holds: no more than it needs.

The register's page stays closed to it (404); these fields are open while the seat is held.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.bodies.models import Body
from app.people.identity import mask_phone
from app.people.queries import latest_tenure, scope_of
from app.shared import clock
from app.trials.models import Seat
from app.trials.terms import HOLDING, PanelState


@dataclass(frozen=True)
class KnownBySeat:
    """The fields that a seat opens: the home court, a masked phone, how letters go.

    `file`: the person's page is open to the court, since it keeps his file or stands above.
    """

    court: Body | None
    phone: str
    by_mail: bool
    file: bool


def known_by_seat(seat: Seat, body_id: int) -> KnownBySeat | None:
    """Return what a body knows of the person of a seat, None once the seat is given up."""
    if seat.state not in HOLDING or seat.panel.state != PanelState.DRAWN:
        return None
    person, day = seat.person, clock.today(seat.panel.body.zone)
    home = latest_tenure(person.id)
    return KnownBySeat(
        court=home.body if home else None,
        phone=mask_phone(person.phone) if person.phone else "",
        by_mail=bool(person.mail),
        file=scope_of(person.id, body_id, day) is not None,
    )
