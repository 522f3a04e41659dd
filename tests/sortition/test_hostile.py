"""What an office that writes every hash anew could try: refused by both programmes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from app.sortition.findings import is_sound
from app.sortition.leaves import path_of, root_of
from app.sortition.record import annul, not_opened, verify
from tests.sortition.by_hand import (
    COURT,
    DAY,
    MADE_AT,
    drawn,
    frozen_of,
    numbered_leaves,
    pool_of,
    sha,
)

CHECK = run_path(str(Path(__file__).parents[2] / "docs" / "verify_draw.py"))["check"]
PLAIN, ROOT = drawn(frozen_of(pool_of({"sex": "man"}, {"sex": "woman"}, {}), 1))
ANNULLED = annul(PLAIN, "office", "reason", MADE_AT)
CLOSED = annul(not_opened(PLAIN["frozen"], ROOT, MADE_AT), "office", "reason", MADE_AT)
Record = dict[str, Any]


def text(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def rewritten(record: Record) -> bytes:
    """The record's file with every hash, the order and the seats made to follow from it."""
    frozen = record["frozen"]
    mark = sha(b"frozen", text(frozen))
    record["frozen_hash"] = mark.hex()
    if record["leaf"] is not None:
        given = (record["contribution"] or "").encode()
        seed = sha(b"seed", bytes.fromhex(record["leaf"]), mark, given)
        lots = {
            one["tag"]: min(
                sha(b"key", seed, bytes.fromhex(one["tag"]), b"%d" % j)
                for j in range(int(one["weight"]))
            )
            for one in frozen["pool"]
        }
        order = sorted(lots, key=lambda tag: lots[tag])
        record |= {"seed": seed.hex(), "order": order}
        record |= {"seats": order[: int(frozen["seats"])], "passed": []}
        record["alternates"] = order[int(frozen["seats"]) :]
    rest = {name: value for name, value in record.items() if name != "record_hash"}
    return text(rest | {"record_hash": sha(b"record", text(rest)).hex()})


def in_frozen(**changed: Any) -> Callable[[Record], Any]:
    return lambda record: record["frozen"].update(changed)


def in_entry(**changed: Any) -> Callable[[Record], Any]:
    def change(record: Record) -> None:
        record["frozen"]["pool"][0].update(changed)
        record["frozen"]["pool"].sort(key=lambda one: one["tag"])

    return change


def in_record(**changed: Any) -> Callable[[Record], Any]:
    return lambda record: record.update(changed)


def bounded(**more: Any) -> Callable[[Record], Any]:
    bound = {"feature": "sex", "value": "man", "min": 0, "max": 1, **more}
    return in_frozen(composition=[bound])


