"""Composition: the first panel in the order that keeps every minimum and maximum, exactly."""

from itertools import combinations
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared.refusals import Refused
from app.sortition import composition
from app.sortition.draw import fill_seats, freeze, next_alternate, next_of_too_few
from app.sortition.encoding import Malformed
from app.sortition.findings import reason_words
from app.sortition.record import annul, not_opened
from app.sortition.terms import Composition, Entry, Passed
from tests.sortition.by_hand import MADE_AT, drawn, frozen_of, keeps, panels, pool_of, sha

MAN, WOMAN = {"sex": "man"}, {"sex": "woman"}
VALUES = {"sex": ["man", "woman"], "age": ["young", "old"], "district": ["a", "b", "c"]}
BOUNDS = [(feature, value) for feature, values in VALUES.items() for value in values]

people = st.lists(
    st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in VALUES.items()}),
    min_size=1,
    max_size=8,
)
counts = st.dictionaries(st.sampled_from(BOUNDS), st.integers(0, 3), max_size=3)
asked = st.builds(Composition, counts, counts)


def test_without_a_composition_the_first_in_the_order_sit_and_the_rest_are_alternates():
    pool = pool_of(MAN, MAN, WOMAN, MAN)
    order = [one.tag for one in pool]
    outcome = fill_seats(order, pool, 2, Composition())
    assert (*outcome.seats, *outcome.alternates) == tuple(order)
    assert len(outcome.seats) == 2
    assert outcome.passed == ()


def test_the_last_seat_is_kept_for_the_woman_who_must_sit():
    pool = pool_of(MAN, MAN, MAN, WOMAN, MAN)
    a, b, c, d, e = order = [one.tag for one in pool]
    outcome = fill_seats(order, pool, 3, Composition({("sex", "woman"): 1}))
    assert outcome.seats == (a, b, d)
    assert outcome.passed == (Passed(c, "minimum:sex=woman"),)
    assert outcome.alternates == (c, e)
    text, facts = reason_words("minimum:sex=woman")
    assert text % facts == "The seats left were kept for sex = woman."


def test_nobody_sits_above_a_maximum():
    pool = pool_of(MAN, MAN, MAN, WOMAN)
    a, b, c, d = order = [one.tag for one in pool]
    outcome = fill_seats(order, pool, 2, Composition({}, {("sex", "man"): 1}))
    assert outcome.seats == (a, d)
    assert outcome.passed == (Passed(b, "maximum:sex=man"), Passed(c, "maximum:sex=man"))


def test_somebody_is_passed_over_where_two_features_together_leave_no_panel():
    pool = pool_of(
        {"sex": "man", "age": "young"},
        {"sex": "woman", "age": "young"},
        {"sex": "man", "age": "old"},
        {"sex": "woman", "age": "young"},
    )
    # The one old person is a man, and one man may sit: so the young man may not.
    wanted = Composition({("age", "old"): 1}, {("sex", "man"): 1})
    outcome = fill_seats([one.tag for one in pool], pool, 3, wanted)
    assert outcome.passed == (Passed(pool[0].tag, "composition"),)
    text, facts = reason_words("composition")
    assert text % facts == "The seats left could not have been filled within the composition."


@settings(max_examples=50)
@given(people, st.integers(1, 4), asked)
def test_the_seats_are_the_first_panel_of_all_panels_tried_one_by_one(features, seats, wanted):
    pool = pool_of(*features)
    order = [one.tag for one in pool]
    first = next(panels(list(pool), seats, wanted), None)
    if first is None:
        with pytest.raises(Refused) as refused:
            fill_seats(order, pool, seats, wanted)
        keys = {one.key for one in refused.value.refusals}
        assert keys == {"draw.pool_too_small" if len(pool) < seats else "draw.composition"}
        return
    outcome = fill_seats(order, pool, seats, wanted)
    assert outcome.seats == tuple(one.tag for one in first)
    last = order.index(outcome.seats[-1])
    passed = [tag for tag in order[:last] if tag not in outcome.seats]
    assert [one.tag for one in outcome.passed] == passed
    assert list(outcome.alternates) == [tag for tag in order if tag not in outcome.seats]


def test_a_minimum_out_of_reach_is_named_before_the_freeze():
    pool = pool_of(MAN, MAN, WOMAN)
    with pytest.raises(Refused) as refused:
        freeze(frozen_of(pool, 3, composition=Composition({("sex", "woman"): 2})))
    (refusal,) = refused.value.refusals
    assert refusal.key == "draw.composition"
    assert refusal.facts["available"] == 1
    assert "at least 2 with sex = woman; 1 of those" in refusal.text % refusal.facts


