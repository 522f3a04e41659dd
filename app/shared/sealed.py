"""Identifiers at rest: encrypted, with a keyed hash to find doubles.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce before the text; HMAC-SHA256
(RFC 2104) for equality. Both keys come from one secret by HKDF (RFC 5869).
"""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, None, purpose.encode()).derive(secret.encode())


def _key(purpose: str) -> bytes:
    return _derived(current_app.config["PEISHEN_SECRET"], purpose)


@lru_cache(maxsize=16)
def _cipher_of(key: bytes) -> AESGCM:
    return AESGCM(key)


def _cipher(purpose: str) -> AESGCM:
    return _cipher_of(_key(purpose))  # its key schedule is set up once, not for each cell


def seal(plain: bytes, purpose: str = "sealed") -> bytes:
    """Encrypt `plain`; `purpose` separates keys (leaves are not readable with the ID key)."""
    nonce = os.urandom(12)
    return nonce + _cipher(purpose).encrypt(nonce, plain, None)


def unseal(box: bytes, purpose: str = "sealed") -> bytes:
    """Decrypt what `seal` made; raises cryptography's InvalidTag if one byte was changed."""
    return _cipher(purpose).decrypt(box[:12], box[12:], None)


def keyed_hash(text: str) -> str:
    """Return the hex HMAC of `text`: equal texts are found without being readable."""
    return hmac.new(_key("hash"), text.encode(), sha256).hexdigest()


class SealedText(TypeDecorator[str]):
    """A text column, encrypted in the table."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        return None if value is None else seal(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        return None if value is None else unseal(bytes(value)).decode()


class SealedBytes(TypeDecorator[bytes]):
    """A bytes column, encrypted in the table with the key of its purpose.

    The leaves of draws have a key of their own: only the clock and the draw open it.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str):
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else seal(value, self.purpose)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else unseal(bytes(value), self.purpose)
