"""The code of a letter, for whoever has no phone whose last digits could be asked."""

from __future__ import annotations

from app.shared.sealed import keyed_hash
from app.trials.models import Seat


def letter_code(seat: Seat) -> str:
    """Return the four digits that stand in the letter with the newest link; they are not kept."""
    return f"{int(keyed_hash(f'letter:{seat.link_hash}')[:12], 16) % 10_000:04}"
