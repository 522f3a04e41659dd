"""Tag, freeze, seed, order: the same lots for everybody, and chances as the weights say."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared.refusals import Refused
from app.sortition.draw import freeze, hash_of, order_of, salt_for, seed_of, tag_of, ticket_of
from app.sortition.encoding import Malformed
from app.sortition.terms import Composition, Entry
from tests.sortition.by_hand import COURT, DAY, frozen_of, pool_of, sha


def test_a_tag_hides_the_number_behind_a_salt_of_this_draw_only():
    secret = bytes(range(32))
    salt = sha(b"salt", secret, b"linhe", b"2026-11-30", b"3")
    assert salt_for(secret, COURT, DAY, 3) == salt
    assert tag_of(salt, "R-0042") == sha(b"tag", salt, b"R-0042").hex()
    assert salt_for(secret, COURT, DAY, 4) != salt


def test_what_is_frozen_is_hashed_as_canonical_json_written_out_by_hand():
    pool = (Entry("bb" * 32, 2, {"sex": "woman"}), Entry("aa" * 32, 1, {}, late=True))
    asked = Composition({("sex", "woman"): 1})
    values, mark = freeze(frozen_of(pool, 1, subject="c318", composition=asked, late=("subject",)))
    text = (
        '{"attempt":1,"code_version":"0.1.0","composition":'
        '[{"feature":"sex","max":1,"min":1,"value":"woman"}],"court":"linhe","day":"2026-11-30",'
        '"excluded_count_by_rule":{"assessor.cap":19},"format":1,"index":3,"late":["subject"],'
        '"pool":[{"features":{},"late":true,"tag":"' + "aa" * 32 + '","weight":1},'
        '{"features":{"sex":"woman"},"tag":"' + "bb" * 32 + '","weight":2}],"purpose":"panel",'
        '"rulebook":"cn-2018","rules":["composition.take_while_seats_can_be_filled",'
        '"order.least_of_weight_keys"],"seats":1,"subject":"c318","weights":"plain"}'
    )
    assert mark == hash_of(values) == sha(b"frozen", text.encode()).hex()


def test_the_seed_follows_from_secret_frozen_hash_and_contribution():
    leaf, mark = b"\1" * 32, "ab" * 32
    assert seed_of(leaf, mark, "47 11") == sha(b"seed", leaf, bytes.fromhex(mark), b"47 11")
    assert seed_of(leaf, mark, None) == sha(b"seed", leaf, bytes.fromhex(mark), b"")


def test_an_entry_comes_where_its_smallest_lot_comes():
    seed, pool = b"\7" * 32, pool_of({}, {}, {}, {}, weights=[1, 3, 2, 11])
    lots = sorted(
        (sha(b"key", seed, bytes.fromhex(one.tag), str(j).encode()), one.tag)
        for one in pool
        for j in range(one.weight)
    )
    assert order_of(seed, pool) == list(dict.fromkeys(tag for _, tag in lots))


@settings(max_examples=50)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.binary(min_size=32, max_size=32))
def test_the_order_holds_everybody_once_and_does_not_hang_on_the_list(weights, seed):
    pool = pool_of(*({} for _ in weights), weights=weights)
    order = order_of(seed, pool)
    assert sorted(order) == sorted(one.tag for one in pool)
    assert order == order_of(seed, pool[::-1])


@pytest.mark.parametrize("weights", [[1, 1, 1], [1, 2, 3], [5, 1, 1]])
def test_chances_are_in_proportion_to_the_weights_in_every_place(weights):
    pool = pool_of({}, {}, {}, weights=weights)
    weight = {one.tag: one.weight for one in pool}
    draws = 6000
    seen = Counter(tuple(order_of(sha(b"trial", str(n).encode()), pool)) for n in range(draws))
    distance = 0.0
    for order in permutations(weight):
        total, chance = sum(weights), 1.0
        for tag in order:
            chance *= weight[tag] / total
            total -= weight[tag]
        distance += (seen[order] - draws * chance) ** 2 / (draws * chance)
    assert distance < 20.5  # chi-square, 5 degrees of freedom, 1 in 1,000; the seeds are fixed


def test_a_ticket_is_the_share_of_its_total_and_never_beyond_it():
    seed = b"\3" * 32
    x = int.from_bytes(sha(b"ticket", seed)[:16], "big")
    for total in (1, 2, 1000, 2**40):
        assert ticket_of(seed, total) == x * total // 2**128 < total
    for total in (0, 2**40 + 1):
        with pytest.raises(ValueError, match="tickets"):
            ticket_of(seed, total)


def test_fewer_people_than_seats_are_refused_before_the_freeze():
    with pytest.raises(Refused) as refused:
        freeze(frozen_of(pool_of({}, {}), 5))
    (refusal,) = refused.value.refusals
    assert refusal.key == "draw.pool_too_small"
    assert refusal.text % refusal.facts == "Seats to fill: 5. People who can be drawn: 2."


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"subject": "the case of last Monday"}, "subject"),
        ({"subject": ""}, "subject"),
        ({"code_version": "e\u0301"}, "code_version"),
        ({"day": "20261130"}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"index": -1}, "index"),
        ({"index": True}, "index"),
        ({"attempt": 0}, "attempt"),
        ({"seats": 0}, "seats"),
        ({"weights": {"rule": "free text"}}, "weights"),
        ({"rules": ("two words",)}, "rules"),
        ({"late": ("weather",)}, "late"),
        ({"excluded_count_by_rule": {"a b": 1}}, "excluded_count_by_rule"),
        ({"excluded_count_by_rule": {"a": 1.5}}, "excluded_count_by_rule.a"),
        ({"pool": ()}, "pool"),
        ({"pool": pool_of({}) * 2}, "pool"),
        ({"pool": pool_of({}, weights=[1001])}, "pool[0].weight"),
        ({"pool": (Entry("AB" * 32),)}, "pool[0].tag"),
        ({"pool": pool_of({"sex": "a woman"})}, "pool[0].features"),
    ],
)
def test_only_codes_and_numbers_are_frozen(changed, field):
    usual = {"pool": pool_of({}, {}), "seats": 1}
    with pytest.raises(Malformed) as malformed:
        freeze(frozen_of(**(usual | changed)))
    assert malformed.value.field == field