def test_minimums_that_cannot_hold_together_are_refused_before_the_freeze():
    pool = pool_of(MAN, MAN, WOMAN, WOMAN)
    wanted = Composition({("sex", "woman"): 2, ("sex", "man"): 2})
    with pytest.raises(Refused) as refused:
        freeze(frozen_of(pool, 3, composition=wanted))
    (refusal,) = refused.value.refusals
    assert refusal.text % refusal.facts == (
        "No panel of 3 out of the 4 people who can be drawn"
        " keeps every minimum and maximum at once."
    )


def test_a_search_that_would_take_too_long_is_refused_and_never_guessed(monkeypatch):
    monkeypatch.setattr(composition, "LARGEST_SEARCH", -1)
    pool = pool_of(MAN, WOMAN)
    with pytest.raises(Refused) as refused:
        fill_seats([one.tag for one in pool], pool, 1, Composition({("sex", "man"): 1}))
    assert refused.value.refusals[0].key == "draw.composition_too_hard"


@settings(max_examples=50)
@given(people, st.integers(1, 3), asked, st.data())
def test_the_alternate_is_the_first_who_makes_a_full_panel_with_those_who_sit(
    features, seats, wanted, data
):
    pool = pool_of(*features)
    if next(panels(list(pool), seats, wanted), None) is None:
        return
    record, _ = drawn(frozen_of(pool, seats, composition=wanted))
    left = set(data.draw(st.lists(st.sampled_from(record["order"]))))
    kept = set(record["seats"]) - left
    there = {one.tag: one for one in pool if one.tag not in left}
    others = [there[tag] for tag in record["order"] if tag in there and tag not in kept]
    full = [
        more
        for more in combinations(others, seats - len(kept))
        if more and keeps([*(there[tag] for tag in kept), *more], wanted)
    ]
    expected = min((others.index(more[0]) for more in full), default=None)
    assert next_alternate(record, kept, left) == (
        None if expected is None else others[expected].tag
    )


def test_a_person_passed_over_is_the_next_alternate_where_he_now_fits():
    pool = pool_of(MAN, MAN, MAN, WOMAN)
    record, _ = drawn(frozen_of(pool, 3, composition=Composition({("sex", "woman"): 1})))
    woman = next(one.tag for one in pool if one.features == WOMAN)
    men = [tag for tag in record["order"] if tag != woman]
    assert next_alternate(record, {woman, men[1]}, {men[0]}) == men[2]
    assert next_alternate(record, set(men[:2]), {woman}) is None
    assert next_alternate(record, record["seats"], set()) is None


def test_one_who_is_left_takes_one_of_two_seats_and_keeps_the_composition_possible():
    pool = pool_of(MAN, MAN, MAN, WOMAN)
    record, _ = drawn(frozen_of(pool, 3, composition=Composition({("sex", "woman"): 1})))
    woman = next(one.tag for one in pool if one.features == WOMAN)
    men = [tag for tag in record["order"] if tag != woman]
    assert next_alternate(record, {men[0]}, {woman, men[1]}) is None
    assert next_of_too_few(record, {men[0]}, {men[2]}) == men[2]
    assert next_of_too_few(record, set(), {men[2], men[1]}) == men[1]
    assert next_of_too_few(record, {men[0], men[1]}, {men[2]}) is None  # the last is the woman's


def test_nothing_follows_from_a_draw_that_was_annulled_or_never_opened():
    record, root = drawn(frozen_of(pool_of(MAN, MAN, WOMAN)))
    gone = annul(record, "President's office", "Wrong roll", MADE_AT)
    closed = not_opened(record["frozen"], root, MADE_AT)
    for one, key in ((gone, "draw.annulled"), (closed, "draw.not_opened")):
        with pytest.raises(Refused) as refused:
            next_alternate(one, [], [])
        assert refused.value.refusals[0].key == key
    with pytest.raises(Malformed):
        next_alternate(record, ["ff" * 32], [])


def test_five_thousand_people_are_drawn_within_a_second():
    pool = tuple(
        Entry(
            sha(b"person", str(n).encode()).hex(),
            n % 36 + 1,
            {
                "sex": "woman" if n % 7 == 0 else "man",
                "age": ["young", "middle", "old"][n % 3],
                "district": f"d{n % 20}",
            },
        )
        for n in range(5000)
    )
    minimum = {("sex", "woman"): 2, ("age", "young"): 1, ("age", "old"): 1, ("district", "d19"): 1}
    wanted = Composition(minimum, {("district", "d3"): 1, ("age", "middle"): 2})
    frozen = frozen_of(pool, 4, composition=wanted)
    took = []
    for _ in range(3):  # a neighbour may take the processor's speed from one of them
        begun = process_time()
        record, _ = drawn(frozen)
        took.append(process_time() - begun)
        by_tag = {one.tag: one for one in pool}
        assert keeps([by_tag[tag] for tag in record["seats"]], wanted)
    assert min(took) < 1
