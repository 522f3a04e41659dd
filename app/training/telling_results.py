"""What trainees are told of their attendance, their results and their certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask_babel import gettext

from app.accounts.recipients import recipients_at
from app.accounts.terms import RoleKind
from app.messages.terms import Notice
from app.messages.writing import LINK, in_language, path_to
from app.people.telling import reader
from app.shared import clock
from app.training.models import Cohort, Enrolment
from app.training.telling import cohort_facts, ends_at
from app.training.terms import EnrolmentState

USEFUL = timedelta(days=60)  # after the last day of a cohort


def is_out(enrolment: Enrolment) -> Notice:
    """Tell somebody that he is out, for what he missed, and that his days are free again."""
    with in_language(enrolment.person.language):
        facts = cohort_facts(enrolment.cohort) | {"name": enrolment.person.name}
        title = gettext("You are out of the course: %(course)s", **facts)
        text = gettext(
            "%(name)s, you missed more class hours of %(course)s, %(number)s, than may be missed,"
            " so you are out of it. You need not keep its other days free.\n"
            "If this is not so, say it: %(contact)s",
            **facts,
        )
    return _notice("enrolment.out", enrolment, title, text)


def is_back(enrolment: Enrolment) -> Notice:
    """Tell somebody that his attendance was corrected and he is not out after all."""
    with in_language(enrolment.person.language):
        facts = cohort_facts(enrolment.cohort) | {"name": enrolment.person.name}
        title = gettext("You have your seat again: %(course)s", **facts)
        text = gettext(
            "%(name)s, your attendance was corrected: you are not out of %(course)s, %(number)s."
            "\nDays: %(days)s\nPlace: %(place)s\nQuestions: %(contact)s",
            **facts,
        )
    return _notice("enrolment.out", enrolment, title, text)


def has_a_result(enrolment: Enrolment) -> Notice:
    """Tell somebody his result."""
    with in_language(enrolment.person.language):
        facts = cohort_facts(enrolment.cohort) | {"name": enrolment.person.name}
        facts["result"] = result_words(enrolment)
        title = gettext("Your result: %(course)s, %(result)s", **facts)
        text = gettext(
            "%(name)s, your result in %(course)s, %(number)s of %(school)s: %(result)s\n"
            "If this is not so, say it: %(contact)s",
            **facts,
        )
    return _notice("enrolment.result", enrolment, title, text)


def results_wait(cohort: Cohort, day: date) -> Iterator[Notice]:
    """Remind the officers of a school that the results of a cohort are due."""
    for recipient in recipients_at([cohort.body_id], RoleKind.SCHOOL).get(cohort.body_id, ()):
        with in_language(recipient.language):
            facts = cohort_facts(cohort) | {"due": cohort.results_by.isoformat()}
            title = gettext("Results due by %(due)s: %(course)s", **facts)
            text = gettext(
                "The results of %(course)s, %(number)s are not all written down. They are due by"
                " %(due)s.",
                **facts,
            )
        yield Notice(
            rule="cohort.results",
            subject=f"cohort:{cohort.id}",
            version=cohort.version,
            due_day=day,
            body_id=cohort.body_id,
            recipient=recipient,
            title=title,
            text=f"{text}\n{LINK}",
            link=path_to("results.cohort", uid=cohort.uid),
            useful_until=ends_at(cohort.results_by + USEFUL),
        )


def result_words(enrolment: Enrolment) -> str:
    """Return a result in the language of the block."""
    passed = enrolment.state is EnrolmentState.PASSED
    said = gettext("passed") if passed else gettext("not passed")
    if enrolment.score is None:
        return said
    return gettext("%(said)s, %(score)s points", said=said, score=enrolment.score)


def _notice(rule: str, enrolment: Enrolment, title: str, text: str) -> Notice:
    cohort = enrolment.cohort
    return Notice(
        rule=rule,
        subject=f"enrolment:{enrolment.id}",
        version=enrolment.version,
        due_day=clock.today(cohort.body.zone),
        body_id=cohort.body_id,
        recipient=reader(enrolment.person),
        title=title,
        text=text,
        useful_until=ends_at(cohort.ends + USEFUL),
    )
