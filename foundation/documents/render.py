"""From a template and frozen rows to a finished PDF (DESIGN.md 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import weasyprint
from django.template.loader import render_to_string
from django.utils.translation import override

from foundation.documents.conformity import claim_both
from foundation.documents.engine import STYLESHEET, borrowed_engine

_COLOURS = "srgb-2014"
_OPTIONS = {"pdf_variant": "pdf/a-3a", "output_intent": _COLOURS}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A machine-readable basis inside the PDF, e.g. the lines of an invoice as csv."""

    name: str
    content: bytes
    description: str


def render_pdf(
    *,
    template: str,
    context: Mapping[str, Any],
    title: str,
    created: date,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A PDF that passes PDF/A-3a and PDF/UA-1, in Swedish; the same bytes for the same input on the same machine.

    The template extends documents/base.html. `created` is the document's date, the clock is not read.
    Raises foundation.documents.fetching.RefusedAddress when the template fetches anything but our own fonts and styles.
    """
    with override("sv"):
        html = render_to_string(template, {**context, "title": title, "created": created})
    with borrowed_engine() as engine:
        page = weasyprint.HTML(string=html, base_url=STYLESHEET.as_uri(), url_fetcher=engine.fetcher)
        document = page.render(
            font_config=engine.fonts,
            stylesheets=[engine.stylesheet],
            color_profiles={_COLOURS: engine.colours},
            **_OPTIONS,
        )
        metadata = document.metadata
        metadata.title, metadata.lang, metadata.generator = title, "sv", "Överens"
        metadata.created = metadata.modified = created.isoformat()
        embedded = [_embedded(attachment, created) for attachment in attachments]
        content: bytes = document.write_pdf(finisher=claim_both, attachments=embedded, **_OPTIONS)
    return content


def _embedded(attachment: Attachment, created: date) -> weasyprint.Attachment:
    at = datetime.combine(created, time(0))
    return weasyprint.Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        created=at,
        modified=at,
        relationship="Data",
    )
