"""Whether anything has changed since: a mark of the history of some kinds of rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

from foundation.history.views import tracked_models


def latest_change(models: Iterable[type[Model]]) -> str:
    """A mark that is another one as soon as a row of these tracked models has been made, changed or removed. One query.

    A change that is being written while another one is committed may show only with the next: do not trust the same
    mark for longer than a minute. Raises KeyError for a model whose history is not kept.
    """
    events = dict(tracked_models())
    tables = [connection.ops.quote_name(events[model]._meta.db_table) for model in models]
    newest = ", ".join(f"(SELECT max(pgh_id) FROM {table})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        return "-".join(str(number or 0) for number in cursor.fetchone())
