"""The record: carried out, annulled, and checked twice by two programmes that share no code."""

import ast
import json
import subprocess
import sys
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from pathlib import Path
from runpy import run_path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared.refusals import Refused
from app.sortition.draw import freeze, salt_for, tag_of
from app.sortition.encoding import Malformed
from app.sortition.findings import is_sound
from app.sortition.leaves import path_of, root_of
from app.sortition.record import annul, carry_out, not_opened, verify
from app.sortition.shape import moment, parse, record_hash, write
from app.sortition.terms import Composition, Entry
from tests.sortition.by_hand import (
    COURT,
    DAY,
    MADE_AT,
    drawn,
    frozen_of,
    numbered_leaves,
    pool_of,
    sha,
    small_record,
)

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_draw.py"
CHECK = run_path(str(SCRIPT))["check"]
RECORD, ROOT = small_record()
FILE = write(RECORD)
FIELDS = sorted(RECORD)


def words_of(record, root=None):
    return {one.key: str(one) for one in verify(record, root)}


def wrong_keys(record, root=None):
    return {one.key for one in verify(record, root) if not one.ok}


def outsider_agrees(content: bytes, root: str | None = ROOT) -> bool:
    try:
        return all(holds for holds, _ in CHECK(content, root))
    except Exception:
        return False


