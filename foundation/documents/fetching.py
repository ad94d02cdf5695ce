"""What a document may fetch while it is made: our own fonts and styles, and nothing else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC_FILES = Path(settings.BASE_DIR) / "static"
_MEDIA_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class RefusedAddress(FatalURLFetchingError):  # type: ignore[misc]  # weasyprint has no types
    """A document asked for something that is not its own. Stops the document: a template is wrong, or tampered with."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
    """Fetches files in static/fonts and static/pdf, and data: addresses. Raises RefusedAddress for all else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = own_file(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _MEDIA_TYPES[path.suffix]})


def own_file(url: str) -> Path:
    """The file that a file: address names, when it is one of ours."""
    parts = urlsplit(url)
    path = Path(unquote(parts.path)).resolve()
    ours = any(path.is_relative_to((STATIC_FILES / folder).resolve()) for folder in ("fonts", "pdf"))
    if parts.scheme != "file" or parts.netloc or not ours or path.suffix not in _MEDIA_TYPES or not path.is_file():
        raise RefusedAddress(f"a document may not fetch {parts.scheme}: {path.name}")
    return path
