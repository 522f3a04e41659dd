"""What is told about seats and sitting days: finished notices in each reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext

from app.messages.terms import Notice
from app.messages.writing import LINK, in_language, path_to
from app.people.telling import reader
from app.shared import clock
from app.shared.screens import body_name, day_weekday, moment
from app.shared.texts import N_
from app.trials.letter_code import letter_code
from app.trials.models import Panel, Seat, SittingDay
from app.trials.seat_queries import begins_at, set_days
from app.trials.terms import DayPart

PARTS = {
    DayPart.AM: N_("in the morning"),
    DayPart.PM: N_("in the afternoon"),
    DayPart.WHOLE: N_("the whole day"),
}


@dataclass(frozen=True)
class Change:
    """Why somebody is asked anew: `moved` is the day that is gone, None for a further one."""

    to: SittingDay
    moved: SittingDay | None = None
    reason: str = ""


@dataclass(frozen=True)
class Kept:
    """Why who offered other days is asked once more: the days stay as they are."""


def day_words(day: SittingDay) -> str:
    """Return one sitting day in words, in the language of the block."""
    facts = {"day": day_weekday(day.day), "begins": day.begins, "part": gettext(PARTS[day.part])}
    if day.room:
        return gettext("%(day)s, %(begins)s, %(part)s, room %(room)s", room=day.room, **facts)
    return gettext("%(day)s, %(begins)s, %(part)s", **facts)


def days_words(panel: Panel) -> str:
    """Return the days on which a panel is set to sit, one a line."""
    return "\n".join(f"- {day_words(day)}" for day in set_days(panel))


def case_words(panel: Panel) -> str:
    """Return the numbers of a panel's cases with what they are about."""
    return words_of((case.number, case.nature) for case in panel.cases)


def words_of(cases: Iterable[tuple[str, str]]) -> str:
    """Return cases in words, each given as (number, nature)."""
    return gettext("; ").join(" ".join(p for p in case if p) for case in cases)


def contact_words(panel: Panel) -> str:
    """Return whom to call, in the language of the block."""
    phone = panel.clerk_phone or panel.body.phone
    if panel.clerk_name:
        return gettext("clerk %(name)s, %(phone)s", name=panel.clerk_name, phone=phone or "--")
    return phone or "--"


def _case_facts(panel: Panel) -> dict[str, str]:
    return {
        "court": body_name(panel.body),
        "days": days_words(panel),
        "case": case_words(panel),
        "presiding": panel.presiding or "--",
        "place": panel.body.address or "--",
        "contact": contact_words(panel),
    }


def _notice(
    rule: str, seat: Seat, title: str, text: str, link: str = "", until: datetime | None = None
) -> Notice:
    told = clock.today(seat.panel.body.zone)
    return Notice(
        rule=rule,
        subject=f"seat:{seat.id}",
        version=seat.asked,
        due_day=told,
        body_id=seat.panel.body_id,
        recipient=reader(seat.person),
        title=title,
        text=text,
        link=link,
        useful_until=until,
    )


def invitation(seat: Seat, token: str, change: Change | Kept | None = None) -> Notice:
    """Return the invitation of a seat, with the path of its secret link.

    Who was asked before is told by `change` what is another now, or that the days he offered
    cannot be had; without one the link is new.
    """
    with in_language(seat.person.language):
        by = moment(seat.answer_by, seat.panel.body.zone)
        facts = _case_facts(seat.panel) | {"name": seat.person.name, "by": by, "link": LINK}
        title = gettext("Please answer by %(by)s: can you sit as assessor?", by=by)
        if isinstance(change, Change):
            title = f"{_changed_title(change)} {title}"
        opening = gettext("%(name)s, %(what)s", name=seat.person.name, what=_opening(seat, change))
        body = gettext(
            "%(days)s\nCase: %(case)s\nPresiding judge: %(presiding)s\nPlace: %(place)s\n\n"
            "Answer here, without a password, by %(by)s: %(link)s\nQuestions: %(contact)s",
            **facts,
        )
    # Who has mail and no phone gets no letter: his code comes with the sealed link.
    alone = bool(seat.person.mail) and not seat.person.phone_last4
    more = {"code": letter_code(seat)} if alone else {}
    path = path_to("answer.card", token=token, **more)
    return _notice("seat.invited", seat, title, f"{opening}\n\n{body}", path, seat.answer_by)


def _changed_title(change: Change) -> str:
    if change.moved is None:
        return gettext("A further sitting on %(day)s.", day=day_weekday(change.to.day))
    return gettext("The sitting moves to %(day)s.", day=day_weekday(change.to.day))


def _changed(change: Change) -> str:
    """Return what changed: the old day, the new one and the reason."""
    now = day_words(change.to)
    if change.moved is None:
        return gettext("the panel sits on a further day: %(now)s.", now=now)
    facts = {"gone": day_words(change.moved), "now": now, "why": change.reason or "--"}
    return gettext(
        "the sitting is moved.\nUntil now: %(gone)s\nNow: %(now)s\nReason: %(why)s", **facts
    )


