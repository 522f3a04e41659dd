"""Check a draw record yourself, on Python 3.9 alone: python verify_draw.py record.json [--root HEX]
draws.md tells the protocol. Exit: 0 all holds, 1 something does not, 2 no record of format 1."""

import hashlib, json, re, sys
from collections import Counter
from pathlib import Path
from unicodedata import normalize

RULES = {"order.least_of_weight_keys", "composition.take_while_seats_can_be_filled"}
# The canonical text, whole: [X] a list of X, {K:X} names with X, each capital what KINDS says.
SHAPE = """{"alternates":[H],"annulled":(null|{"at":T,"by":S,"reason":S}),"contribution":(null|V),
"format":1,"frozen":{"attempt":P,"code_version":C,"composition":[{"feature":K,"max":N,"min":N,
"value":C}],"court":C,"day":D,"excluded_count_by_rule":{K:N},"format":1,"index":N(,"late":[C])?,
"pool":[{"features":{K:C}(,"late":true)?,"tag":H,"weight":W}],"purpose":C,"rulebook":C,"rules":[C],
"seats":P,"subject":C,"weights":(C|{K:(C|N)})},"frozen_hash":H,"leaf":(null|H),"lottery":null,
"made_at":T,"order":[H],"passed":[{"reason":S,"tag":H}],"path":[H],"record_hash":H,"root":H,
"seats":[H],"seed":(null|H),"ticket":null}"""
KINDS = {"N": r"(0|[1-9]\d{0,14})", "P": r"[1-9]\d{0,14}", "W": r"([1-9]\d{0,2}|1000)"}
KINDS |= {"H": '"[0-9a-f]{64}"', "K": r'"[\w.:-]{1,120}"', "V": '"[0-9A-Za-z]+( [0-9A-Za-z]+)*"'}
KINDS |= {"C": r'"([^"\\\0- ]|\\["\\]){1,120}"', "S": r'"(?! *")([^"\\\0-\x1f]|\\["\\])*"'}
KINDS |= {"D": r'"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"'}
KINDS |= {"T": KINDS["D"][:-1] + r'T([01]\d|2[0-3])(:[0-5]\d){2}Z"'}
SHAPE = re.sub(r"[{}]", r"\\\g<0>", SHAPE.replace("\n", ""))
SHAPE = re.sub(r"\\{(K:[^\\]*)\\}", r"\\{(\1(,\1)*)?\\}", SHAPE)
SHAPE = re.sub(r"\[([^]]*)\]", r"\\[(\1(,\1)*)?\\]", SHAPE)
SHAPE = re.compile(re.sub(r"\b[A-Z]\b", lambda m: KINDS[m[0]], SHAPE), re.A)
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def H(*parts):
    raw = [p if isinstance(p, bytes) else str(p).encode() for p in parts]
    return hashlib.sha256(b"".join(len(r).to_bytes(4, "big") + r for r in raw)).digest()


def go_down(f, order, names):  # takes whoever leaves the other seats fillable, by any numbers
    kind = {e["tag"]: tuple(e["features"].get(n) == v for n, v in names) for e in f["pool"]}
    everyone, taken, passed = Counter(kind.values()), [], []
    for tag in order:
        panel, left = [*taken, tag], f["seats"] - len(taken) - 1
        if left < 0:
            break
        sums = [sum(kind[t][i] for t in panel) for i in range(len(names))]
        room = [(b["min"] - s, b["max"] - s) for b, s in zip(f["composition"], sums)]
        ends = {(0,) * (1 + len(room))}  # how many more, and how many of them for each bound
        for one, people in (everyone - Counter(kind[t] for t in panel)).items():
            steps = [(end, x) for end in ends for x in range(min(people, left - end[0]) + 1)]
            ends = {tuple(n + x * k for n, k in zip(end, (1, *one))) for end, x in steps}
        full = [end[1:] for end in ends if end[0] == left]
        if any(all(a <= n <= b for n, (a, b) in zip(end, room)) for end in full):
            taken = panel
        else:
            why = ["maximum:{}={}".format(*n) for n, (_, b) in zip(names, room) if b < 0]
            why += ["minimum:{}={}".format(*n) for n, (a, _) in zip(names, room) if a > left]
            passed.append({"tag": tag, "reason": [*why, "composition"][0]})
    return taken, passed


def check(raw, root):
    r, line = json.loads(raw), raw.decode().removesuffix("\n")
    same = line == normalize("NFC", canonical(r)) and line.isprintable()
    if not (same and SHAPE.fullmatch(line)):
        raise ValueError("not every field is as format 1 writes it")
    f, own, to = r["frozen"], r.pop("record_hash"), bytes.fromhex
    yield H("record", canonical(r)).hex() == own, f"its own hash, as the minutes show it: {own}"
    names, late = [(b["feature"], b["value"]) for b in f["composition"]], f.get("late", ["pool"])
    lists = [e["tag"] for e in f["pool"]], late, f["rules"], names or [0]
    known = all(x and x == sorted({*x}) for x in lists) and {*late} <= f.keys() - {"late"}
    yield known and f["weights"] and {*f["rules"]} >= RULES, "format 1, rules, a sorted list"
    fixed, given = H("frozen", canonical(f)), r["contribution"] or ""
    yield fixed.hex() == r["frozen_hash"], f"fixed: { {k: f[k] for k in f if k != 'pool'} }"
    yield root in (None, r["root"]), f"the root, to compare with the published one: {r['root']}"
    yield True, f"made {r['made_at']}; annulled: {r['annulled'] or 'no'}"
    if r["leaf"] is None:
        shown = [r[n] for n in ("path", "seed", "order", "seats", "alternates", "passed")]
        yield r["annulled"] and not any([given, *shown]), "never opened, so without result"
        return
    node = H("leaf", f["court"], f["day"], f["index"], to(r["leaf"]))
    for height, step in enumerate(r["path"]):
        node = H("node", *(node, to(step))[:: -1 if f["index"] >> height & 1 else 1])
    yield node.hex() == r["root"] and len(r["path"]) == 8, f"secret {f['index']} leads to the root"
    seed, said = H("seed", to(r["leaf"]), fixed, given), "nothing, the office alone committed"
    yield seed.hex() == r["seed"], f"the seed follows; from outside: {given or said}"
    lots = {e["tag"]: range(e["weight"]) for e in f["pool"]}
    order = sorted(lots, key=lambda tag: min(H("key", seed, to(tag), j) for j in lots[tag]))
    yield order == r["order"], f"the order of {len(order)} follows from seed and weights"
    seats, passed = go_down(f, order, names)
    yield [seats, len(seats)] == [r["seats"], f["seats"]], f"{len(seats)} seats in that order"
    after = passed, [tag for tag in order if tag not in seats]
    yield after == (r["passed"], r["alternates"]), f"{len(passed)} passed over; then alternates"


if __name__ == "__main__":
    try:
        _, name, *more = sys.argv
        steps = [*check(Path(name).read_bytes(), dict([more])["--root"] if more else None)]
        print(*(f"{'holds' if holds else 'WRONG'}: {words}" for holds, words in steps), sep="\n")
    except Exception as error:
        sys.exit(print("This is no draw record of format 1:", repr(error)) or 2)
    sys.exit(not all(holds for holds, _ in steps))