def run_script(tmp_path, content: bytes, *options: str):
    (tmp_path / "record.json").write_bytes(content)
    command = [sys.executable, str(SCRIPT), str(tmp_path / "record.json"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def resealed(record):
    return record | {"record_hash": record_hash(record)}


def test_the_record_has_the_fields_of_format_1_and_follows_by_hand():
    frozen = json.dumps(
        RECORD["frozen"], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()
    leaf = numbered_leaves()[3]
    seed = sha(b"seed", leaf, sha(b"frozen", frozen), b"4711")
    lots = {
        one["tag"]: min(
            sha(b"key", seed, bytes.fromhex(one["tag"]), b"%d" % j) for j in range(one["weight"])
        )
        for one in RECORD["frozen"]["pool"]
    }
    assert RECORD["leaf"] == leaf.hex()
    assert RECORD["seed"] == seed.hex()
    assert RECORD["order"] == sorted(lots, key=lambda tag: lots[tag])
    rest = {name: value for name, value in RECORD.items() if name != "record_hash"}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert RECORD["record_hash"] == sha(b"record", text.encode()).hex()
    assert set(FIELDS) == {
        *("format", "frozen", "frozen_hash", "root", "leaf", "path", "contribution", "seed"),
        *("order", "seats", "alternates", "passed", "lottery", "ticket", "annulled", "made_at"),
        "record_hash",
    }


def test_the_format_never_drifts():
    # Fixed when format 1 was written: records published since must verify for ever.
    assert RECORD["record_hash"] == (
        "19974f2e81afbae21ed13b4febed6a344545d3c00fedaf5ea0f9f084f58f5e07"
    )


def test_a_good_record_holds_for_both_verifiers(tmp_path):
    assert is_sound(verify(RECORD, ROOT))
    ran = run_script(tmp_path, FILE, "--root", ROOT)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "WRONG" not in ran.stdout
    assert len(ran.stdout.splitlines()) >= 10


def test_what_was_checked_is_said_in_words():
    words = words_of(RECORD, ROOT)
    assert words["root"] == "The root is the one published before the day."
    assert words["order"] == "The order of all 6 people follows from the seed and their weights."
    assert words["path"].startswith("Secret 3 of 2026-11-30 leads to the root")
    assert "compare the root with the public page" in words_of(RECORD)["root_not_given"]


def test_another_root_than_the_published_one_is_noticed(tmp_path):
    assert wrong_keys(RECORD, "ab" * 32) == {"root"}
    ran = run_script(tmp_path, FILE, "--root", "ab" * 32)
    assert ran.returncode == 1
    assert "WRONG: the root" in ran.stdout


@settings(max_examples=50)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_each_changed_byte_is_noticed_by_both(place, bits):
    bent = bytearray(FILE)
    bent[place] ^= bits
    assert not outsider_agrees(bytes(bent))
    try:
        record = parse(bytes(bent))
    except Malformed:
        return
    assert not is_sound(verify(record, ROOT))


def changes():
    """Every field of the record, and of what was frozen, with another value."""
    for name in FIELDS:
        yield name, lambda r, name=name: r.update({name: "ff" * 32})
        yield f"no {name}", lambda r, name=name: r.pop(name)
    for name in RECORD["frozen"]:
        yield f"frozen {name}", lambda r, name=name: r["frozen"].update({name: "other"})
        yield f"no frozen {name}", lambda r, name=name: r["frozen"].pop(name)
    for name in ("order", "seats", "alternates", "passed", "path"):
        yield f"shorter {name}", lambda r, name=name: r[name].pop()
        yield f"reversed {name}", lambda r, name=name: r[name].reverse()
    yield "weight", lambda r: r["frozen"]["pool"][0].update(weight=40)
    yield "weight of none", lambda r: r["frozen"]["pool"][0].update(weight=0)
    yield "weight without end", lambda r: r["frozen"]["pool"][0].update(weight=2**50)
    yield "feature", lambda r: r["frozen"]["pool"][0]["features"].update(sex="other")
    yield "one person less", lambda r: r["frozen"]["pool"].pop()
    yield "reason", lambda r: r["passed"].append({"tag": r["order"][0], "reason": "composition"})
    yield "no contribution", lambda r: r.update(contribution=None)
    yield "another time", lambda r: r.update(made_at="2026-11-30T01:30:01Z")
    yield "truth for one", lambda r: r.update(format=True)
    yield "a lottery", lambda r: r.update(lottery={"panels": []}, ticket=1)
    yield "annulled", lambda r: r.update(annulled={"by": "x", "reason": "y", "at": MADE_AT})
    yield "a field more", lambda r: r.update(note="x")
    yield "a frozen field more", lambda r: r["frozen"].update(note="x")
    yield "a number that is no whole one", lambda r: r["frozen"].update(index=3.0)


def changed(change):
    record = deepcopy(RECORD)
    change(record)
    return record


# A list of one is the same when reversed: that is no change.
CHANGES = {name: record for name, do in changes() if (record := changed(do)) != RECORD}


@pytest.mark.parametrize("change", CHANGES)
def test_each_changed_field_is_noticed_by_both(change):
    record = CHANGES[change]
    assert not is_sound(verify(record, ROOT))
    assert not outsider_agrees(json.dumps(record, sort_keys=True, separators=(",", ":")).encode())


# What an office could not hide even by writing the record's own hash anew.
OPEN_TO_IT = ("another time", "annulled", "record_hash", "no record_hash")
NO_JSON = "a number that is no whole one"
SEALED = [name for name in CHANGES if name not in (*OPEN_TO_IT, NO_JSON)]


@pytest.mark.parametrize("change", SEALED)
def test_a_changed_field_is_noticed_under_a_new_hash_too(change):
    record = resealed(CHANGES[change])
    assert not is_sound(verify(record, ROOT))
    assert not outsider_agrees(write(record))


def test_other_seats_are_noticed_even_where_they_keep_the_composition():
    record = deepcopy(RECORD)
    sits, waits = record["seats"][0], record["alternates"][-1]
    record["seats"][0], record["alternates"][-1] = waits, sits
    record = resealed(record)
    assert wrong_keys(record, ROOT) == {"seats", "alternates"}
    assert not outsider_agrees(write(record))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "sex": st.sampled_from("mw"),
                "age": st.sampled_from("yo"),
                "place": st.sampled_from("abc"),
            }
        ),
        min_size=3,
        max_size=14,
    ),
    st.dictionaries(st.sampled_from([("sex", "w"), ("age", "o"), ("place", "a")]), st.just(1)),
    st.dictionaries(st.sampled_from([("sex", "m"), ("age", "y"), ("place", "b")]), st.just(1)),
    st.from_regex(r"([0-9A-Za-z]{1,3}( [0-9a-z]{1,2})?)?", fullmatch=True),
)
def test_both_verifiers_agree_with_every_draw(features, minimum, maximum, contribution):
    pool = pool_of(*features, weights=[n % 5 + 1 for n in range(len(features))])
    frozen = frozen_of(pool, 3, composition=Composition(minimum, maximum))
    try:
        record, root = drawn(frozen, contribution if contribution.strip() else None)
    except Refused:
        return
    assert is_sound(verify(record, root))
    assert outsider_agrees(write(record), root)


def test_a_draw_without_a_value_from_outside_says_so(tmp_path):
    record, root = drawn(frozen_of(pool_of({}, {}, {})), None)
    assert record["contribution"] is None
    assert "the office alone committed" in words_of(record, root)["no_contribution"]
    assert "the office alone committed" in run_script(tmp_path, write(record)).stdout


def test_an_annulled_draw_keeps_its_record_and_says_who_and_why(tmp_path):
    record = annul(RECORD, "President's office", "The roll was out of date", MADE_AT)
    assert record["order"] == RECORD["order"]
    assert is_sound(verify(record, ROOT))
    assert words_of(record)["annulled"] == (
        "The draw was annulled by President's office on 2026-11-30T01:30:00Z:"
        " The roll was out of date"
    )
    ran = run_script(tmp_path, write(record), "--root", ROOT)
    assert ran.returncode == 0
    assert "The roll was out of date" in ran.stdout
    with pytest.raises(Refused):
        annul(record, "President's office", "Again", MADE_AT)
    with pytest.raises(Refused):
        annul(RECORD, "President's office", "  ", MADE_AT)


