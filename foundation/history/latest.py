"""Whether anything has changed since: a mark of the history of some kinds of rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Model


def latest_change(models: Iterable[type[Model]]) -> str:
    """A mark that is another one as soon as a row of these tracked models has been made, changed or removed. One query.

    A change that is being written while another one is committed may show only with the next: do not trust the same
    mark for longer than a minute. Raises KeyError for a model whose history is not kept.
    """
    tables = [_event_tables()[model] for model in models]
    newest = ", ".join(f"(SELECT max(pgh_id) FROM {connection.ops.quote_name(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        return "-".join(str(number or 0) for number in cursor.fetchone())


def _event_tables() -> dict[type[Model], str]:
    models = apps.get_models()
    tracked = ((getattr(one, "pgh_tracked_model", None), one._meta.db_table) for one in models)
    return {model: table for model, table in tracked if model is not None}
