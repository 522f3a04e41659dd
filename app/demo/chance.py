"""Chance from a seed: a demonstration is the same every time, down to who was drawn."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random


@contextmanager
def by_seed(seed: int) -> Iterator[None]:
    """Let all that the product takes by chance come from a seed inside the block.

    Public ids, secrets of rolls and of past days are then no secrets: only for invented people,
    in a process that does nothing else. Seals and passwords keep their own chance.
    """
    random = Random(seed)

    def text(size: int) -> str:
        return urlsafe_b64encode(random.randbytes(size)).rstrip(b"=").decode()

    before = {name: getattr(secrets, name) for name in ("token_bytes", "token_urlsafe", "choice")}
    secrets.__dict__.update(token_bytes=random.randbytes, token_urlsafe=text, choice=random.choice)
    try:
        yield
    finally:
        secrets.__dict__.update(before)
