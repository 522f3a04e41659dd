"""Check a draw record, format 1, yourself: python verify_draw.py record.json [--root HEX]
Needs Python 3.9 and nothing else, shares no code with the office; draws.md tells the protocol.
HEX is the published root. Exit: 0 all holds, 1 something does not, 2 no record of format 1."""

import functools
import hashlib
import json
import sys
from collections import Counter

RULES = {"order.least_of_weight_keys", "composition.take_while_seats_can_be_filled"}
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def H(*parts):
    raw = [p if isinstance(p, bytes) else str(p).encode() for p in parts]
    return hashlib.sha256(b"".join(len(r).to_bytes(4, "big") + r for r in raw)).digest()


@functools.lru_cache(None)
def can_fill(kinds, left, room):  # kinds: ((what it counts for), people); tries all numbers
    supply = [min(left, sum(kind[i] * n for kind, n in kinds)) for i in range(len(room))]
    short = any(most < 0 or least > supply[i] for i, (least, most) in enumerate(room))
    if short or not left or not kinds:
        return not short and not left
    k, people = kinds[0]
    for x in range(min(people, left), -1, -1):
        rest = tuple((max(0, a - x * k[i]), max(-1, b - x * k[i])) for i, (a, b) in enumerate(room))
        if can_fill(kinds[1:], left - x, rest):
            return True
    return False


def go_down(f, order):
    bounds = f["composition"]
    names = [(b["feature"], b["value"]) for b in bounds]
    kind = {e["tag"]: tuple(e["features"].get(n) == v for n, v in names) for e in f["pool"]}
    everyone, taken, passed = Counter(sorted(kind.values(), reverse=True)), [], []
    for tag in order:
        panel, left = [*taken, tag], f["seats"] - len(taken) - 1
        if left < 0:
            break
        sums = [sum(kind[t][i] for t in panel) for i in range(len(bounds))]
        room = tuple((b["min"] - sums[i], b["max"] - sums[i]) for i, b in enumerate(bounds))
        if can_fill(tuple((everyone - Counter(kind[t] for t in panel)).items()), left, room):
            taken = panel
        else:
            why = ["maximum:{}={}".format(*names[i]) for i, (_, b) in enumerate(room) if b < 0]
            why += ["minimum:{}={}".format(*names[i]) for i, (a, _) in enumerate(room) if a > left]
            passed.append({"tag": tag, "reason": [*why, "composition"][0]})
    return taken, passed


def check(raw, root):
    r = json.loads(raw, parse_float=int, parse_constant=int)
    yield raw.removesuffix(b"\n") == canonical(r).encode(), "canonical JSON, byte for byte"
    f, own = r["frozen"], r.pop("record_hash")
    yield H("record", canonical(r)).hex() == own, f"its own hash, as the minutes show it: {own}"
    pool = [(e["tag"], e["weight"]) for e in f["pool"]]
    lots = {tag: range(weight)[:1000] for tag, weight in pool}
    known = pool == [(tag, len(lots[tag])) for tag in sorted(lots)]
    known &= (r["format"], f["format"], r["lottery"], r["ticket"]) == (1, 1, None, None)
    known &= (len(r), len(f.keys() - {"late"})) == (16, 15) and {*f["rules"]} >= RULES
    yield known, "format 1: its fields and rules, a sorted list of people, no lottery"
    told = "{purpose} {subject} {rulebook}, attempt {attempt}, {weights} {excluded_count_by_rule}"
    fixed = H("frozen", canonical(f))
    yield fixed.hex() == r["frozen_hash"], f"{told.format(**f)} {f['code_version']}"
    yield root in (None, r["root"]), f"the root, to compare with the published one: {r['root']}"
    yield r["made_at"].endswith("Z"), f"made {r['made_at']}; annulled: {r['annulled'] or 'no'}"
    if r["leaf"] is None:
        yield r["annulled"] and not (r["seed"] or r["order"]), "never opened, so without result"
        return
    node = H("leaf", f["court"], f["day"], f["index"], bytes.fromhex(r["leaf"]))
    for height, step in enumerate(r["path"]):
        pair = node, bytes.fromhex(step)
        node = H("node", *pair[:: -1 if f["index"] >> height & 1 else 1])
    yield node.hex() == r["root"] and len(r["path"]) == 8, f"secret {f['index']} leads to the root"
    seed = H("seed", bytes.fromhex(r["leaf"]), fixed, r["contribution"] or "")
    given = r["contribution"] or "none, so the office alone committed to the secret"
    yield seed.hex() == r["seed"], f"the seed follows; value from outside: {given}"
    order = sorted(lots, key=lambda t: min(H("key", seed, bytes.fromhex(t), j) for j in lots[t]))
    yield order == r["order"], f"the order of {len(order)} follows from seed and weights"
    seats, passed = go_down(f, order)
    yield [seats, len(seats)] == [r["seats"], f["seats"]], f"{len(seats)} seats in that order"
    yield passed == r["passed"], f"{len(passed)} passed over for the composition"
    yield r["alternates"] == [t for t in order if t not in seats], "the rest are the alternates"


if __name__ == "__main__":
    wrong = 0
    try:
        _, name, *option = sys.argv
        with open(name, "rb") as file:
            steps = check(file.read(), dict([option])["--root"] if option else None)
        for holds, words in steps:
            print("holds:" if holds else "WRONG:", words)
            wrong |= not holds
    except Exception as error:
        sys.exit(print("This is no draw record of format 1:", repr(error)) or 2)
    sys.exit(wrong)
