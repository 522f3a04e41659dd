"""What a resignation or a removal must keep to: one function a rule. Pure."""

from __future__ import annotations

from datetime import date

from app.ends.terms import LASTING, REMOVALS, Ground, Stage
from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal
from app.shared.texts import N_

ANOTHER = N_("Leave it to another officer.")
WAITS = 30  # days after a motion on which its act is asked for
HEARING_LEAD = 3  # days before a hearing that the person is told, at least


def ground_known(ground: Ground, book: Rulebook) -> Refusal | None:
    """Art 27: an assessor is removed on one of the grounds that the law names."""
    known = book.value("removal.grounds") if book.has("removal.grounds") else None
    if known is None or ground.value in known:
        return None
    text = N_("The law does not know this ground.")
    return book.refusal("removal.grounds", text, N_("Choose a ground that it names."), "ground")


def moved_by_president(is_president: bool, book: Rulebook) -> Refusal | None:
    """Art 27: the president of the court moves the removal."""
    asked = book.value("removal.moved_by") if book.has("removal.moved_by") else "court_president"
    if asked != "court_president" or is_president:
        return None
    text = N_("The president of the court moves it.")
    if not book.has("removal.moved_by"):
        return Refusal("ends.moved_by", text, way_out=ANOTHER)
    return book.refusal("removal.moved_by", text, ANOTHER)


def removes(ground: Ground, book: Rulebook) -> bool:
    """Art 27: say whether who is removed on a ground is barred for good (Art 7)."""
    named = book.value("bar.personal") if book.has("bar.personal") else None
    return ground in LASTING and "removed_as_assessor" in (named or ())


def one_at_a_time(standing: bool) -> Refusal | None:
    """Own rule: one file for an office at a time."""
    if not standing:
        return None
    text = N_("A resignation or removal of this office waits already.")
    return Refusal("ends.twice", text, way_out=N_("Open that file, or withdraw it first."))


def within_term(last: date, since: date, until: date | None) -> Refusal | None:
    """Own rule: the last day in office lies in the term."""
    if since <= last and (until is None or last <= until):
        return None
    text = N_("The last day in office lies in the term, %(since)s to %(until)s.")
    named = {"since": since.isoformat(), "until": until.isoformat() if until else "…"}
    return Refusal("ends.last", text, named, N_("Correct the day."), place="last")


def at_stage(stage: Stage, *wanted: Stage) -> Refusal | None:
    """Own rule: a step follows the one before it."""
    if stage in wanted:
        return None
    text = N_("This file does not wait for that step.")
    return Refusal("ends.stage", text, way_out=N_("Look at the file as it stands now."))


def not_own(is_self: bool) -> Refusal | None:
    """Own rule: nobody acts on his own case."""
    if not is_self:
        return None
    return Refusal("ends.own", N_("Nobody acts on his own case."), way_out=ANOTHER)


def another_person(who: int | None, opened_by: int | None) -> Refusal | None:
    """Own rule: who opened a file does not move it himself."""
    if who is None or who != opened_by:
        return None
    text = N_("You opened this file yourself: somebody else takes this step.")
    return Refusal("ends.same_person", text, way_out=ANOTHER)


def proven(ground: Ground, pieces: int) -> Refusal | None:
    """Own rule: a removal rests on something that was written down with its source."""
    if ground not in REMOVALS or pieces:
        return None
    text = N_("Nothing is written down that this removal rests on.")
    way = N_("Write down the evidence, with its source and day.")
    return Refusal("ends.evidence", text, way_out=way)


def heard_first(ground: Ground, stage: Stage) -> Refusal | None:
    """Own rule: nobody is removed who was not heard, or did not come though he was told."""
    if ground not in REMOVALS or stage == Stage.HEARD:
        return None
    text = N_("This person was not heard yet.")
    way = N_("Hear the person, and write down what was said.")
    return Refusal("ends.hearing", text, way_out=way)


def told_in_time(day: date, today: date) -> Refusal | None:
    """Own rule: the person is told of the hearing some days before it."""
    if (day - today).days >= HEARING_LEAD:
        return None
    text = N_("Between today and the hearing of %(day)s lie fewer than %(days)s days.")
    named = {"day": day.isoformat(), "days": HEARING_LEAD}
    return Refusal("ends.told", text, named, N_("Choose a later day."), place="day")


def told_before(came: bool, called_for: date | None, heard: date) -> Refusal | None:
    """Own rule: who did not come counts as heard only if he had been told of that day."""
    if came or called_for == heard:
        return None
    text = N_(
        "This person was not told of a hearing on %(day)s, so staying away counts for nothing."
    )
    way = N_("Tell the person of a day first, or hear the person.")
    return Refusal("ends.not_told", text, {"day": heard.isoformat()}, way, place="came")


def heard_in_time(heard: date, opened: date, today: date) -> Refusal | None:
    """Own rule: the hearing comes after the file was opened, and is written down once it was."""
    if opened <= heard <= today:
        return None
    text = N_("The hearing of %(day)s lies before the file of %(opened)s, or ahead.")
    named = {"day": heard.isoformat(), "opened": opened.isoformat()}
    return Refusal("ends.heard", text, named, N_("Correct the day."), place="heard")


def act_in_time(adopted: date, moved: date | None, today: date) -> Refusal | None:
    """Own rule: the act comes after the motion, and is entered once it was adopted."""
    if adopted <= today and (moved is None or moved <= adopted):
        return None
    text = N_("The act of %(day)s lies before the motion of %(moved)s, or ahead.")
    named = {"day": adopted.isoformat(), "moved": moved.isoformat() if moved else "…"}
    return Refusal("ends.act_day", text, named, N_("Correct the day."), place="adopted")


def ends_after_act(last: date, adopted: date) -> Refusal | None:
    """Art 27: an office ends by its act, so its last day is not before it: till then he may sit."""
    if last >= adopted:
        return None
    text = N_("The office would end on %(last)s, before the act of %(adopted)s.")
    named = {"last": last.isoformat(), "adopted": adopted.isoformat()}
    way = N_("The day of the act is the earliest last day.")
    return Refusal("ends.before_act", text, named, way, place="last")


def still_to_end(died: bool, ended: date | None, last: date) -> Refusal | None:
    """Own rule: an office that has ended, by a death or by another act, is not ended once more."""
    if not died and (ended is None or last < ended):
        return None
    text = N_("This office has ended already, by a death or by another act.")
    return Refusal("ends.over", text, way_out=N_("Withdraw the file with that reason."))
