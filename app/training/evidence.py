"""The copy of what shows a course elsewhere: of which kind, how large (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.refusals import Refusal
from app.shared.texts import N_

MOST = 10 * 2**20  # bytes
KINDS = (  # what a file is, its first bytes say, not its name
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)


@dataclass(frozen=True)
class Copy:
    """A file as it was sent: at most one byte more than may be kept."""

    content: bytes
    name: str

    @property
    def kind(self) -> tuple[str, str] | None:
        """Its media type and the ending of its name; None for a kind that is not taken."""
        found = (kind[1:] for kind in KINDS if self.content.startswith(kind[0]))
        return next(found, None)


def judge_copy(copy: Copy) -> list[Refusal]:
    """Return what stands against keeping a copy of evidence (default of the product)."""
    if len(copy.content) > MOST:
        text = N_("The file is larger than %(most)s MB.")
        way_out = N_("Scan it in grey or with fewer dots, or send only the page that counts.")
        return [Refusal("evidence.size", text, {"most": MOST // 2**20}, way_out, place="copy")]
    if copy.kind is None:
        text = N_("The file %(name)s is no PDF, JPEG or PNG.")
        way_out = N_("Scan or photograph the paper and send that.")
        return [Refusal("evidence.kind", text, {"name": copy.name[:80]}, way_out, place="copy")]
    return []
