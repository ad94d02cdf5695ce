"""What may be handed in as a scan of a signed paper, judged by its bytes and not by its name. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES = 10 * 1024 * 1024
# the first bytes of each kind → media type and file ending
_KINDS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
)


@dataclass(frozen=True, slots=True)
class Scan:
    content: bytes
    media_type: str
    ending: str


def read_scan(content: bytes) -> Scan | None:
    """The scan, or None when the bytes are no PDF, PNG or JPEG that is whole to its end."""
    for start, media_type, ending in _KINDS:
        if content.startswith(start) and _is_whole(content, ending):
            return Scan(content, media_type, ending)
    return None


def _is_whole(content: bytes, ending: str) -> bool:
    """Whether the file has its own end mark: an upload that broke off has none."""
    tail = content[-1024:]
    return {"pdf": b"%%EOF", "png": b"IEND", "jpg": b"\xff\xd9"}[ending] in tail
