"""What acts were done to, as a reader knows it: by name, number or day instead of a code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.audit.models import AuditLine
from app.bodies.models import Body
from app.draws.models import Draw
from app.draws.named import subjects_named
from app.elections.models import Election, Objection
from app.people.models import Act, Person, RollImport, Tenure
from app.promotion.models import Proposal
from app.service.models import Appraisal, Sanction
from app.shared.db import db
from app.shared.screens import is_chinese
from app.training.models import Certificate, Cohort, Course, Enrolment, OutsideTraining
from app.trials.models import Case, Panel, PanelCase, Seat, SittingDay

Named = Mapping[tuple[str, str], str]
Columns = Select[*tuple[Any, ...]]


def names_of(lines: Iterable[AuditLine], people: bool) -> Named:
    """Return what the subjects of some lines are called, by kind and uid.

    One statement for each kind on the page, two for draws, whatever the lines. People are named
    to those only who may see the register (`people`); to the others by their register number.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        wanted[line.subject_kind].add(line.subject_uid)
    found: dict[tuple[str, str], str] = {}
    if wanted["draw"]:
        found |= _draws(wanted["draw"])
    for kind, uids in wanted.items():
        if kind in _READS:
            for uid, *words in db.session.execute(_READS[kind](people, uids)):
                found.setdefault((kind, str(uid)), " ".join(str(word) for word in words if word))
    return found


def _draws(uids: set[str]) -> dict[tuple[str, str], str]:
    codes = db.session.execute(select(Draw.uid, Draw.subject).where(Draw.uid.in_(uids))).all()
    named = subjects_named(code for _, code in codes)
    return {("draw", uid): named.get(code, "") for uid, code in codes}


def _persons(people: bool, uids: set[str]) -> Columns:
    return select(Person.uid, _called(people)).where(Person.uid.in_(uids))


def _of_person(row: Any) -> Callable[[bool, set[str]], Columns]:
    """Return the read of rows that are about a person, called by his name."""

    def read(people: bool, uids: set[str]) -> Columns:
        joined = select(row.uid, _called(people)).join(Person, Person.id == row.person_id)
        return joined.where(row.uid.in_(uids))

    return read


def _bodies(people: bool, uids: set[str]) -> Columns:
    english = func.coalesce(func.nullif(Body.name_en, ""), Body.name)
    name = Body.name if is_chinese() else english
    return select(Body.uid, name).where(Body.uid.in_(uids))


def _cases(people: bool, uids: set[str]) -> Columns:
    return select(Case.uid, Case.number).where(Case.uid.in_(uids))


def _panels(people: bool, uids: set[str]) -> Columns:
    return _of_case(select(Panel.uid, Case.number), Panel.id).where(Panel.uid.in_(uids))


def _seats(people: bool, uids: set[str]) -> Columns:
    return _of_case(select(Seat.uid, Case.number), Seat.panel_id).where(Seat.uid.in_(uids))


def _days(people: bool, uids: set[str]) -> Columns:
    days = select(SittingDay.uid, Case.number, SittingDay.day)
    return _of_case(days, SittingDay.panel_id).where(SittingDay.uid.in_(uids))


def _acts(people: bool, uids: set[str]) -> Columns:
    return select(Act.uid, Act.organ, Act.number).where(Act.uid.in_(uids))


def _elections(people: bool, uids: set[str]) -> Columns:
    return select(Election.uid, Election.number).where(Election.uid.in_(uids))


def _objections(people: bool, uids: set[str]) -> Columns:
    joined = select(Objection.uid, Election.number)
    joined = joined.join(Election, Election.id == Objection.election_id)
    return joined.where(Objection.uid.in_(uids))


def _imports(people: bool, uids: set[str]) -> Columns:
    return select(RollImport.uid, RollImport.filename).where(RollImport.uid.in_(uids))


def _accounts(people: bool, uids: set[str]) -> Columns:
    ids = [int(uid) for uid in uids if uid.isdecimal()]
    return select(User.id, User.name).where(User.id.in_(ids))


def _courses(people: bool, uids: set[str]) -> Columns:
    return select(Course.uid, Course.title).where(Course.uid.in_(uids))


def _cohorts(people: bool, uids: set[str]) -> Columns:
    joined = select(Cohort.uid, Cohort.number, Course.title)
    return joined.join(Course, Course.id == Cohort.course_id).where(Cohort.uid.in_(uids))


def _enrolments(people: bool, uids: set[str]) -> Columns:
    joined = select(Enrolment.uid, _called(people), Cohort.number)
    joined = joined.join(Person, Person.id == Enrolment.person_id)
    return joined.join(Cohort, Cohort.id == Enrolment.cohort_id).where(Enrolment.uid.in_(uids))


def _certificates(people: bool, uids: set[str]) -> Columns:
    joined = select(Certificate.uid, Certificate.number, _called(people))
    joined = joined.join(Person, Person.id == Certificate.person_id)
    return joined.where(Certificate.uid.in_(uids))


def _elsewhere(people: bool, uids: set[str]) -> Columns:
    joined = select(OutsideTraining.uid, _called(people), OutsideTraining.title)
    joined = joined.join(Person, Person.id == OutsideTraining.person_id)
    return joined.where(OutsideTraining.uid.in_(uids))


def _of_case(statement: Columns, panel_id: Any) -> Columns:
    """Join the cases of a panel; of linked ones the first stands for all."""
    joined = statement.join(PanelCase, PanelCase.panel_id == panel_id)
    return joined.join(Case, Case.id == PanelCase.case_id).order_by(Case.id)


def _called(people: bool) -> Any:
    return Person.name if people else Person.number


_READS: Mapping[str, Callable[[bool, set[str]], Any]] = {
    "act": _acts,
    "appraisal": _of_person(Appraisal),
    "body": _bodies,
    "certificate": _certificates,
    "cohort": _cohorts,
    "course": _courses,
    "enrolment": _enrolments,
    "election": _elections,
    "objection": _objections,
    "outside_training": _elsewhere,
    "panel": _panels,
    "person": _persons,
    "proposal": _of_person(Proposal),
    "roll_import": _imports,
    "sanction": _of_person(Sanction),
    "seat": _seats,
    "sitting_day": _days,
    "tenure": _of_person(Tenure),
    "trial_case": _cases,
    "user_account": _accounts,
}
