"""Pages of courses: the list, one course, a new one, a change, its retirement."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404, seen_or_404
from app.bodies.queries import rulebook_of
from app.people.labels import OFFICES
from app.people.queries.scope import kept_by
from app.shared import clock
from app.shared.forms import ActingForm
from app.training import words
from app.training.access import KEEPS, SEES, may_keep
from app.training.facts import Audience
from app.training.forms.courses import CourseForm
from app.training.length_rules import pre_service_hours
from app.training.models import Course
from app.training.queries.courses import cohorts_of_course, course_by_uid, courses_of, is_under_way
from app.training.routes.shown import refused
from app.training.service.courses import change_course, enter_course, retire_course, words_of

bp = Blueprint("courses", __name__, url_prefix="/courses")


@bp.app_template_filter("training_word")
def training_word(code: str, kind: str) -> str:
    """Return a code of the schools in the reader's language; `kind` is a name of words.py."""
    text = getattr(words, kind).get(code)
    return gettext(text) if text else str(code)


@bp.app_template_filter("training_tag")
def training_tag(code: str, kind: str) -> str:
    """Return the class of a state's tag; `kind` is a name of words.py."""
    return getattr(words, kind).get(code, "")


@bp.app_template_filter("enrolment_why")
def enrolment_why(reason: str) -> str:
    """Return why somebody goes no more: typed by an officer, or the clock's own words."""
    return gettext(reason) if reason else "--"


@bp.app_template_filter("audience_words")
def audience_words(course: Course) -> list[str]:
    """Return for whom a course is, in the reader's language, part by part."""
    audience = Audience.kept(course.audience)
    found = [gettext(OFFICES[office]) for office in audience.offices] + list(audience.ranks)
    if audience.newly is not None:
        found.append(
            ngettext(
                "in office for at most %(num)s year",
                "in office for at most %(num)s years",
                audience.newly,
            )
        )
    return found or [gettext("anybody in office")]


bp.add_app_template_global(may_keep, "may_keep_school")


@bp.get("")
@for_roles(*SEES)
def index() -> str:
    """Show the courses of the school, or of the schools in sight."""
    own = desk()
    retired = request.args.get("view") == "retired"
    seen = kept_by(own.body_id, clock.today(own.zone))
    return render_template(
        "training/courses.html", courses=courses_of(seen, retired), retired=retired
    )


@bp.route("/new", methods=["GET", "POST"])
@for_roles(KEEPS)
def new() -> Any:
    """Enter a course."""
    form = CourseForm()
    if not form.asks_for_rows() and form.goes():
        course = enter_course(desk(), form.to_course())
        flash(gettext("The course %(title)s is entered.", title=course.title), "good")
        return redirect(url_for("courses.course", uid=course.uid), 303)
    return render_template("training/course_form.html", form=form, course=None)


@bp.get("/<uid>")
@for_roles(*SEES)
def course(uid: str) -> str:
    """Show a course with its cohorts."""
    row: Course = seen_or_404(course_by_uid(uid))
    subjects = [(one.name, one.hours) for one in words_of(row).subjects]
    book = rulebook_of(row.body_id, clock.today(row.body.zone))
    return render_template(
        "training/course.html",
        course=row,
        subjects=subjects,
        cohorts=cohorts_of_course(row),
        short=pre_service_hours(row.purpose, row.hours, book),
    )


@bp.route("/<uid>/change", methods=["GET", "POST"])
@for_roles(KEEPS)
def change(uid: str) -> Any:
    """Change a course."""
    row: Course = own_or_404(course_by_uid(uid))
    form = CourseForm()
    if not form.asks_for_rows() and form.goes():
        form.check_version(row)
        change_course(desk(), row, form.to_course())
        flash(gettext("The course %(title)s is changed.", title=row.title), "good")
        return redirect(url_for("courses.course", uid=row.uid), 303)
    if request.method == "GET":
        form.show(words_of(row))
        form.version.data = str(row.version)
    return render_template(
        "training/course_form.html", form=form, course=row, bound=is_under_way(row)
    )


@bp.post("/<uid>/retire")
@for_roles(KEEPS)
def retire(uid: str) -> Any:
    """Plan no more cohorts of a course."""
    row: Course = own_or_404(course_by_uid(uid))
    if ActingForm().goes():
        retire_course(desk(), row)
        flash(gettext("The course %(title)s is retired.", title=row.title), "good")
        return redirect(url_for("courses.course", uid=uid), 303)
    return refused()
