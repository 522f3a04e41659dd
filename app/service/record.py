"""A person's service record as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rulebooks.terms import Rulebook
from app.service.models import Appraisal, Sanction
from app.service.rules import Freeze, Sanctioned, freezes, frozen
from app.shared.refusals import Refusal


@dataclass(frozen=True)
class Record:
    """Rows, newest first; the days that sanctions run; what stands against a promotion today."""

    appraisals: Sequence[Appraisal]
    sanctions: Sequence[Sanction]
    runs: Sequence[Freeze]
    against: Refusal | None
    day: date

    def run_of(self, row: Sanction) -> Freeze | None:
        """Return the days on which a sanction runs, with others of its kind."""
        return next(
            (f for f in self.runs if f.kind == row.kind and f.since <= row.decided <= f.until), None
        )


def record_of(
    appraisals: Sequence[Appraisal],
    sanctions: Sequence[Sanction],
    day: date,
    book: Rulebook | None,
) -> Record:
    """Return the record as it stands on a day by a book; withdrawn rows count no more."""
    standing = [Sanctioned(s.decided, s.kind) for s in sanctions if s.withdrawn_at is None]
    if book is None:
        return Record(appraisals, sanctions, (), None, day)
    return Record(appraisals, sanctions, freezes(standing, book), frozen(standing, day, book), day)
