"""Who can be drawn, on plain values: each rule keeps somebody out, and lets others in."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.people.terms import CheckKind, Half, KinKind
from app.rulebooks.loader import load
from app.trials.eligibility import RULES, limits_of, sort_roll, too_old
from app.trials.exclusions import HELP, LABELS, is_large_share, thinnest, too_few
from app.trials.facts import Bar, Candidate, Kin, TrialFacts, WrittenDown
from app.trials.terms import PartyRole

BOOK, OLD = load("cn-2018"), load("cn-1953")
FIRST = date(2026, 12, 3)
LAST = date(2026, 12, 4)
TRIAL = TrialFacts(
    first=FIRST,
    last=LAST,
    halves=frozenset({(FIRST, Half.AM), (FIRST, Half.PM), (LAST, Half.AM)}),
    today=date(2026, 11, 2),
    parties=frozenset({"卢强", "临河造纸厂"}),
    agents=frozenset({"唐律"}),
    employers=frozenset({"卢强", "临河造纸厂", "临河中学"}),
    kin={"卢小妹": frozenset({KinKind.COLLATERAL})},
    agents_kin={"唐嫂": frozenset({KinKind.SPOUSE}), "唐表": frozenset({KinKind.COLLATERAL})},
    as_written=frozenset({"卢强", "临河造纸厂", "唐律"}),
    interested=frozenset({"韩利"}),
    interested_kin={"韩小利": frozenset({KinKind.SPOUSE})},
    roles={
        "卢强": frozenset({PartyRole.ACCUSED}),
        "唐律": frozenset({PartyRole.AGENT}),
        "韩利": frozenset({PartyRole.INTERESTED}),
        "秦证": frozenset({PartyRole.WITNESS}),
        "尤译": frozenset({PartyRole.INTERPRETER}),
        "许调": frozenset({PartyRole.MEDIATOR}),
    },
    registered={9001: frozenset({PartyRole.EXPERT}), 9002: frozenset({PartyRole.MEDIATOR})},
    stakes=frozenset({"卢强", "临河造纸厂", "临河中学", "环保公司"}),
)
FIT = Candidate(
    person_id=1,
    number="P000001",
    name="曾国强",
    home=7,
    birth=date(1980, 1, 1),
    on_roll=(date(2025, 1, 1), None),
    spells=((date(2025, 1, 1), date(2029, 12, 31)),),
    sworn=((date(2025, 1, 9), date(2029, 12, 31)),),
)


def against(person: Candidate, book=BOOK, trial: TrialFacts = TRIAL, caps=None) -> list[str]:
    """Return the rules that stand against a person, one by one."""
    limits = limits_of(book, caps or {})
    return [key for key, rule in RULES if rule(person, trial, limits)]


def test_who_fulfils_everything_can_be_drawn():
    assert against(FIT) == []


YESTERDAY = date(2026, 11, 1)
CASES = [
    ("form_b.tenure_per_case", {"spells": (), "named_elsewhere": ((FIRST, None),)}),
    ("person.in_office", {"spells": ((date(2025, 1, 1), FIRST),)}),
    ("person.in_office", {"spells": ()}),
    ("person.in_office", {"pauses": ((LAST, None),)}),
    ("person.in_office", {"died": YESTERDAY}),
    ("person.on_roll", {"on_roll": (date(2025, 1, 1), FIRST)}),
    ("oath.required", {"sworn": ()}),
    ("oath.required", {"sworn": ((LAST, None),)}),  # on the first day not yet
    ("bar.office", {"bars": (Bar(CheckKind.OFFICE, "police", True, None),)}),
    ("bar.office", {"bars": (Bar(CheckKind.OFFICE, "", True, None),)}),
    ("bar.office", {"staff": ((YESTERDAY, None),)}),  # serves in a court today
    ("bar.office", {"staff": ((LAST, None),)}),  # or will on the last day of the sitting
    ("bar.personal", {"bars": (Bar(CheckKind.DEBTOR, "", True, date(2026, 11, 2)),)}),
    ("age.minimum", {"birth": date(1998, 12, 4)}),
    ("recusal.party", {"name": "卢 强"}),
    ("recusal.prior_role", {"name": "唐律"}),
    ("recusal.prior_role", {"name": "秦证"}),
    ("recusal.prior_role", {"name": "尤译"}),
    ("recusal.prior_role", {"person_id": 9001}),  # by register number, whatever the name
    ("recusal.prior_mediation", {"name": "许调"}),
    ("recusal.prior_mediation", {"person_id": 9002}),
    ("recusal.interest", {"name": "韩利"}),
    ("recusal.interest", {"name": "韩小利"}),
    ("recusal.interest", {"kin": (Kin("韩利", KinKind.IN_LAW),)}),
    ("recusal.kin", {"name": "卢小妹"}),
    ("recusal.kin", {"kin": (Kin("卢强", KinKind.IN_LAW),)}),
    ("recusal.kin", {"kin": (Kin("卢强", KinKind.SIBLING),)}),
    ("recusal.kin", {"kin": (Kin("卢强", KinKind.PARENT_CHILD, since=LAST),)}),
    ("recusal.kin_of_counsel", {"kin": (Kin("唐律", KinKind.SPOUSE),)}),
    ("recusal.kin_of_counsel", {"kin": (Kin("唐律", KinKind.PARENT_CHILD),)}),
    ("recusal.kin_of_counsel", {"kin": (Kin("唐律", KinKind.SIBLING),)}),
    ("recusal.kin_of_counsel", {"name": "唐嫂"}),
    ("recusal.employer_is_party", {"employer": "临河造纸厂"}),
    ("recusal.employer_is_party", {"employer": "临河 中学"}),
    ("recusal.prior_stage", {"sat_before": True}),
    ("person.away", {"away": frozenset({(LAST, Half.AM)})}),
    (
        "person.away_by_office",
        {
            "away": frozenset({(LAST, Half.AM)}),
            "away_by_office": frozenset({(LAST, Half.AM)}),
        },
    ),
    ("cap.cases", {"load": {2026: 30}}),
]


@pytest.mark.parametrize(("key", "given"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_each_rule_keeps_out(key: str, given: dict):
    assert against(replace(FIT, **given)) == [key]


@pytest.mark.parametrize(
    "given",
    [
        {"spells": ((date(2025, 1, 1), FIRST), (LAST, None))},  # a second term follows
        {"named_elsewhere": ((FIRST, LAST),)},  # beside a tenure of his own
        {"sworn": ((FIRST, None),)},  # the oath is taken on the first sitting day
        {"pauses": ((date(2026, 10, 1), date(2026, 12, 2)),)},
        {"bars": (Bar(CheckKind.OFFICE, "police", False, None),)},
        {"staff": ((date(2020, 1, 1), YESTERDAY), (date(2027, 1, 1), None))},  # before, after
        {"bars": (Bar(CheckKind.DEBTOR, "", True, YESTERDAY),)},  # no longer on the list
        {"birth": date(1998, 12, 3)},
        {"birth": None, "birth_year": 1998},  # a year only: the higher age counts
        {"kin": (Kin("卢强", KinKind.SPOUSE, until=YESTERDAY),)},
        {"kin": (Kin("卢强", KinKind.SPOUSE, since=date(2026, 12, 5)),)},  # married later
        {"kin": (Kin("唐律", KinKind.IN_LAW),)},  # counsel's in-laws are no bar,
        {"kin": (Kin("唐律", KinKind.DIRECT_LINE),)},  # nor grandchildren, nor cousins
        {"name": "唐表"},
        {"employer": ""},
        {"away": frozenset({(LAST, Half.PM)})},
        {"load": {2026: 29, 2025: 99}},
    ],
)
def test_what_only_looks_like_it_does_not(given: dict):
    assert against(replace(FIT, **given)) == []


def test_the_home_court_sets_the_cap_and_may_set_none():
    busy = replace(FIT, load={2026: 12})
    assert against(busy, caps={7: 12}) == ["cap.cases"]
    assert against(replace(FIT, load={2026: 99}), caps={7: None}) == []
    assert against(busy, caps={8: 12}) == []


def test_the_resolution_asks_less():
    for key, given in CASES:
        if key.startswith(("bar.", "age.", "cap.", "recusal.kin_of", "recusal.employer")):
            assert against(replace(FIT, **given), OLD) == []
    assert against(replace(FIT, sworn=()), OLD) == []
    assert against(replace(FIT, name="唐律"), OLD) == ["recusal.party"]  # counsel, too
    assert against(replace(FIT, name="秦证"), OLD) == []
    assert against(replace(FIT, name="许调"), OLD) == []
    assert against(replace(FIT, staff=((YESTERDAY, None),)), OLD) == []
    assert against(replace(FIT, name="卢强"), OLD) == ["recusal.party"]


def test_the_first_rule_counts_and_what_one_rule_alone_keeps_out_is_known():
    people = [
        FIT,
        replace(FIT, person_id=2, away=frozenset({(FIRST, Half.AM)})),
        replace(FIT, person_id=3, away=frozenset({(FIRST, Half.AM)}), load={2026: 30}),
        replace(FIT, person_id=4, load={2026: 30}),
    ]
    roll = sort_roll(people, TRIAL, limits_of(BOOK, {}))
    assert (roll.whole, len(roll.can), roll.left_out) == (4, 1, 3)
    assert {key: len(them) for key, them in roll.cannot.items()} == {
        "person.away": 2,
        "cap.cases": 1,
    }
    assert roll.alone == {"person.away": 1, "cap.cases": 1}
    assert thinnest(roll) == ("person.away", 2)


def test_too_few_says_which_rule_and_what_helps():
    away = frozenset({(FIRST, Half.AM)})
    people = [FIT, *(replace(FIT, person_id=n, away=away) for n in range(2, 6))]
    roll = sort_roll(people, TRIAL, limits_of(BOOK, {}))
    assert too_few(roll, 1, BOOK) is None
    refusal = too_few(roll, 4, BOOK)
    assert refusal is not None
    assert refusal.strength == "hard"
    assert refusal.facts == {"seats": 4, "pool": 1, "missing": 3, "thinned": 4, "alone": 4}
    assert "other sitting days" in refusal.way_out % refusal.facts


def test_where_only_the_cap_stands_a_reason_lets_it_pass():
    people = [FIT, *(replace(FIT, person_id=n, load={2026: 30}) for n in range(2, 6))]
    limits = limits_of(BOOK, {})
    refusal = too_few(sort_roll(people, TRIAL, limits), 4, BOOK)
    assert refusal is not None
    assert (refusal.key, refusal.strength, refusal.article) == ("cap.cases", "soft", "Art 17")
    assert too_few(sort_roll(people, TRIAL, limits, ["cap.cases"]), 4, BOOK) is None


def test_an_empty_roll_has_words_too():
    refusal = too_few(sort_roll([], TRIAL, limits_of(BOOK, {})), 2, BOOK)
    assert refusal is not None
    assert "Nobody stands on this roll" in refusal.way_out % refusal.facts


def test_each_rule_has_words_and_help():
    keys = {key for key, _ in RULES}
    assert keys == set(LABELS) == set(HELP)
    for text in HELP.values():
        assert text % {"thinned": 3, "alone": 2}


def test_five_thousand_are_judged_quickly():
    people = [replace(FIT, person_id=n, name=f"曾{n}") for n in range(5000)]
    begun = time.perf_counter()
    roll = sort_roll(people, TRIAL, limits_of(BOOK, {}))
    assert len(roll.can) == 5000
    assert time.perf_counter() - begun < 1.5  # about 0.1 s on an idle machine


def test_what_the_person_is_away_for_anyway_counts_as_his():
    both = frozenset({(FIRST, Half.AM), (LAST, Half.AM)})
    person = replace(FIT, away=both, away_by_office=frozenset({(LAST, Half.AM)}))
    assert against(person) == ["person.away", "person.away_by_office"]


NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
DAYS = timedelta(days=1)


@pytest.mark.parametrize(
    ("by", "at_body", "days_ago", "counts"),
    [
        (None, None, None, False),  # the person's own, a sitting, a course
        (5, 7, 30, True),  # the desk that draws, whenever it wrote
        (6, 7, 2, True),  # its court, since the case was entered
        (6, 7, 4, False),  # its court, before there was a case
        (6, 8, 2, False),  # another court, before the root
        (6, 8, 0, True),  # anybody, since the root
    ],
)
def test_which_absences_could_have_been_written_with_the_draw_in_mind(
    by: int | None, at_body: int | None, days_ago: int | None, counts: bool
):
    written = WrittenDown(5, 7, NOON - 3 * DAYS, NOON - DAYS)
    at = None if days_ago is None else NOON - days_ago * DAYS
    assert written.covers(by, at_body, at) is counts


@pytest.mark.parametrize(("away", "large"), [(0, False), (1, False), (2, True)])
def test_one_in_five_is_a_large_share(away: int, large: bool):
    half = frozenset({(FIRST, Half.AM)})
    people = [replace(FIT, person_id=n) for n in range(8 - away)]
    people += [replace(FIT, person_id=9, away=half, away_by_office=half)] * away
    assert is_large_share(sort_roll(people, TRIAL, limits_of(BOOK, {}))) is large


def test_a_court_that_sets_a_highest_age_keeps_out_who_is_above_it():
    limits = replace(limits_of(BOOK, {}), age_maximum=70)
    older = replace(FIT, birth=date(1955, 12, 3))  # seventy-one on the first day
    assert too_old(older, TRIAL, limits)
    assert not too_old(older, TRIAL, limits_of(BOOK, {}))
    assert not too_old(replace(FIT, birth=date(1955, 12, 4)), TRIAL, limits)


def test_special_knowledge_stands_aside_where_the_employer_has_a_stake():
    special = replace(TRIAL, specialists=True)
    for employer in ("环保公司", "临河造纸厂"):
        person = replace(FIT, employer=employer)
        assert against(person, trial=special) == ["recusal.employer"]
        assert against(person, OLD, special) == []
    assert against(replace(FIT, employer="环保公司")) == []
    assert against(replace(FIT, employer="别的公司"), trial=special) == []
