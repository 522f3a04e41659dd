"""A paper that somebody attaches: a PDF or a picture, known by its first bytes, not by its name."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.shared.files import StoredFile, keep
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_

LARGEST = 5 * 2**20  # bytes
KINDS = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
}


@dataclass(frozen=True)
class Attachment:
    """A paper as it was sent: its kind and its bytes."""

    mime: str
    ending: str
    content: bytes

    def keep(self, subject: str, name: str) -> StoredFile:
        """Keep it under a name of its own; what it was called elsewhere is not kept."""
        return keep(self.content, self.mime, f"{name}.{self.ending}", subject)


def paper_sent(file: StoredFile) -> Response:
    """Return a paper to be looked at, which no cache keeps."""
    response = Response(file.content, mimetype=file.mime)
    response.headers["Content-Disposition"] = f"inline; filename={file.name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def attachment_of(file: FileStorage | None, place: str) -> Attachment | None:
    """Return the paper that was sent, None where none was.

    Raises Refused, at the field `place`, for what is too large or neither a PDF nor a picture.
    """
    if file is None or not file.filename:
        return None
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        text = N_("The paper is larger than %(most)s MB.")
        way = N_("Scan it in grey, or a page at a time.")
        raise Refused([Refusal("file.large", text, {"most": LARGEST >> 20}, way, place=place)])
    for first, (mime, ending) in KINDS.items():
        if content.startswith(first):
            return Attachment(mime, ending, content)
    text = N_("The paper is neither a PDF nor a PNG or JPEG picture.")
    raise Refused([Refusal("file.kind", text, way_out=N_("Send it as one of these."), place=place)])
