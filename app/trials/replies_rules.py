"""Rules of answering and replacing: how long one has to answer, when silence is a no, what counts.

Pure: facts and a moment in, refusals or words out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.rulebooks.terms import Rulebook
from app.shared.refusals import SOFT, Refusal
from app.shared.texts import N_
from app.trials.terms import DayPart, SeatState

ANSWER_HOUR = time(17)
LAST_WEEK = timedelta(days=7)
LEAST_TIME = timedelta(hours=1)
AT_ONCE = timedelta(hours=2)  # before a deadline: a letter or a mail helps no more
SLACK = timedelta(minutes=5)  # mail goes out a little after the invitation is written
MOST_MISSES = 5
MOST_HALVES = 2
HALVES_OF = {DayPart.AM: 1, DayPart.PM: 1, DayPart.WHOLE: 2}


class Answer(StrEnum):
    """What an assessor may answer to an invitation."""

    YES = "yes"
    NOT_THEN = "not_then"
    NO = "no"


class LinkState(StrEnum):
    """What a secret link still opens."""

    OPEN = "open"
    LOCKED = "locked"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    GIVEN = "given"


class Silence(StrEnum):
    """Silence after the deadline: a no only with proof of delivery."""

    PROVEN = "proven"
    UNPROVEN = "unproven"


@dataclass(frozen=True)
class AskedSeat:
    """A seat as the rules see it; `open_again` says that nobody else has been given it.

    `answer_by` counts from the proof of delivery where there is one (see real_deadline).
    """

    state: SeatState
    answer_by: datetime | None = None
    answered_at: datetime | None = None
    delivered_at: datetime | None = None
    served_at: datetime | None = None
    link_until: datetime | None = None
    misses: int = 0
    open_again: bool = False


def working_days_to_answer(today: date, first_day: date, book: Rulebook) -> int:
    """Return how many working days there are to answer (default: 3, in the last week 1)."""
    last_week = first_day - today <= LAST_WEEK
    key = "invitation.answer_within_last_week" if last_week else "invitation.answer_within"
    return int(book.value(key) or 1)


def deadline(now: datetime, last_day: date, first_begins: datetime, zone: str) -> datetime:
    """Return by when to answer: 17:00 of `last_day` in `zone`, before the first sitting begins.

    An hour is always left, so that who is called this morning can answer at all.
    """
    evening = datetime.combine(last_day, ANSWER_HOUR, ZoneInfo(zone))
    return max(min(evening, first_begins), now + LEAST_TIME)


def real_deadline(answer_by: datetime, from_proof: datetime | None) -> datetime:
    """Return by when to answer where the time runs from the proof of delivery: never earlier.

    `from_proof` is the deadline of somebody asked at the moment of the proof, None without one.
    """
    late = from_proof is not None and from_proof > answer_by + SLACK
    return from_proof if late and from_proof else answer_by


def came_late(asked: datetime, answer_by: datetime, came: datetime, zone: str) -> bool:
    """Say whether an invitation came so late that the time to answer may be too short.

    On a later day than it was written (days to answer are counted from then), or within the
    last hour before the deadline.
    """
    on, written = (one.astimezone(ZoneInfo(zone)).date() for one in (came, asked))
    return on > written or came > answer_by - LEAST_TIME + SLACK


def silence(seat: AskedSeat, now: datetime) -> Silence | None:
    """Say whether a seat fell silent; PROVEN only if the invitation came before the deadline.

    As the deadline counts from the proof, who has it has always had the time to answer.
    """
    waiting = seat.state == SeatState.INVITED and seat.answered_at is None
    if not waiting or seat.answer_by is None or now <= seat.answer_by:
        return None
    proofs = [proof for proof in (seat.delivered_at, seat.served_at) if proof is not None]
    in_time = any(proof <= seat.answer_by for proof in proofs)
    return Silence.PROVEN if in_time else Silence.UNPROVEN


def link_state(seat: AskedSeat, now: datetime, current: bool) -> LinkState:
    """Return what a link opens; `current` says that it is the newest one of its seat."""
    if not current:
        return LinkState.SUPERSEDED
    if seat.state == SeatState.SILENT:
        return LinkState.EXPIRED
    asked = seat.state in (SeatState.INVITED, SeatState.ACCEPTED)
    if not asked and not (seat.state == SeatState.DECLINED and seat.open_again):
        return LinkState.GIVEN
    if seat.misses >= MOST_MISSES:
        return LinkState.LOCKED
    if seat.link_until is None or now > seat.link_until:
        return LinkState.EXPIRED
    return LinkState.OPEN


def time_is_over(seat: AskedSeat, now: datetime) -> Refusal | None:
    """Return the refusal for who answers by himself after the time to answer, or None."""
    until = seat.link_until or seat.answer_by
    over = until is None or now > until
    return link_refusal(LinkState.EXPIRED) if over else None


LINK_SAYINGS: Mapping[LinkState, str] = {
    LinkState.LOCKED: N_("The four digits were wrong five times, so this page is locked."),
    LinkState.EXPIRED: N_("The time to answer here is over."),
    LinkState.SUPERSEDED: N_("A newer message has taken the place of this one."),
    LinkState.GIVEN: N_("This seat is no longer waiting for your answer."),
}


def link_refusal(state: LinkState) -> Refusal | None:
    """Return why a link takes no answer now, or None for an open one."""
    if state == LinkState.OPEN:
        return None
    way_out = N_("Please call the clerk, who can write your answer down.")
    return Refusal(f"link.{state}", LINK_SAYINGS[state], way_out=way_out)


def digits_refusal(minutes: int) -> Refusal:
    """Return the refusal for digits that come too soon after many wrong ones from one address."""
    text = N_("Many wrong digits came from your connection. Minutes to wait: %(minutes)s.")
    way_out = N_("Press the button again then, or call the clerk.")
    return Refusal("link.wait", text, {"minutes": minutes}, way_out)


def link_on_letter(name: str) -> Refusal:
    """Return the refusal of a new link for somebody without mail whose letter still opens."""
    return Refusal(
        "seat.link_on_letter",
        N_("%(name)s has no mail address: a new link would only make the letter void."),
        {"name": name},
        N_("Print the letter again (it keeps its link), or write the answer down by phone."),
    )


def answer_refusals(
    answer: Answer, reason: str, other_days: Sequence[date], by_phone: bool = False
) -> list[Refusal]:
    """Return what is missing in an answer: a no needs its reason, "not then" a day instead.

    Who says no by phone may leave his reason unsaid: the clerk cannot write what he did not hear.
    """
    if answer == Answer.NO and not reason.strip() and not by_phone:
        text = N_("Please write in a few words why you cannot come.")
        return [Refusal("answer.reason", text, place="reason")]
    if answer == Answer.NOT_THEN and not other_days:
        text = N_("Please choose at least one day on which you could come.")
        return [Refusal("answer.days", text, place="other_days")]
    return []


def may_be_answered(state: SeatState, open_again: bool) -> Refusal | None:
    """Return why the clerk cannot write down an answer for a seat in this state, or None."""
    if state in (SeatState.INVITED, SeatState.ACCEPTED):
        return None
    if state in (SeatState.DECLINED, SeatState.SILENT) and open_again:
        return None
    if state in (SeatState.DECLINED, SeatState.SILENT):
        text = N_("Somebody else has been asked for this seat, so the answer stands.")
        way_out = N_("Look at the panel as it stands now.")
        return Refusal("seat.given_on", text, way_out=way_out)
    return Refusal(
        "seat.not_asked",
        N_("This person is not asked at present, so there is nothing to answer."),
        way_out=N_("Look at the panel as it stands now."),
    )


def taking_back_refusal(
    state: SeatState, by_court: bool, open_again: bool, holder: str
) -> Refusal | None:
    """Return why an answer or a replacement cannot be taken back, or None.

    `by_court`: the court wrote it down; `holder` has the seat now, if it is not open.
    """
    given = (SeatState.INVITED, SeatState.ACCEPTED, SeatState.DECLINED, SeatState.REPLACED)
    if state not in given or not by_court:
        text = N_("The court has written down no answer of this person that could be taken back.")
        way_out = N_("What a person answered himself he changes by his link, or he is replaced.")
        return Refusal("seat.not_by_court", text, way_out=way_out)
    if state in (SeatState.INVITED, SeatState.ACCEPTED) or open_again:
        return None
    text = N_("%(name)s has been asked for this seat since then, so it is not free.")
    way_out = N_("It can be taken back once that person gives up the seat and nobody else has it.")
    return Refusal("seat.given_on", text, {"name": holder}, way_out=way_out)


def served_refusals(served: date, invited: date, today: date) -> list[Refusal]:
    """Return what is wrong with a day of delivery: before the invitation, or in the future."""
    if invited <= served <= today:
        return []
    text = N_("A delivery lies between the invitation (%(invited)s) and today (%(today)s).")
    facts = {"invited": invited.isoformat(), "today": today.isoformat()}
    return [Refusal("seat.served_day", text, facts, place="day")]


def needs_reason(reason: str) -> list[Refusal]:
    """Return a refusal where a replacement, a move or a cancellation has no reason."""
    if reason.strip():
        return []
    return [Refusal("change.reason", N_("Please give the reason; it is kept."), place="reason")]


def nobody_left(alternates: int) -> Refusal:
    """Return the refusal for an open seat that no alternate can take (default of the product)."""
    return Refusal(
        "seat.nobody_left",
        N_("None of the %(alternates)s alternates can take this seat: all were asked, are away, "
           "are no longer eligible, or would break the composition."),
        {"alternates": alternates},
        N_("Go on down the drawn order, or move the sitting day."),
    )  # fmt: skip


def line_stands(name: str) -> Refusal:
    """Return the refusal to make the line longer while somebody in it can take the open seat."""
    return Refusal(
        "line.not_used_up",
        N_("%(name)s stands in line and can take the open seat."),
        {"name": name},
        N_("Call the next in line first."),
    )


def order_used_up(beyond: int, away: int, held: bool) -> Refusal:
    """Return the refusal for an open seat that nobody in the whole drawn order can take.

    `beyond` stand in the order after the line, `away` of them are not free on the days; once a
    day was `held` the draw cannot be annulled any more.
    """
    text = N_(
        "%(beyond)s further people stand in the drawn order, and none can take the seat: %(away)s"
        " are away on these days, the others may not sit any more or would break the composition."
    )
    facts = {"beyond": beyond, "away": away}
    if held:
        return Refusal("line.order_used_up", text, facts, N_("Move the sitting day."))
    way_out = N_("Move the sitting day, or annul the draw with a reason and draw anew.")
    return Refusal("line.order_used_up", text, facts, way_out)


def begins_anew(book: Rulebook, held_before: bool) -> Refusal | None:
    """Return the warning of Art 301 (cn-2018) that the hearing begins again with a new member."""
    key = "replacement.fresh_start"
    if not held_before or not book.has(key) or not book.value(key):
        return None
    text = N_("A day of this hearing was held already: with a new member it begins again.")
    return book.refusal(key, text)


def attendance_refusals(day: date, today: date, halves: Mapping[int, int]) -> list[Refusal]:
    """Return what is wrong with who sat: recorded before the day, too many halves, nobody.

    A hearing set for the morning may have gone on until the evening: the day counts as it was.
    """
    if today < day:
        text = N_("This day is on %(day)s; who sat can be written down from then on.")
        return [Refusal("day.not_yet", text, {"day": day.isoformat()})]
    if any(not 0 <= number <= MOST_HALVES for number in halves.values()):
        text = N_("A day has two half days: nobody can have sat more.")
        return [Refusal("day.halves", text)]
    if not any(halves.values()):
        text = N_("No assessor sat on this day.")
        way_out = N_("If the day was not held, cancel it or move it instead.")
        return [Refusal("day.nobody", text, way_out=way_out)]
    return []


def move_refusals(
    day: date, today: date, working: bool, others: Iterable[date], begun: bool = False
) -> list[Refusal]:
    """Return what stands against a new sitting day; one that is no working day needs a reason.

    `begun`: it is today, at an hour that has gone by.
    """
    facts = {"day": day.isoformat()}
    way_out = N_("Choose a later one: everybody is asked before.")
    if day < today:
        return [Refusal("day.past", N_("%(day)s is over."), facts, way_out, place="day")]
    if day in set(others):
        text = N_("The panel already sits on %(day)s.")
        return [Refusal("day.double", text, facts, place="day")]
    if begun:
        text = N_("This hour of %(day)s has gone by.")
        return [Refusal("day.past", text, facts, way_out, place="begins")]
    if working:
        return []
    text = N_("%(day)s is not a working day.")
    return [Refusal("day.not_working", text, facts, strength=SOFT, place="day")]


def cannot_sit(away: Sequence[str], lost: Sequence[str], day: date) -> list[Refusal]:
    """Return the warnings that members cannot sit on a new day and will be replaced.

    `away` are the names of those who are not free then, `lost` of those against whom another
    rule stands with this day among the days of the hearing.
    """
    way_out = N_("Choose another day, or say why it must be this one.")
    texts = (
        ("day.member_away", away, AWAY_THEN),
        ("day.member_lost", lost, LOST_THEN),
    )
    return [
        Refusal(
            key,
            text,
            {"day": day.isoformat(), "names": ", ".join(names)},
            way_out,
            strength=SOFT,
        )
        for key, names, text in texts
        if names
    ]


AWAY_THEN = N_("Away on %(day)s: %(names)s. If you go on, the next alternates take their seats.")
LOST_THEN = N_(
    "With %(day)s among the days may not sit: %(names)s (out of office or off the roll by then,"
    " barred, or at the limit of cases of that year). If you go on, the next alternates take"
    " their seats."
)
