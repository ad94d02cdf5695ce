"""Tells the story in its own time: what happens in February 2021 is stamped February 2021.

Only the demonstration does this. The clock that operations read for their stamps is put at noon of the story's day.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from django.utils import timezone


@contextmanager
def on(day: date) -> Iterator[date]:
    """What is done in the block is done on `day`."""
    real = timezone.now
    moment = datetime.combine(day, time(11), tzinfo=UTC)
    timezone.now = lambda: moment
    try:
        yield day
    finally:
        timezone.now = real