def attempts() -> Iterator[tuple[str, Record, Callable[[Record], Any]]]:
    """Each with the record it begins from, and the change made to it."""
    for value in (True, 1.0, "1", None, [1]):
        yield f"format {value!r}", PLAIN, in_record(format=value)
        yield f"frozen format {value!r}", PLAIN, in_frozen(format=value)
    for value in (0, -5, None, "1", [1], True, 10**15, 10**17):
        yield f"attempt {value!r}", PLAIN, in_frozen(attempt=value)
    yield "seats true", PLAIN, in_frozen(seats=True)
    yield "weight true", PLAIN, in_entry(weight=True)
    yield "weight 1001", PLAIN, in_entry(weight=1001)
    for value in ("free words", "", "x" * 121, "e\u0301", "\u202e", "a\u3000b", "\x1b[8m", 7):
        for name in ("subject", "code_version", "weights", "court", "purpose", "rulebook"):
            yield f"{name} {value!r}", PLAIN, in_frozen(**{name: value})
        yield f"rule {value!r}", PLAIN, lambda r, v=value: r["frozen"]["rules"].insert(0, v)
        yield f"feature {value!r}", PLAIN, in_entry(features={"sex": value})
        if isinstance(value, str):
            yield f"left out by {value!r}", PLAIN, in_frozen(excluded_count_by_rule={value: 1})
    for value in (["pool", "court"], [], ["made_at"], ["free words"], True, ["court", "court"]):
        yield f"late {value!r}", PLAIN, in_frozen(late=value)
    yield "weights {}", PLAIN, in_frozen(weights={})
    yield "weights with words", PLAIN, in_frozen(weights={"a b": 1})
    yield "weights below nothing", PLAIN, in_frozen(weights={"a": -1})
    for value in (-1, True, "1", None):
        yield f"left out {value!r}", PLAIN, in_frozen(excluded_count_by_rule={"cap": value})
    yield "an entry with a name", PLAIN, in_entry(name="x")
    yield "an entry not late", PLAIN, in_entry(late=False)
    yield "a feature's list", PLAIN, in_entry(features=[])
    yield "a bound with a name", PLAIN, bounded(name="x")
    yield "a bound below nothing", PLAIN, bounded(min=-1)
    yield "a bound of words", PLAIN, bounded(feature="a b")
    tag = PLAIN["frozen"]["pool"][0]["tag"]
    for value in (tag.upper(), tag[:62], tag + "00", ""):
        yield f"tag {value!r}", PLAIN, in_entry(tag=value)
    yield "a tag twice", PLAIN, lambda r: r["frozen"]["pool"].append(r["frozen"]["pool"][-1])
    yield "the list turned", PLAIN, lambda r: r["frozen"]["pool"].reverse()
    yield "nobody", PLAIN, in_frozen(pool=[])
    for value in ("e\u0301", "7\x1b[8m", "7\u202e1", "", " ", "7  1", "号", 7, True):
        yield f"contribution {value!r}", PLAIN, in_record(contribution=value)
    for value in ("Z", "todayZ", "2026-13-30T01:30:00Z", "2026-11-30T25:30:00Z", "2026-11-30", 7):
        yield f"made at {value!r}", PLAIN, in_record(made_at=value)
        said = {"by": "office", "reason": "reason", "at": value}
        yield f"annulled at {value!r}", PLAIN, in_record(annulled=said)
    for value in (" ", "a\x1b[8m", "a\u202eb", "a\nb", "e\u0301", 7):
        said = {"by": "office", "reason": value, "at": MADE_AT}
        yield f"annulled for {value!r}", PLAIN, in_record(annulled=said)
    yield "annulled by many", ANNULLED, lambda r: r["annulled"].update(too="x")
    yield "a day that is none", PLAIN, in_frozen(day="2026-13-30")
    yield "an extra word", PLAIN, in_record(note="x")
    yield "a lottery", PLAIN, in_record(lottery={"panels": []}, ticket=1)
    first = PLAIN["order"][:1]
    for name, value in (
        *(("seats", first), ("order", first), ("alternates", first), ("contribution", "7")),
        *(("path", ["ab" * 32]), ("seed", "ab" * 32)),
        ("passed", [{"tag": first[0], "reason": "composition"}]),
    ):
        yield f"{name} never opened", CLOSED, in_record(**{name: value})
    yield "closed and not annulled", CLOSED, in_record(annulled=None)


HOSTILE = {name: (record, change) for name, record, change in attempts()}


def outsider_agrees(content: bytes) -> bool:
    try:
        return all(holds for holds, _ in CHECK(content, None))
    except Exception:
        return False


def insider_agrees(content: bytes) -> bool:
    return is_sound(verify(json.loads(content), None))


@pytest.mark.parametrize("record", [PLAIN, ANNULLED, CLOSED], ids=["plain", "annulled", "closed"])
def test_what_is_written_anew_unchanged_holds(record: Record):
    content = rewritten(deepcopy(record))
    assert insider_agrees(content)
    assert outsider_agrees(content)


@pytest.mark.parametrize(
    "change",
    [
        in_frozen(attempt=10**15 - 1, late=["court", "pool"], weights={"of": "area", "base": 7}),
        in_frozen(subject="（2026）临河刑初318号", excluded_count_by_rule={"a:b.c-d_E": 0}),
        in_entry(weight=1000, late=True, features={"sex": '"\\'}),
        in_record(contribution="407 112 Ab"),
        in_record(annulled={"by": "HD 法院", "reason": '"名单有误" \\ 7', "at": MADE_AT}),
        bounded(),
    ],
)
def test_what_format_1_allows_holds_for_both(change: Callable[[Record], Any]):
    record = deepcopy(PLAIN)
    change(record)
    content = rewritten(record)
    assert insider_agrees(content)
    assert outsider_agrees(content)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_record_is_refused_by_both(name: str):
    of, change = HOSTILE[name]
    record = deepcopy(of)
    change(record)
    try:
        content = rewritten(record)
    except (ValueError, TypeError, AttributeError):  # what cannot even be hashed by hand
        content = text(record)
    assert not insider_agrees(content)
    assert not outsider_agrees(content)


def test_a_path_of_another_length_is_refused_by_both():
    leaves = numbered_leaves()
    assert root_of(COURT, DAY, leaves) == ROOT
    for path in ([], path_of(COURT, DAY, leaves, 3)[:7], ["AB" * 32] * 8):
        record = deepcopy(PLAIN) | {"path": path}
        assert not insider_agrees(rewritten(record))
        assert not outsider_agrees(rewritten(record))
