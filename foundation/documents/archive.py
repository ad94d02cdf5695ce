"""Finished documents: kept once as bytes with their hash, handed out as exactly those bytes."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from foundation.models import Document


def archive(*, kind: str, name: str, content: bytes, media_type: str = "application/pdf") -> Document:
    """Keep a finished document. `name` is its file name and must hold no personal data."""
    return Document.objects.create(
        kind=kind,
        name=name,
        media_type=media_type,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def download_response(document: Document, *, inline: bool = False) -> HttpResponse:
    """The document's own bytes; `inline` shows it in the browser instead of saving it."""
    headers = {
        "Content-Disposition": content_disposition_header(not inline, document.name) or "attachment",
        "Content-Length": str(document.size),
        "ETag": f'"{document.sha256}"',
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(bytes(document.content), content_type=document.media_type, headers=headers)
