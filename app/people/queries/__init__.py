"""Named reads over people: as of a day, as it was known, in whose scope, one person's file."""

from app.people.queries.asof import (
    assessor_tenures,
    bars_among,
    bars_found,
    identity_on,
    in_office,
    oaths_of,
    tenures_of,
)
from app.people.queries.caps import Caps, caps_under
from app.people.queries.dossier import Dossier, dossier
from app.people.queries.resting import Resting, rests_on
from app.people.queries.scope import (
    Scope,
    elsewhere,
    is_own_tenure,
    kept_by,
    latest_tenure,
    person_by_uid,
    scope_of,
)

__all__ = [
    "Caps",
    "Dossier",
    "Resting",
    "Scope",
    "assessor_tenures",
    "bars_among",
    "bars_found",
    "caps_under",
    "dossier",
    "elsewhere",
    "identity_on",
    "in_office",
    "is_own_tenure",
    "kept_by",
    "latest_tenure",
    "oaths_of",
    "person_by_uid",
    "rests_on",
    "scope_of",
    "tenures_of",
]
