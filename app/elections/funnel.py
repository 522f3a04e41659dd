"""How many of those on a list came how far, stage within stage (pure)."""

from __future__ import annotations

from collections.abc import Mapping

from app.elections.terms import VOTES, ElectionForm, Standing
from app.shared.texts import N_

# By standing, and whether the name was on public notice.
Counts = Mapping[tuple[Standing, bool], int]

TAKEN = frozenset(Standing) - {Standing.LISTED}
PASSED = frozenset((Standing.PASSED, Standing.PROPOSED, Standing.ELECTED, Standing.NOT_ELECTED))
PROPOSED = PASSED - {Standing.PASSED}

# A stage holds those with one of its standings; who was on notice was proposed, whatever followed.
SELECTION = (
    (N_("on the list"), frozenset(Standing), True),
    (N_("drawn, applied or recommended"), TAKEN, True),
    (N_("passed the screening"), PASSED, True),
    (N_("proposed"), PROPOSED, True),
    (N_("on public notice"), frozenset[Standing](), True),
    (N_("appointed"), frozenset((Standing.ELECTED,)), False),
)
VOTE = (
    (N_("on the ballot"), frozenset(Standing), False),
    (N_("elected by votes"), frozenset((Standing.PROPOSED, Standing.ELECTED)), False),
    (N_("appointed by the act"), frozenset((Standing.ELECTED,)), False),
)


def funnel(form: ElectionForm, counts: Counts) -> list[tuple[str, int]]:
    """Return the stages of an election, each with how many came so far: never more than before."""
    stages = VOTE if form in VOTES else SELECTION
    return [
        (words, sum(n for (at, noticed), n in counts.items() if at in those or (also and noticed)))
        for words, those, also in stages
    ]
