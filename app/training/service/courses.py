"""Verbs of courses: enter one, change one, retire one."""

from __future__ import annotations

from app.accounts.terms import Desk
from app.audit.service import record
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock
from app.training.facts import Audience, CourseWords, Subject
from app.training.models import Course
from app.training.queries.courses import course_by_code, is_under_way
from app.training.rules import judge_course


def enter_course(desk: Desk, words: CourseWords) -> Course:
    """Enter a course of the desk's school. Raises Refused (`course.double`, ...)."""
    _refuse(desk.body_id, words, None)
    course = Course(body_id=desk.body_id)
    _write(course, words)
    db.session.add(course)
    db.session.flush()
    record(desk, "course:entered", course, code=course.code)
    return course


def change_course(desk: Desk, course: Course, words: CourseWords) -> None:
    """Change a course. Raises Refused; once a cohort was opened only code and title change."""
    lock(Course, course.id)
    _refuse(course.body_id, words, course)
    before = words_of(course)
    _write(course, words)
    course.version += 1
    changed = [name for name in vars(words) if getattr(before, name) != getattr(words, name)]
    record(desk, "course:changed", course, code=course.code, changed=changed)


def retire_course(desk: Desk, course: Course) -> None:
    """Plan no more cohorts of a course; those there are go on. Does nothing to a retired one."""
    lock(Course, course.id)
    if course.retired_at is None:
        course.retired_at = clock.now()
        course.version += 1
        record(desk, "course:retired", course, code=course.code)


def words_of(course: Course) -> CourseWords:
    """Return a course as it is written down."""
    return CourseWords(
        code=course.code,
        title=course.title,
        purpose=course.purpose,
        subjects=tuple(Subject(row["subject"], row["hours"]) for row in course.subjects),
        audience=Audience.kept(course.audience),
        assessment=course.assessment,
        pass_mark=course.pass_mark,
    )


def _write(course: Course, words: CourseWords) -> None:
    course.code, course.title = words.code, words.title
    course.purpose, course.assessment = words.purpose, words.assessment
    course.pass_mark, course.hours = words.pass_mark, words.hours
    course.subjects = [{"subject": one.name, "hours": one.hours} for one in words.subjects]
    course.audience = words.audience.to_keep()


def _refuse(body_id: int, words: CourseWords, course: Course | None) -> None:
    found = judge_course(words)
    same = course_by_code(body_id, words.code)
    if same is not None and (course is None or same.id != course.id):
        text = N_("The school has a course with the code %(code)s already.")
        found.append(Refusal("course.double", text, {"code": words.code}, place="code"))
    if course is not None and _decides_otherwise(course, words) and is_under_way(course):
        text = N_("A cohort of this course was opened: only its code and title change now.")
        way_out = N_("Retire it and enter a new course.")
        found.append(Refusal("course.under_way", text, way_out=way_out))
    if found:
        raise Refused(found)


def _decides_otherwise(course: Course, words: CourseWords) -> bool:
    before = words_of(course)
    return any(
        getattr(before, name) != getattr(words, name)
        for name in ("purpose", "subjects", "audience", "assessment", "pass_mark")
    )
