"""The verbs of people; the desk comes first, and an audit line goes into the same transaction."""

from app.people.service.absences import enter_absence, withdraw_absence
from app.people.service.acts import NewLine, add_lines, annul_act, annul_line, enter_act
from app.people.service.appointing import (
    Appointment,
    Decision,
    appoint,
    appoint_new_person,
    end_tenure_by_act,
)
from app.people.service.kinship import (
    end_kinship,
    forget_kinship,
    forget_unneeded_kin,
    note_kinship,
)
from app.people.service.offices import (
    NewTenure,
    begin_tenure,
    begin_tenures,
    bring_year_totals,
    end_tenure,
    pause_tenure,
    resume_tenure,
)
from app.people.service.persons import (
    Who,
    change_person,
    correct_identifier,
    correct_identity,
    correct_person,
    enter_people,
    enter_person,
    index_names,
    note_death,
    record_export,
    show_contact,
)
from app.people.service.posts import set_posts
from app.people.service.rolls import (
    NewEntry,
    enter_on_roll,
    enter_on_rolls,
    leave_roll,
    record_check,
    record_oath,
)
from app.people.service.rows import Said, rows_for_person

__all__ = [
    "Appointment",
    "Decision",
    "NewEntry",
    "NewLine",
    "NewTenure",
    "Said",
    "Who",
    "add_lines",
    "annul_act",
    "annul_line",
    "appoint",
    "appoint_new_person",
    "begin_tenure",
    "begin_tenures",
    "bring_year_totals",
    "change_person",
    "correct_identifier",
    "correct_identity",
    "correct_person",
    "end_kinship",
    "end_tenure",
    "end_tenure_by_act",
    "enter_absence",
    "enter_act",
    "enter_on_roll",
    "enter_on_rolls",
    "enter_people",
    "enter_person",
    "forget_kinship",
    "forget_unneeded_kin",
    "index_names",
    "leave_roll",
    "note_death",
    "note_kinship",
    "pause_tenure",
    "record_check",
    "record_export",
    "record_oath",
    "resume_tenure",
    "rows_for_person",
    "set_posts",
    "show_contact",
    "withdraw_absence",
]
