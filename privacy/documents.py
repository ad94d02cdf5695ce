"""The extract as a PDF to give to the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from foundation.documents.render import render_pdf
from privacy.queries.facts import Fact


def extract_pdf(*, key: str, facts: Sequence[Fact], day: date) -> bytes:
    """A heading for each kind of thing and a table for each of them; it is made when asked for and kept nowhere."""
    parts = [
        (part, [(number, list(rows)) for number, rows in groupby(inside, key=lambda fact: fact.number)])
        for part, inside in groupby(facts, key=lambda fact: fact.part)
    ]
    return render_pdf(
        template="privacy/documents/extract.html",
        context={"key": key, "parts": parts},
        title=f"Registerutdrag för deltagare {key}",
        created=day,
    )
