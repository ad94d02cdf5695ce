"""History for tests: what is done in a block is dated noon of its day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from foundation.history.dating import history_dated


@contextmanager
def written_on(day: date) -> Iterator[None]:
    with history_dated(datetime.combine(day, time(11), tzinfo=UTC)):
        yield
