"""Reading at an earlier moment, and from when there is a history to read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from foundation.history.views import BACKFILL, SCHEMA, SETTING, tracked_models


@contextmanager
def known_at(moment: datetime) -> Iterator[None]:
    """Within the block every query reads the tracked tables as they stood just before the moment.

    Nothing can be written to them meanwhile: they are views. Read what is needed to the end within the block; a row
    that is fetched later is today's. Two queries beside those of the block.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT current_setting('search_path'), current_setting('{SETTING}', true)")
            path, before = cursor.fetchone()
            cursor.execute(
                "SELECT set_config('search_path', %s, true), set_config(%s, %s, true)",
                [f"{SCHEMA}, {path}", SETTING, moment.isoformat()],
            )
        yield
        with connection.cursor() as cursor:  # after an error the rolled back savepoint has put them back
            cursor.execute(
                "SELECT set_config('search_path', %s, true), set_config(%s, %s, true)", [path, SETTING, before or ""]
            )


def end_of(day: date) -> datetime:
    """The moment when the day is over in Sweden: what was known that day is what was written before it."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


@dataclass(frozen=True, slots=True)
class HistoryBegins:
    """The day of the first change that was written down, and tables that are followed only from a later day."""

    day: date | None
    later: tuple[tuple[str, date], ...]


def history_begins() -> HistoryBegins:
    """The first event of every table. One query. What happened before the day is not known."""
    tracked = sorted(tracked_models(), key=lambda pair: pair[0]._meta.label)
    each = [
        f'(SELECT {index}, pgh_created_at, pgh_label FROM "{events._meta.db_table}" ORDER BY pgh_id LIMIT 1)'
        for index, (_model, events) in enumerate(tracked)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        found = cursor.fetchall()
    first = [moment for _index, moment, label in found if label != BACKFILL]
    later = [
        (str(tracked[index][0]._meta.verbose_name), timezone.localdate(moment))
        for index, moment, label in found
        if label == BACKFILL
    ]
    return HistoryBegins(timezone.localdate(min(first)) if first else None, tuple(later))
