"""Words of ends: what ends an office, on which ground, where the file stands."""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    """Law 2018, Art 27: why an assessor is removed, in the words of the rulebook."""

    GOOD_CAUSE = "resignation_good_cause"
    BARRED = "barred"
    REFUSAL = "unjustified_refusal"
    MALPRACTICE = "malpractice"


class Stage(StrEnum):
    """Where a file stands."""

    OPEN = "open"  # asked for, or opened with its ground
    HEARD = "heard"  # the person was heard, or did not come though told
    MOVED = "moved"  # the president's motion lies before the organ
    DECIDED = "decided"  # the act is in, the office ends
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"  # the act fell, the office goes on


STANDING = (Stage.OPEN, Stage.HEARD, Stage.MOVED)
REMOVALS = (Ground.BARRED, Ground.REFUSAL, Ground.MALPRACTICE)
LASTING = (Ground.REFUSAL, Ground.MALPRACTICE)  # Art 7: who was removed for it is barred for good
