"""The rows of a file that waits for acceptance, encrypted: they may hold identity numbers."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from datetime import date
from itertools import starmap

from placements.employment_rows import EmploymentRow
from placements.identity import decrypted, encrypted

_DATES = [place for place, kind in enumerate(EmploymentRow.__annotations__.values()) if "date" in str(kind)]


def sealed(rows: Sequence[EmploymentRow], kept: Sequence[str]) -> bytes:
    """Rows and the fields that the file has no column for."""
    text = json.dumps({"kept": kept, "rows": rows}, default=date.isoformat)
    return encrypted(zlib.compress(text.encode(), level=1))


def opened(token: bytes | memoryview) -> tuple[list[EmploymentRow], tuple[str, ...]]:
    """What `sealed` was given."""
    payload = json.loads(zlib.decompress(decrypted(token)))
    columns = list(zip(*payload["rows"], strict=True))
    # rows that waited since before a field was added lack it at the end, and get what it is by default
    for place in _DATES if columns else ():
        columns[place] = tuple([text and date.fromisoformat(text) for text in columns[place]])
    return [*starmap(EmploymentRow, zip(*columns, strict=True))], tuple(payload["kept"])
