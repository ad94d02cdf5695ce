"""The history told in another time than it was written: for the demonstration's story and for tests, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pgtrigger
from django.db import connection, transaction

from foundation.history.views import tracked_models


@contextmanager
def history_dated(moment: datetime) -> Iterator[None]:
    """What is written to the history within the block is dated the moment, unless an inner block has dated it.

    The block is one transaction: its own events are those that say when it began.
    """
    events = {model._meta.db_table: model._meta.label for _tracked, model in tracked_models()}
    with transaction.atomic():
        before = _last(events)
        yield
        _date(events, before, moment)


def _date(events: dict[str, str], before: dict[str, int], moment: datetime) -> None:
    with pgtrigger.ignore(*(f"{label}:append_only" for label in events.values())), connection.cursor() as cursor:
        for table, last in _last(events).items():
            if last > before[table]:
                cursor.execute(
                    f'UPDATE "{table}" SET pgh_created_at = %s'
                    " WHERE pgh_id > %s AND pgh_id <= %s AND pgh_created_at = NOW()",
                    [moment, before[table], last],
                )


def _last(events: dict[str, str]) -> dict[str, int]:
    each = [f"SELECT '{table}', coalesce(max(pgh_id), 0) FROM \"{table}\"" for table in events]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())
