"""A schema of views with the names of the tables: each gives its table's rows as they stood at a moment.

The same queries that read the tables read the views when the schema is first on the search path (`known_at`), so no
rule and no query is written twice. A view picks each object's last event before the moment; deleted ones are left
out. Every tracked model has one but those whose history leaves fields out (a participant's identity number) and those
in `TODAYS`: who may see what, and who is protected, is always judged by today. Rows that are only added, not tracked,
name the moment from which they were known (`known_from`, a path of fields).

The views are taken down before migrations run and put up after, so that they never stand in the way of a column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import pghistory.models
from django.apps import apps
from django.db import connection, models

SCHEMA = "known"
SETTING = "overens.known_at"
BACKFILL = "backfill"  # the label of events that were made when tracking began: taken to have held before it too
TODAYS = frozenset({"organisation.Membership"})
_MOMENT = (
    f"CREATE FUNCTION {SCHEMA}.moment() RETURNS timestamptz LANGUAGE sql STABLE"
    f" AS $$ SELECT current_setting('{SETTING}')::timestamptz $$"
)


def tracked_models() -> Iterator[tuple[type[models.Model], type[models.Model]]]:
    """Each model with a view of its history, and the model of its events."""
    for events in apps.get_models():
        tracked = getattr(events, "pgh_tracked_model", None)
        if not issubclass(events, pghistory.models.Event) or tracked is None or tracked._meta.label in TODAYS:
            continue
        kept = {field.column for field in events._meta.concrete_fields}
        if all(field.column in kept for field in tracked._meta.concrete_fields):
            yield tracked, events


def added_models() -> Iterator[tuple[type[models.Model], str]]:
    """Each model whose rows are only added, and the path to the moment from which they were known."""
    for model in apps.get_models():
        path = getattr(model, "known_from", None)
        if path:
            yield model, path


def build_views() -> None:
    """Make the schema again if it is not what the models say. Tables that a migration has yet to make are left out."""
    wanted = [*_statements()]
    mark = hashlib.sha256("\n".join(wanted).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", [SCHEMA])
        [found] = cursor.fetchone()
        if found == mark:
            return
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        for statement in (f"CREATE SCHEMA {SCHEMA}", _MOMENT, *wanted):
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{mark}'")


def drop_views() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def _statements() -> Iterator[str]:
    there = _columns_there()
    for model, events in sorted(tracked_models(), key=lambda pair: pair[0]._meta.db_table):
        columns = {field.column for field in model._meta.concrete_fields}
        if columns | {"pgh_obj_id"} <= there.get(events._meta.db_table, set()):
            yield _view_of_history(model, events)
    for model, path in sorted(added_models(), key=lambda pair: pair[0]._meta.db_table):
        if model._meta.db_table in there:
            yield _view_of_added(model, path)


def _columns_there() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE table_schema = 'public' GROUP BY table_name"
        )
        return {name: set(columns) for name, columns in cursor.fetchall()}


def _view_of_history(model: type[models.Model], events: type[models.Model]) -> str:
    """Its key is what the events are told apart by, so that a look for a few objects reads only their events."""
    key = model._meta.pk.column
    columns = [field.column for field in model._meta.concrete_fields]
    named = ", ".join(f'pgh_obj_id AS "{key}"' if column == key else f'"{column}"' for column in columns)
    return (
        f'CREATE VIEW {SCHEMA}."{model._meta.db_table}" AS SELECT {named} FROM ('
        f'SELECT DISTINCT ON (pgh_obj_id) * FROM public."{events._meta.db_table}"'
        f" WHERE pgh_created_at < {SCHEMA}.moment() OR pgh_label = '{BACKFILL}'"
        " ORDER BY pgh_obj_id, pgh_id DESC) AS latest WHERE pgh_label <> 'delete'"
    )


def _view_of_added(model: type[models.Model], path: str) -> str:
    """Only rows that were there at the moment; what they say has not changed since."""
    table = model._meta.db_table
    return f'CREATE VIEW {SCHEMA}."{table}" AS SELECT * FROM public."{table}" WHERE {_known(model, path.split("__"))}'


def _known(model: type[models.Model], path: Sequence[str]) -> str:
    """An SQL condition on the model's table: the moment at the end of the path has passed."""
    table, field = f'public."{model._meta.db_table}"', model._meta.get_field(path[0])
    assert isinstance(field, models.Field)
    if len(path) == 1:
        return f'{table}."{field.column}" < {SCHEMA}.moment()'
    parent = field.related_model
    assert isinstance(parent, type)
    above = f'public."{parent._meta.db_table}"'
    key = f'{above}."{parent._meta.pk.column}" = {table}."{field.column}"'
    return f"EXISTS (SELECT 1 FROM {above} WHERE {key} AND {_known(parent, path[1:])})"
