"""Bytes of the draw record: length prefixes, SHA-256, canonical JSON (record.md, "Bytes")."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

_HEX = re.compile(r"[0-9a-f]*", re.ASCII)
_LARGEST = 2**53 - 1  # beyond it a JSON number is not the same number everywhere (RFC 8785)


class Malformed(ValueError):
    """Something is not as format 1 asks; `field` says where, as in `pool[3].weight`."""

    def __init__(self, field: str, problem: str):
        self.field = field
        super().__init__(f"{field}: {problem}")


def lp(part: bytes) -> bytes:
    """Return `part` after its length in 4 bytes, big-endian, so that no two lists run together."""
    return len(part).to_bytes(4, "big") + part


def digest(*parts: str | int | bytes) -> bytes:
    """Return H: SHA-256 over the length-prefixed parts, 32 bytes.

    Text goes in as UTF-8 in NFC, a number as its decimal digits, secrets and hashes as raw bytes.
    Raises Malformed on a negative number or a type that has no agreed bytes.
    """
    return hashlib.sha256(b"".join(lp(as_bytes(part)) for part in parts)).digest()


def as_bytes(part: str | int | bytes) -> bytes:
    """Return the agreed bytes of one part of a hash; Malformed if there are none."""
    if isinstance(part, bytes):
        return part
    if isinstance(part, str):
        return _utf8(unicodedata.normalize("NFC", part))
    if isinstance(part, int) and not isinstance(part, bool) and part >= 0:
        return str(part).encode("ascii")
    raise Malformed("hash", f"no agreed bytes for {type(part).__name__}")


def canonical(value: Any) -> bytes:
    """Return canonical JSON: sorted keys, no spaces, UTF-8 in NFC, integers only (RFC 8785).

    Raises Malformed on a float, a key that is no text, two keys that NFC makes one, a number
    beyond 2**53 - 1, or a lone surrogate.
    """
    return _utf8(json.dumps(normal(value), ensure_ascii=False, separators=(",", ":")))


def normal(value: Any) -> Any:
    """Return `value` with text in NFC and keys in RFC 8785's order; Malformed as `canonical`."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise Malformed("number", "larger than 2**53 - 1")
        return value
    if isinstance(value, list | tuple):
        return [normal(one) for one in value]
    if isinstance(value, dict):
        return _normal_object(value)
    raise Malformed("value", f"{type(value).__name__} has no place in canonical JSON")


def from_hex(text: Any, field: str, size: int = 32) -> bytes:
    """Return the `size` bytes that lower-case hex `text` stands for; Malformed otherwise."""
    if not isinstance(text, str) or len(text) != 2 * size or not _HEX.fullmatch(text):
        raise Malformed(field, f"not {size} bytes in lower-case hex")
    return bytes.fromhex(text)


def _normal_object(value: dict[Any, Any]) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise Malformed("key", "not text")
    if all(map(str.isascii, value)):  # the usual case, and five thousand entries have it
        return {key: normal(value[key]) for key in sorted(value)}
    keys = {unicodedata.normalize("NFC", key): key for key in value}
    if len(keys) != len(value):
        raise Malformed("key", "two keys are the same text in NFC")
    # RFC 8785 sorts by UTF-16 code units, which is not the order of code points above U+FFFF.
    in_order = sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return {key: normal(value[keys[key]]) for key in in_order}


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed("text", "half of a character") from error
