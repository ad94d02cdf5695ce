"""Many rows at once, by PostgreSQL's COPY: tens of thousands in the time of hundreds one by one.

The database's own constraints and history triggers hold for these rows as for all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL
from psycopg import sql

_UNIT_SEPARATOR = "\x1f"


def any_of(texts: Collection[str]) -> RawSQL:
    """For `filter(key__in=any_of(keys))`: one parameter, however many texts. A key holds no control characters."""
    return RawSQL("SELECT unnest(string_to_array(%s, %s))", [_UNIT_SEPARATOR.join(texts), _UNIT_SEPARATOR])


def new_ids(model: type[models.Model], number: int) -> list[int]:
    """As many ids as rows are to be copied in, so that other rows can refer to them at once. One query, or none."""
    if not number:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH one AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence) "
            "SELECT nextval(sequence) FROM one, generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), number],
        )
        return [id_ for (id_,) in cursor.fetchall()]


def copy_in(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert the rows; `columns` are database columns, in the order of a row's values. No rows: nothing is sent."""
    if not (rows := list(rows)):
        return
    with transaction.atomic(), connection.cursor() as cursor:
        _carry_history_context(cursor)
        _copy(cursor, sql.Identifier(model._meta.db_table), columns, rows)


def update_in(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set the columns of many rows. Each row is its id followed by the values in the columns' order."""
    if not (rows := list(rows)):
        return
    table, fresh = sql.Identifier(model._meta.db_table), sql.Identifier("bulk_update")
    names = [sql.Identifier(name) for name in columns]
    with transaction.atomic(), connection.cursor() as cursor:
        create = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            fresh, sql.SQL(", ").join([sql.Identifier("id"), *names]), table
        )
        cursor.execute(create.as_string(cursor.connection))
        _copy(cursor, fresh, ["id", *columns], rows)
        assignments = sql.SQL(", ").join(sql.SQL("{0} = {1}.{0}").format(name, fresh) for name in names)
        update = sql.SQL("UPDATE {0} SET {1} FROM {2} WHERE {0}.id = {2}.id").format(table, assignments, fresh)
        cursor.execute(update.as_string(cursor.connection))
        cursor.execute("DROP TABLE bulk_update")


def save_in(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Save these fields of rows that exist, as `bulk_update` does, in a time that grows with their number alone."""
    if not rows:
        return
    known = {field.name: field for field in rows[0]._meta.concrete_fields}
    fields = [known[name] for name in names]
    update_in(
        type(rows[0]),
        [field.column for field in fields],
        (
            [row.pk, *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)]
            for row in rows
        ),
    )


def _carry_history_context(cursor: Any) -> None:
    """User and reason are put before an ordinary statement and hold for its transaction; COPY alone would lack them."""
    cursor.execute("SET LOCAL overens.bulk_rows = 'copy'")


def _copy(cursor: Any, table: sql.Identifier, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)) as copy:
        for row in rows:
            copy.write_row(row)
