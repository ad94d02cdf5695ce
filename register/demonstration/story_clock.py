"""Tells the story in its own time: what happens in February 2021 is stamped February 2021.

Only the demonstration does this. The clock that operations read for their stamps is put at noon of the story's day, and
what they write to the history is dated the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from django.utils import timezone

from foundation.history.dating import history_dated


@contextmanager
def on(day: date) -> Iterator[date]:
    """What is done in the block is done on `day`."""
    with stamped(day), history_dated(noon_of(day)):
        yield day


@contextmanager
def stamped(day: date) -> Iterator[None]:
    """The stamps only: for many small acts whose history may be that of the base data."""
    real = timezone.now
    timezone.now = lambda: noon_of(day)
    try:
        yield
    finally:
        timezone.now = real


def noon_of(day: date) -> datetime:
    return datetime.combine(day, time(11), tzinfo=UTC)
