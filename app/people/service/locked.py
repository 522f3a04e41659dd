"""A person's rows, locked and read as they stand now: what a page showed may be over."""

from __future__ import annotations

from collections.abc import Sequence

from app.people.models import Person, Tenure
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock


def locked_tenure(tenure: Tenure) -> Tenure:
    """Lock the person of a tenure and read the tenure again; see `locked_tenures`."""
    return locked_tenures([tenure])[0]


def locked_tenures(tenures: Sequence[Tenure]) -> list[Tenure]:
    """Lock the persons of tenures, in one order, and read the tenures as they stand now.

    Raises Refused where one of them fell with its act.
    """
    for person_id in sorted({tenure.person_id for tenure in tenures}):
        lock(Person, person_id)
    rows: list[Tenure] = [lock(Tenure, tenure.id) for tenure in tenures]
    if any(row is None or row.superseded_at for row in rows):
        text = N_("This tenure does not stand any more: the act it rested on was annulled.")
        way_out = N_("Look at the person's page as it stands now.")
        raise Refused([Refusal("tenure.fallen", text, way_out=way_out)])
    return rows
