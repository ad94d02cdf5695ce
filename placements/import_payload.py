"""The rows of a file that waits for acceptance, encrypted: they may hold identity numbers."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter

from placements.employment_rows import EmploymentRow
from placements.identity import decrypted, encrypted

_values = attrgetter(*(one.name for one in fields(EmploymentRow)))
_DATES = [place for place, one in enumerate(fields(EmploymentRow)) if "date" in str(one.type)]


def sealed(rows: Sequence[EmploymentRow], kept: Sequence[str]) -> bytes:
    """Rows and the fields that the file has no column for."""
    text = json.dumps({"kept": kept, "rows": [_values(row) for row in rows]}, default=date.isoformat)
    return encrypted(zlib.compress(text.encode(), level=1))


def opened(token: bytes | memoryview) -> tuple[list[EmploymentRow], tuple[str, ...]]:
    """What `sealed` was given."""
    payload = json.loads(zlib.decompress(decrypted(token)))
    rows = []
    for values in payload["rows"]:
        for place in _DATES:
            if values[place] is not None:
                values[place] = date.fromisoformat(values[place])
        rows.append(EmploymentRow(*values))
    return rows, tuple(payload["kept"])
