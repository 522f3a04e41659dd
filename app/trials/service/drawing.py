"""Verbs of the draw room: judge the roll, freeze it, draw, annul."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.draws.models import Draw
from app.draws.queries import first_published
from app.draws.service import annul, carry_out, commit_days, freeze, standing
from app.draws.terms import DAYS_AHEAD, WAIVED, Asked, Lot, Roll
from app.messages.service import tell
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.sortition.terms import Composition
from app.trials import rules
from app.trials.access import MAY_WAIVE
from app.trials.eligibility import RULES, Limits, Sorted, sort_roll
from app.trials.exclusions import is_large_share, left_out_by_office, too_few
from app.trials.facts import Candidate, TrialFacts, WrittenDown, name_key
from app.trials.models import Panel
from app.trials.queries.cases import seats_of
from app.trials.queries.roll import roll_of, secrets_of, trial_facts
from app.trials.seat_queries import locked_panel, set_days
from app.trials.service.panels import draw_book, form_now, lock_cases, roll_now
from app.trials.service.parties import leave_untold
from app.trials.service.seats import no_day, release_panel
from app.trials.service.seats_of_draw import prepare_seats
from app.trials.telling_overseers import draw_annulled, limit_set_aside, many_left_out
from app.trials.terms import DayState, PanelState

PURPOSE = "trial_panel"
LIFTED = ("cap.cases",)  # rules of people that a written reason sets aside for a whole roll


@dataclass(frozen=True)
class RollNow:
    """The roll of a panel as it is judged today: by which book, for which days, with whom."""

    book: Rulebook
    trial: TrialFacts
    people: Sequence[Candidate]
    limits: Limits
    roll: Sorted
    waived: tuple[str, ...] = ()


def subject_of(panel: Panel) -> str:
    """Return what draws call a panel: panel:ID."""
    return f"panel:{panel.id}"


def counted_by(panel: Panel) -> str:
    """Return by what the attempts of a draw are counted: case:ID, whichever panel it was for.

    Of linked cases by the one that was entered first; another instance is another case.
    """
    return f"case:{min(case.id for case in panel.cases)}"


def judge_roll(panel: Panel, desk: Desk | None = None) -> RollNow:
    """Judge everybody on a panel's roll by the rules of today; a number of statements that
    does not grow with the roll. `desk` is who draws: what he wrote down himself counts apart."""
    today = clock.today(panel.body.zone)
    book = draw_book(panel, today)
    trial = trial_facts(panel, today)
    written = WrittenDown(
        desk_id=desk.id if desk else None,
        body_id=panel.body_id,
        case_entered=min(case.created_at for case in panel.cases),
        root_published=first_published(panel.body_id, today),
    )
    people, limits = roll_of(panel, trial, book, written=written)
    return RollNow(book, trial, people, limits, sort_roll(people, trial, limits))


def set_aside(now: RollNow, waivers: Mapping[str, str]) -> RollNow:
    """Judge the roll again without the rules that a written reason lets pass."""
    waived = tuple(key for key in LIFTED if key in waivers)
    roll = sort_roll(now.people, now.trial, now.limits, waived)
    return replace(now, roll=roll, waived=waived)


def stands_against(panel: Panel, now: RollNow) -> list[Refusal]:
    """Return every rule that stands against freezing this roll today."""
    found = (
        None if set_days(panel) else no_day(),
        rules.draw_lead(now.trial.first, now.trial.today, now.book),
        too_few(now.roll, panel.assessors, now.book),
        *women_missing(panel, now.roll),
        *form_now(panel),
        *roll_now(panel, now.book),
    )
    return [refusal for refusal in found if refusal is not None]


def women_missing(panel: Panel, roll: Sorted) -> list[Refusal]:
    """Return the refusals of a composition that nobody on the roll can fulfil."""
    found = []
    for asked in panel.composition:
        there = sum(person.sex == asked["value"] for person in roll.can)
        if there < asked["min"]:
            said = N_("The panel asks for at least %(women)s women; %(there)s can be drawn.")
            facts = {"women": asked["min"], "there": there}
            way = N_("Lower the number on the panel's page, or choose other days.")
            found.append(Refusal("draw.composition", said, facts, way))
    return found


def publish_today(desk: Desk, body: Body) -> int:
    """Publish the roots of today and the next week where the clock has missed them."""
    return commit_days(body.id, clock.today(body.zone), DAYS_AHEAD + 1, desk)


def contribution_asked(panel: Panel) -> str:
    """Return whether a court asks for a number from outside: none, recommended or required."""
    book = draw_book(panel, clock.today(panel.body.zone))
    return str(rules.value_of(book, "draw.contribution") or "none")


def freeze_panel(desk: Desk, panel: Panel, waivers: Mapping[str, str]) -> Draw:
    """Freeze the roll for a panel: from here on the draw is carried out, or annulled.

    Raises Refused with every rule that stands against it; soft ones pass with a reason, and only
    those that were refused. Who oversees the court is told of a limit set aside, and of many who
    are left out by what the office wrote down lately.
    """
    panel = locked_panel(panel.id)
    lock_cases(panel)
    if panel.state != PanelState.REQUESTED:
        raise Refused([_not_requested()])
    now, used = _as_waived(desk, panel, judge_roll(panel, desk), waivers)
    panel.waivers = {key: why for key, why in panel.waivers.items() if key not in LIFTED} | used
    draw = freeze(desk, panel.body, _asked(panel, now), _roll(panel, now))
    panel.facts = panel.facts | {"draw": _facts(now)}
    panel.state = PanelState.FROZEN
    panel.version += 1
    if now.waived:
        tell(limit_set_aside(panel, draw, used[LIFTED[0]]))
    if is_large_share(now.roll):
        tell(many_left_out(panel, draw, left_out_by_office(now.roll), len(now.roll.can)))
    return draw


def _as_waived(
    desk: Desk, panel: Panel, now: RollNow, waivers: Mapping[str, str]
) -> tuple[RollNow, dict[str, str]]:
    """Return the roll without the rules that were refused and set aside, and those reasons."""
    against = stands_against(panel, now)
    refuse_unless_waived(against, waivers)
    used = {refusal.key: waivers[refusal.key].strip() for refusal in against}
    if used and not desk.may(*MAY_WAIVE):
        raise Refused(against)
    if not used.keys() & set(LIFTED):
        return now, used
    now = set_aside(now, used)
    left = [one for one in stands_against(panel, now) if one.key not in used]
    if left:
        raise Refused(left)
    return now, used


def draw_panel(desk: Desk, panel: Panel, contribution: str | None) -> Draw:
    """Open the secret of a frozen panel and give out its seats. Raises Refused."""
    panel = locked_panel(panel.id)
    draw = standing(subject_of(panel))
    if panel.state != PanelState.FROZEN or draw is None:
        raise Refused([_not_frozen()])
    carry_out(desk, draw, contribution, contribution_asked(panel))
    made: Mapping[str, Any] = draw.record or {}
    panel.state = PanelState.DRAWN
    leave_untold(panel)
    panel.version += 1
    prepare_seats(desk, panel, draw, made["order"])
    return draw


def annul_draw(desk: Desk, panel: Panel, reason: str) -> Draw:
    """Annul the draw of a panel for a reason that stands in the public record.

    Who was asked is told, and who oversees the court; the panel can be drawn again as the next
    attempt. Raises Refused, also once somebody has sat: his days are counted, and members are
    replaced instead.
    """
    panel = locked_panel(panel.id)
    draw = standing(subject_of(panel))
    if draw is None:
        raise Refused([_not_frozen()])
    if any(day.state == DayState.HELD for day in panel.days):
        raise Refused([_sat_already()])
    named = _named_in(reason, panel, draw)
    if named:
        raise Refused([_names_somebody(named)])
    if panel.state == PanelState.DRAWN:
        release_panel(desk, panel, reason)
    annul(desk, draw, _office(panel.body), reason)
    panel.state = PanelState.REQUESTED
    panel.version += 1
    tell(draw_annulled(panel, draw))
    return draw


def _asked(panel: Panel, now: RollNow) -> Asked:
    minimum = {(one["feature"], one["value"]): one["min"] for one in panel.composition}
    return Asked(
        subject=counted_by(panel),
        purpose=PURPOSE,
        seats=panel.assessors,
        rulebook=f"{now.book.name}@{now.book.version}",
        composition=Composition(minimum),
        rules=(
            *(key for key, _ in RULES if key not in now.waived),
            *(f"{WAIVED}{key}" for key in panel.waivers),
        ),
        drawn_for=subject_of(panel),
    )


def _roll(panel: Panel, now: RollNow) -> Roll:
    # Features stand in the public record, so only those that the composition asks for.
    asked = {one["feature"] for one in panel.composition}
    ids = [person.person_id for person in now.roll.can]
    secrets = secrets_of(panel, ids, now.trial.today, now.book)
    lots = tuple(
        Lot(
            person_id=person.person_id,
            number=person.number,
            secret=secrets[person.person_id][0],
            secret_at=secrets[person.person_id][1],
            features={"sex": person.sex} if "sex" in asked and person.sex else {},
        )
        for person in now.roll.can
    )
    excluded = {
        key: tuple(person.person_id for person in people) for key, people in now.roll.cannot.items()
    }
    composed = panel.facts.get("composed_at")
    fixed = {"composition": datetime.fromisoformat(composed)} if asked and composed else {}
    return Roll(lots, excluded, fixed)


def _facts(now: RollNow) -> dict[str, Any]:
    return {
        "on": now.trial.today.isoformat(),
        "rulebook": f"{now.book.name}@{now.book.version}",
        "days": [day.isoformat() for day in now.trial.days],
        "can": len(now.roll.can),
        "cannot": {key: len(people) for key, people in now.roll.cannot.items()},
        "waived": list(now.waived),
    }


def _office(body: Body) -> str:
    return f"{body.code} {body.name}"


def _named_in(reason: str, panel: Panel, draw: Draw) -> str:
    """Return a name of a party or of somebody drawn that a public reason holds, or nothing."""
    parties = [one.name for case in panel.cases for one in case.parties]
    drawn = [seat.person.name for seat in seats_of(draw.id)]
    told = name_key(reason)
    return next((name for name in (*parties, *drawn) if name_key(name) in told), "")


def _not_requested() -> Refusal:
    said = N_("The roll was frozen for this panel already.")
    way = N_("Look at the panel as it stands now.")
    return Refusal("draw.already", said, way_out=way)


def _not_frozen() -> Refusal:
    said = N_("No frozen roll waits for this panel: it was drawn or annulled already.")
    way = N_("Look at the panel as it stands now.")
    return Refusal("draw.not_frozen", said, way_out=way)


def _sat_already() -> Refusal:
    said = N_("A sitting day was held by this draw already, so the draw is not annulled any more.")
    way = N_("Replace the member who may not sit.")
    return Refusal("draw.annulment_late", said, way_out=way)


def _names_somebody(name: str) -> Refusal:
    said = N_("The reason names %(name)s, and everybody can read it in the record.")
    way = N_("Say the reason without a name.")
    return Refusal("draw.annulment_names", said, {"name": name}, way, place="reason")
