"""The funnel of an election: stage within stage, whatever became of whom."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.elections.funnel import SELECTION, VOTE, funnel
from app.elections.terms import ElectionForm, Standing

S = Standing
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(Standing)), st.just(False)), st.integers(0, 900)
)


def numbers(form: ElectionForm, counts: dict[tuple[Standing, bool], int]) -> list[int]:
    return [number for _, number in funnel(form, counts)]


def test_a_selection_counts_who_came_how_far():
    counts = {
        (S.LISTED, False): 300,
        (S.CANDIDATE, False): 5,
        (S.DECLINED, False): 20,
        (S.BARRED, False): 10,
        (S.BARRED, True): 1,  # an objection was upheld
        (S.PASSED, False): 30,
        (S.ELECTED, True): 29,
        (S.NOT_ELECTED, True): 2,
    }
    assert numbers(ElectionForm.APPOINTMENT, counts) == [397, 97, 62, 32, 32, 29]


def test_before_the_notice_nobody_is_on_it():
    counts = {(S.LISTED, False): 9, (S.PROPOSED, False): 3}
    assert numbers(ElectionForm.APPOINTMENT, counts) == [12, 3, 3, 3, 0, 0]


def test_a_vote_has_a_ballot_and_no_notice():
    counts = {(S.NOT_ELECTED, False): 4, (S.PROPOSED, False): 3, (S.PASSED, False): 2}
    assert numbers(ElectionForm.ASSEMBLY, counts) == [9, 3, 0]


@given(COUNTS, st.integers(0, 50), st.sampled_from([S.PROPOSED, S.ELECTED, S.BARRED, S.DECLINED]))
def test_no_stage_holds_more_than_the_one_before(counts, noticed: int, then: Standing):
    counts = {key: n for key, n in counts.items() if key[0] != S.ELECTED}  # by notice only
    found = numbers(ElectionForm.APPOINTMENT, {**counts, (then, True): noticed})
    assert found == sorted(found, reverse=True)
    assert len(found) == len(SELECTION)
    voted = numbers(ElectionForm.WORKERS, counts)
    assert voted == sorted(voted, reverse=True)
    assert len(voted) == len(VOTE)
