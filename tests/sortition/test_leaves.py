"""Before the day: 256 secrets under one published root, and a path that shows only one of them."""

import pytest

from app.sortition.encoding import Malformed
from app.sortition.leaves import check_path, leaf_hash, make_leaves, path_of, root_of
from tests.sortition.by_hand import COURT, DAY, numbered_leaves, sha


def test_a_day_has_256_secrets_of_32_bytes_and_no_two_alike():
    leaves = make_leaves()
    assert len(leaves) == 256
    assert {len(leaf) for leaf in leaves} == {32}
    assert len({*leaves, *make_leaves()}) == 512


def test_a_leaf_is_bound_to_court_day_and_index():
    leaf = numbered_leaves()[7]
    assert leaf_hash(COURT, DAY, 7, leaf) == sha(b"leaf", b"linhe", b"2026-11-30", b"7", leaf)


def test_the_root_is_that_of_the_tree_written_out_by_hand():
    def node(first: int, size: int) -> bytes:
        if size == 1:
            return sha(b"leaf", COURT.encode(), DAY.encode(), str(first).encode(), leaves[first])
        half = size // 2
        return sha(b"node", node(first, half), node(first + half, half))

    leaves = numbered_leaves()
    assert root_of(COURT, DAY, leaves) == node(0, 256).hex()


@pytest.mark.parametrize("index", [0, 1, 3, 127, 128, 254, 255])
def test_each_path_leads_from_its_secret_to_the_root(index):
    leaves = numbered_leaves()
    root, path = root_of(COURT, DAY, leaves), path_of(COURT, DAY, leaves, index)
    assert len(path) == 8
    assert check_path(COURT, DAY, index, leaves[index], path, root)


def test_a_path_leads_nowhere_with_another_secret_index_court_day_or_step():
    leaves = numbered_leaves()
    root, path = root_of(COURT, DAY, leaves), path_of(COURT, DAY, leaves, 3)
    assert not check_path(COURT, DAY, 3, leaves[4], path, root)
    assert not check_path(COURT, DAY, 4, leaves[3], path, root)
    assert not check_path("linxi", DAY, 3, leaves[3], path, root)
    assert not check_path(COURT, "2026-12-01", 3, leaves[3], path, root)
    for step in range(8):
        bent = [*path[:step], "0" * 64, *path[step + 1 :]]
        assert not check_path(COURT, DAY, 3, leaves[3], bent, root)
    assert not check_path(COURT, DAY, 3, leaves[3], path[:-1], root)
    assert not check_path(COURT, DAY, 3, leaves[3], [*path, path[0]], root)
    assert not check_path(COURT, DAY, 3, leaves[3], [path[0].upper(), *path[1:]], root)


def test_a_further_tree_of_the_day_goes_on_at_256():
    leaves = numbered_leaves()
    root, path = root_of(COURT, DAY, leaves, 256), path_of(COURT, DAY, leaves, 300, 256)
    assert root != root_of(COURT, DAY, leaves)
    assert check_path(COURT, DAY, 300, leaves[44], path, root)
    assert not check_path(COURT, DAY, 44, leaves[44], path, root)


def test_a_tree_of_another_size_or_place_is_refused():
    leaves = numbered_leaves()
    for wrong, first in ((leaves[:255], 0), (leaves * 2, 0), (leaves, 3), ([b"x"] * 256, 0)):
        with pytest.raises(Malformed):
            root_of(COURT, DAY, wrong, first)
    with pytest.raises(Malformed):
        path_of(COURT, DAY, leaves, 256)
