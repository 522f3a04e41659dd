"""Forms of elections by votes and of naming for one case: shape of input only."""

# WTForms takes lazy texts and choices set later; its types do not know either.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange

from app.elections.models import Candidate
from app.elections.service.calling import Request
from app.elections.service.deciding import Act
from app.elections.service.voting import Vote
from app.people.forms.fields import choices, text_field
from app.people.labels import SEXES
from app.people.service import Decision
from app.shared.forms import ActingForm, DayField, MultiCheckboxField, Needed
from app.shared.fullwidth import halfwidth
from app.shared.refusals import Refusal
from app.shared.texts import N_

MOST_VOTES = 10_000_000
KINDS = ("ayes", "noes", "blank")


class AskForm(ActingForm):
    """What an organisation is asked for."""

    organisation = text_field(N_("Organisation that is asked"), 160, Needed())
    case_number = text_field(N_("Case number"), 80, Needed())
    nature = text_field(N_("What the case is about"), 120)
    seats = IntegerField(lazy_gettext("How many people"), [Needed(), NumberRange(1, 20)])
    begins = DayField(lazy_gettext("From which day on"), [Needed()])

    def to_request(self) -> Request:
        """Return what is asked for."""
        words = (self.organisation.data or "", self.case_number.data or "", self.nature.data or "")
        return Request(*words, self.seats.data or 0, self.begins.data)


class PersonForm(ActingForm):
    """One person for the list, in the columns of the roll's sheet."""

    name = text_field(N_("Name"), 120, Needed())
    id_number = text_field(N_("ID number"), 40)
    birth = text_field(N_("Birth date"), 20)
    sex = SelectField(lazy_gettext("Sex"), choices=choices(SEXES, "--"), default="")
    occupation = text_field(N_("Occupation"), 80)
    employer = text_field(N_("Employer"), 120)
    district = text_field(N_("District"), 80)
    phone = text_field(N_("Telephone"), 40)

    def to_cells(self) -> dict[str, str]:
        """Return what was typed, by the column of the sheet."""
        fields = ("name", "id_number", "birth", "sex", "occupation", "employer", "district")
        return {name: str(self[name].data or "") for name in (*fields, "phone")}


class VoteForm(ActingForm):
    """The count of a vote: how many were present, and what each candidate got."""

    voted = DayField(lazy_gettext("Day of the vote"), [Needed()])
    present = IntegerField(
        lazy_gettext("How many were present"), [Needed(), NumberRange(0, MOST_VOTES)]
    )

    def offer(self, ballot: Sequence[Candidate]) -> None:
        """Take the votes of these candidates."""
        self.ballot = ballot
        self.wrong: dict[str, str] = {}

    def _blame(self, refusals: tuple[Refusal, ...]) -> None:
        """Mark all three counts of a candidate whose votes cannot be, beside the usual."""
        super()._blame(refusals)
        for refusal in refusals:
            kind, _, uid = refusal.place.partition("-")
            if kind == "votes":
                self.wrong |= {f"{one}-{uid}": "" for one in KINDS}

    def typed(self, candidate: Candidate, kind: str) -> str:
        """Return what stands in a field: as typed, else as it was written down."""
        kept = (candidate.votes_for, candidate.votes_against, candidate.votes_blank)
        before = str(kept[KINDS.index(kind)]) if any(kept) else ""
        return request.form.get(f"{kind}-{candidate.uid}", before)

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the fields, and that every count is a whole number."""
        good = super().validate(extra_validators)
        for one in self.ballot:
            for kind in KINDS:
                if _number(self.typed(one, kind)) is None:
                    named = {"name": one.name}
                    said = gettext("The votes of %(name)s are whole numbers from 0.", **named)
                    self.wrong[f"{kind}-{one.uid}"] = said
        return good and not self.wrong

    @property
    def errors(self) -> dict[str, Sequence[str]]:  # type: ignore[override]
        """Errors by the id of the field they stand at, those of the votes included."""
        votes = {place: [said] for place, said in getattr(self, "wrong", {}).items()}
        return {**dict(super().errors), **votes}  # type: ignore[dict-item]

    def to_vote(self) -> Vote:
        """Return the vote."""
        counts = {}
        for one in self.ballot:
            ayes, noes, blank = (_number(self.typed(one, kind)) or 0 for kind in KINDS)
            counts[one.uid] = (ayes, noes, blank)
        return Vote(self.voted.data, self.present.data or 0, counts)


class NamedForm(ActingForm):
    """The organisation's letter: whom it names, from which day on."""

    act_number = text_field(N_("Number of the letter"), 80, Needed())
    adopted = DayField(lazy_gettext("Day of the letter"), [Needed()])
    since = DayField(lazy_gettext("From which day on"), [Needed()])
    appointed = MultiCheckboxField(lazy_gettext("Whom it names"))

    def offer(self, named: Sequence[Candidate]) -> None:
        """Offer those who are on the list."""
        self.appointed.choices = [(one.uid, one.name) for one in named]
        if not self.is_submitted():
            self.appointed.data = [one.uid for one in named]

    def to_act(self, organ: str) -> Act:
        """Return what the organisation decided."""
        by = Decision(organ, self.act_number.data or "", self.adopted.data)
        return Act(by, self.since.data, self.appointed.data or [])


def _number(text: str) -> int | None:
    """Return a whole number as it is typed, 0 for nothing, None for anything else."""
    plain = halfwidth(text).strip()
    if not plain:
        return 0
    return int(plain) if plain.isdecimal() and len(plain) <= len(str(MOST_VOTES)) else None
