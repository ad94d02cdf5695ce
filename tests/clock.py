"""A clock for tests of the whole city: it starts on a given day and goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from django.utils import timezone


@contextmanager
def clock_from(day: date) -> Iterator[None]:
    """Whatever reads the clock within the block reads this day, shortly after ten in the morning (UTC)."""
    real = timezone.now
    ahead = real() - datetime.combine(day, time(10), tzinfo=UTC)
    timezone.now = lambda: real() - ahead
    try:
        yield
    finally:
        timezone.now = real