def test_a_draw_that_was_never_opened_is_good_only_when_annulled(tmp_path):
    closed = not_opened(RECORD["frozen"], ROOT, MADE_AT)
    assert wrong_keys(closed, ROOT) == {"not_opened"}
    assert run_script(tmp_path, write(closed)).returncode == 1
    gone = annul(closed, "Clerk's office", "The case was settled", MADE_AT)
    assert is_sound(verify(gone, ROOT))
    assert run_script(tmp_path, write(gone), "--root", ROOT).returncode == 0
    shown = resealed(gone | {"order": RECORD["order"]})
    assert not is_sound(verify(shown, ROOT))
    assert run_script(tmp_path, write(shown)).returncode == 1


def test_later_attempts_and_late_fields_are_told():
    pool = tuple(pool_of({}, {}, {}))
    record, root = drawn(frozen_of(pool, attempt=3, late=("subject",)))
    words = words_of(record, root)
    assert words["attempt"] == (
        "Draws of the same subject before this one, each with its own record: 2."
    )
    assert "fields subject; people: 0" in words["late"]


def test_what_changed_after_the_freeze_is_not_drawn():
    values, mark = freeze(frozen_of(pool_of({}, {}, {})))
    leaves = numbered_leaves()
    root, path = root_of(COURT, DAY, leaves), path_of(COURT, DAY, leaves, 3)
    bent = values | {"seats": 1}
    for frozen, leaf, contribution, key in (
        (bent, leaves[3], "1", "draw.changed_after_freeze"),
        (values, leaves[4], "1", "draw.leaf"),
        (values, leaves[3], " ", "draw.contribution"),
    ):
        with pytest.raises(Refused) as refused:
            carry_out(frozen, leaf, path, root, contribution, MADE_AT, frozen_hash=mark)
        assert [one.key for one in refused.value.refusals] == [key]


def test_a_moment_is_written_in_utc():
    beijing = timezone(timedelta(hours=8))
    assert moment(datetime(2026, 11, 30, 9, 30, tzinfo=beijing)) == MADE_AT
    for wrong in ("2026-11-30", "2026-13-30T01:30:00Z", datetime(2026, 1, 1)):  # noqa: DTZ001
        with pytest.raises(Malformed):
            moment(wrong)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff",
        b'{"frozen":{}}',
        b"[" * 100_000,
        b'{"a":NaN}',
        b"{'a':1}",
    ],
)
def test_broken_input_is_said_and_ends_with_two(tmp_path, content):
    ran = run_script(tmp_path, content)
    assert ran.returncode == 2
    assert "no draw record" in ran.stdout
    assert ran.stderr == ""
    try:
        record = parse(content)
    except Malformed:
        return
    assert wrong_keys(record) == {"shape"}


def test_a_missing_file_or_a_mistyped_option_ends_with_two(tmp_path):
    assert run_script(tmp_path, FILE, "--rot", ROOT).returncode == 2
    assert run_script(tmp_path, FILE, "--root").returncode == 2
    assert subprocess.run([sys.executable, str(SCRIPT), "none.json"], check=False).returncode == 2


@pytest.mark.parametrize(
    "record", [None, 3, "x", [], {"format": 1}, RECORD | {"made_at": "\ud800"}]
)
def test_a_broken_record_gives_one_finding_and_never_an_error(record):
    (found,) = verify(record)
    assert (found.key, found.ok) == ("shape", False)
    assert "not as format 1 asks" in str(found)


def test_the_script_is_short_and_needs_only_the_standard_library():
    source = SCRIPT.read_text()
    assert len(source.splitlines()) <= 100
    assert max(map(len, source.splitlines())) <= 100
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
        if isinstance(node, ast.Import):
            imported |= {one.name for one in node.names}
    assert imported <= sys.stdlib_module_names


def test_a_person_finds_the_own_entry_as_draws_md_says():
    secret, number = bytes(range(32)), "R-0042"
    mine = Entry(tag_of(salt_for(secret, COURT, DAY, 3), number))
    record, _ = drawn(frozen_of((mine, *pool_of({}, {})), 2))
    by_hand = run_path(str(SCRIPT))["H"]
    salt = by_hand("salt", secret, record["frozen"]["court"], DAY, record["frozen"]["index"])
    assert by_hand("tag", salt, number).hex() in record["order"]


def test_every_field_is_explained_in_draws_md():
    text = (SCRIPT.parent / "draws.md").read_text()
    missing = [name for name in [*FIELDS, *RECORD["frozen"], "late"] if f"`{name}`" not in text]
    assert missing == []
