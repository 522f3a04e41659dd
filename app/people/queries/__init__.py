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
    is_seen_from,
    keeps_files_of,
    kept_by,
    latest_tenure,
    person_by_uid,
)

__all__ = [
    "Caps",
    "Dossier",
    "Resting",
    "assessor_tenures",
    "bars_among",
    "bars_found",
    "caps_under",
    "dossier",
    "identity_on",
    "in_office",
    "is_seen_from",
    "keeps_files_of",
    "kept_by",
    "latest_tenure",
    "oaths_of",
    "person_by_uid",
    "rests_on",
    "tenures_of",
]
