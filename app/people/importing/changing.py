"""What changed rows do to persons and tenures that are in the register, and what they replace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update

from app.accounts.terms import Desk
from app.people.importing.kept import plain_value
from app.people.importing.making import Making, year_of
from app.people.importing.planned import Frame, Planned
from app.people.models import Identifier, Identity, Oath, OathTenure, Person, Tenure
from app.people.service import bring_year_totals, correct_identifier, correct_identity
from app.people.service.known import keep_as_known
from app.people.service.persons import Who
from app.people.service.rows import phone_columns
from app.people.terms import IdKind
from app.shared.db import db
from app.shared.sealed import keyed_hash
from app.shared.texts import N_
from app.shared.transactions import lock

CONTACT = {
    **{key: key for key in ("education", "occupation", "employer", "district", "address")},
    **{"phone": "phone", "email": "mail"},
    **{"ethnicity": "ethnicity", "social_origin": "social_origin"},
}
IDENTITY = frozenset(("name", "sex", "birth"))
TERM = {"from": "since", "until": "until", "form": "form", "rank": "rank"} | {
    "earlier_terms": "earlier_terms"
}
ACT = frozenset(("act_organ", "act_number", "act_date"))
ROLL = frozenset(("roll", "roll_subject"))
YEAR = frozenset(("cases_this_year", "days_this_year"))
REASON = N_("Corrected by a roll that was brought in")


class Changing:
    """Applies the changes of rows whose persons are in the register; `making` adds to them."""

    def __init__(self, desk: Desk, frame: Frame, making: Making) -> None:
        """Change in the name of `desk`, in the transaction that is open."""
        self._desk, self._frame, self._making = desk, frame, making

    def apply(self, plans: Sequence[Planned]) -> None:
        """Change persons first, then their tenures, rolls and the year's totals."""
        for plan in plans:
            assert plan.found is not None
            plan.person_id = plan.found.id
        self._contacts([p for p in plans if p.changed & CONTACT.keys()])
        for plan in plans:
            if plan.changed & IDENTITY or "id_number" in plan.changed:
                self._identity(plan)
        beginning = [plan for plan in plans if plan.held is None]
        self._making.tenures(beginning)
        self._terms([plan for plan in plans if plan.held])
        self._making.rolls([plan for plan in plans if plan.held is None or plan.changed & ROLL])
        self._year([plan for plan in plans if plan.changed & YEAR])

    def _contacts(self, plans: Sequence[Planned]) -> None:
        rows = []
        for plan in plans:
            assert plan.found is not None
            fields = sorted(plan.changed & CONTACT.keys())
            columns = {CONTACT[field]: plan.values[field] for field in fields}
            replaced = {CONTACT[field]: plan.found.values.get(field) for field in fields}
            if "phone" in columns:
                columns |= phone_columns(columns["phone"], keyed_hash)
            version = plan.found.version + 1
            rows.append({"id": plan.person_id, "version": version, **columns})
            plan.before["person"] = replaced
            plan.after["person"] = version
        if rows:
            db.session.execute(update(Person), rows)
            db.session.expire_all()

    def _identity(self, plan: Planned) -> None:
        """Correct who a person is by the verbs for it; note which rows they made and ended."""
        person: Person = lock(Person, plan.person_id)
        before = {"identity": _standing(Identity, person.id)}
        columns = ("name", "pinyin", "sort_key", "sex", "birth", "birth_year")
        former = {column: plain_value(getattr(person, column)) for column in columns}
        if plan.changed & IDENTITY:
            correct_identity(self._desk, person, _who(plan, person), REASON)
        number = plan.values.get("id_number")
        if number and "id_number" in plan.changed:
            new = correct_identifier(self._desk, person, IdKind(number.kind), number.number)
            db.session.flush()
            plan.after["identifier"] = new.id
        db.session.flush()
        standing = _standing(Identity, person.id)
        plan.before["person"] = plan.before.get("person", {}) | former
        plan.before["identity"] = sorted(before["identity"] - standing)
        plan.after["identity"] = sorted(standing - before["identity"])
        plan.after["person"] = person.version

    def _terms(self, plans: Sequence[Planned]) -> None:
        held = [plan.held.id for plan in plans if plan.held]
        found = db.session.scalars(select(Tenure).where(Tenure.id.in_(held)).with_for_update())
        rows = {tenure.id: tenure for tenure in found}
        copies: list[Tenure] = []
        for plan in plans:
            assert plan.held is not None
            plan.tenure_id = plan.held.id
            if plan.changed & (TERM.keys() | ACT):
                copies.append(self._term(plan, rows[plan.held.id]))
            if "oath_date" in plan.changed:
                self._oath(plan, rows[plan.held.id])
        db.session.flush()
        self._making.made.add("tenure", [copy.id for copy in copies])

    def _term(self, plan: Planned, tenure: Tenure) -> Tenure:
        fields = sorted(plan.changed & TERM.keys())
        columns = [*(TERM[field] for field in fields), "start_line_id"]
        replaced = {column: plain_value(getattr(tenure, column)) for column in columns}
        plan.before["tenure"] = replaced | {"recorded_at": tenure.recorded_at.isoformat()}
        copy = keep_as_known(tenure)
        for field in fields:
            setattr(tenure, TERM[field], plan.values[field])
        if plan.changed & ACT:
            tenure.start_line_id = self._making.lines([plan])[0]
        plan.after["tenure"] = [tenure.id, tenure.version]
        return copy

    def _oath(self, plan: Planned, tenure: Tenure) -> None:
        covering = OathTenure.tenure_id == tenure.id
        if plan.held and plan.held.oath:
            of_day = select(Oath.id).where(Oath.day == plan.held.oath)
            gone = delete(OathTenure).where(covering, OathTenure.oath_id.in_(of_day))
            replaced = db.session.scalars(gone.returning(OathTenure.oath_id))
            plan.before["oaths"] = list(replaced)
        self._making.oath_pairs.append([self._making.oaths([plan])[0], tenure.id])
        tenure.version += 1
        plan.after["tenure"] = [tenure.id, tenure.version]

    def _year(self, plans: Sequence[Planned]) -> None:
        totals = []
        for plan in plans:
            stated = year_of(plan)
            assert plan.found is not None
            assert stated is not None
            plan.before["year"] = list(plan.found.year) if plan.found.year else None
            plan.after["year"] = [self._frame.today.year, *stated]
            totals.append((plan.person_id, self._frame.today.year, *stated))
        bring_year_totals(self._desk, totals)


def _standing(table: type[Identity] | type[Identifier], person_id: int) -> set[int]:
    where = (table.person_id == person_id, table.superseded_at.is_(None))
    return set(db.session.scalars(select(table.id).where(*where)))


def _who(plan: Planned, person: Person) -> Who:
    values: Any = plan.values
    birth = values.get("birth") if "birth" in plan.changed else None
    name = values.get("name", person.name)
    return Who(
        name=name,
        sex=values.get("sex", person.sex),
        birth=birth.day if birth else person.birth,
        birth_year=birth.year if birth else person.birth_year,
        pinyin=person.pinyin if name == person.name else "",
    )
