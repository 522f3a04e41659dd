"""Words of promotion: the states of a proposal, and how far somebody is from one."""

from __future__ import annotations

from enum import StrEnum


class ProposalState(StrEnum):
    """A proposal's way: three people, then an act."""

    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    DONE = "done"  # the act is in
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STANDING = (ProposalState.PROPOSED, ProposalState.REVIEWED, ProposalState.APPROVED)


class Outcome(StrEnum):
    """How the conditions leave somebody."""

    READY = "ready"
    NEARLY = "nearly"  # lacks one or two
    NOT = "not"