def _opening(seat: Seat, change: Change | Kept | None) -> str:
    if isinstance(change, Kept):
        return gettext("the sitting cannot be moved to a day that you offered; it stays as it is.")
    if change is not None:
        return _changed(change) + "\n\n" + gettext("Please answer anew for all the days below.")
    court = body_name(seat.panel.body)
    if seat.answered_at is not None:
        return gettext("your answer stands; with this link you can still change it.")
    if seat.asked > 1:
        return gettext("here is a new link for your answer to %(court)s.", court=court)
    return gettext("you were drawn by lot to sit as assessor at %(court)s.", court=court)


def reminder_to_answer(seat: Seat, link: str, day: date) -> Notice:
    """Return the reminder that an invitation waits, one working day before its deadline."""
    with in_language(seat.person.language):
        by = moment(seat.answer_by, seat.panel.body.zone)
        facts = _case_facts(seat.panel) | {"name": seat.person.name, "by": by, "link": LINK}
        title = gettext("Your answer is still needed, by %(by)s", by=by)
        text = gettext(
            "%(name)s, %(court)s still waits for your answer.\n\n%(days)s\n\n"
            "Answer here, without a password, by %(by)s: %(link)s\nQuestions: %(contact)s",
            **facts,
        )
    return Notice(
        rule="seat.answer_due",
        subject=f"seat:{seat.id}",
        version=seat.asked,
        due_day=day,
        body_id=seat.panel.body_id,
        recipient=reader(seat.person),
        title=title,
        text=text,
        link=link,
        useful_until=seat.answer_by,
    )


def released(seat: Seat, why: str) -> Notice:
    """Return the word that a person need not come; `why` is an English source or a clerk's own."""
    with in_language(seat.person.language):
        facts = _case_facts(seat.panel) | {
            "name": seat.person.name,
            "why": gettext(why) if why else "--",
        }
        title = gettext("You need not come: the seat is given up")
        text = gettext(
            "%(name)s, you no longer sit in this case at %(court)s.\nCase: %(case)s\n"
            "Reason: %(why)s\nQuestions: %(contact)s",
            **facts,
        )
    notice = _notice("seat.released", seat, title, text)
    return _with_version(notice, seat.asked + 1)


def waiting_in_line(seat: Seat, place: int, change: Change | None = None) -> Notice:
    """Tell an alternate case, place and time, and his place in line (Interp. 2019, Art 4).

    Each change of the panel's days is a new version, and says what changed.
    """
    version = sum(day.version for day in seat.panel.days)
    with in_language(seat.person.language):
        facts = _case_facts(seat.panel) | {"name": seat.person.name, "place_in_line": place}
        title = gettext("You are alternate number %(place_in_line)s", **facts)
        opening = gettext(
            "%(name)s, you were drawn by lot as alternate number %(place_in_line)s at %(court)s.",
            **facts,
        )
        if change is not None:
            title = f"{_changed_title(change)} {title}"
            opening = gettext("%(name)s, %(what)s", name=seat.person.name, what=_changed(change))
        text = (
            opening
            + "\n\n"
            + gettext(
                "There is nothing to answer: we ask you if a seat becomes free.\n\n%(days)s\n"
                "Case: %(case)s\nPlace: %(place)s\nQuestions: %(contact)s",
                **facts,
            )
        )
    notice = _notice("seat.alternate", seat, title, text)
    return _with_version(notice, version, f"alternate:{seat.id}")


def day_cancelled(seat: Seat, day: SittingDay) -> Notice:
    """Tell one person that a sitting day is cancelled."""
    with in_language(seat.person.language):
        facts = _case_facts(seat.panel) | {"name": seat.person.name, "gone": day_words(day)}
        title = gettext("Cancelled: the sitting on %(day)s", day=day_weekday(day.day))
        text = gettext("%(name)s, this sitting is cancelled: %(gone)s\nCase: %(case)s\n", **facts)
        if facts["days"]:
            text += gettext("These days stay as they were:\n%(days)s\n", **facts)
        text += gettext("Questions: %(contact)s", **facts)
    notice = _notice("day.cancelled", seat, title, text)
    return _with_version(notice, day.version, f"day:{day.id}")


def sitting_ahead(seat: Seat, day: SittingDay, today: date) -> Notice:
    """Remind one person of a sitting in some days."""
    left = (day.day - today).days
    with in_language(seat.person.language):
        facts = _case_facts(seat.panel) | {"name": seat.person.name, "this": day_words(day)}
        when = {"when": day_weekday(day.day), "left": left}
        if left == 1:
            title = gettext("You sit tomorrow, %(when)s", **when)
        else:
            title = gettext("You sit in %(left)s days, on %(when)s", **when)
        text = gettext(
            "%(name)s, you sit as assessor at %(court)s: %(this)s\nCase: %(case)s\n"
            "Presiding judge: %(presiding)s\nPlace: %(place)s\nQuestions: %(contact)s",
            **facts,
        )
    return Notice(
        rule="reminder.sitting",
        subject=f"day:{day.id}",
        version=day.version,
        due_day=today,
        body_id=day.body_id,
        recipient=reader(seat.person),
        title=title,
        text=text,
        useful_until=begins_at(day, day.panel.body.zone),
    )


def _with_version(notice: Notice, version: int, subject: str = "") -> Notice:
    return replace(notice, version=version, subject=subject or notice.subject)
