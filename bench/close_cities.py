"""How closing a month grows from one city to 290 with a million employments, beside the bare SQL count of the rows.

Run:  nice python bench/close_cities.py [cities …], in the surroundings of bin/manage; 1 29 290 without arguments.
A city has 16 departments and 3 450 employments, written by the database itself, without history. Everything is made
and measured in one transaction that is rolled back. Prints, for each size: the bare count, the counting (read, count
and measure every person-month), the whole closing (with every line written and frozen), and their ratios to the bare
count; then how far the growth is from linear. Seconds of the clock, and of our own processor time beside.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # Django is set up first

from allocation.models import ModelYear
from bench.close_month import BARE_COUNT
from billing.operations.months import close_months
from billing.queries.measured import measured_months
from foundation.periods import Month

YEAR, DEPARTMENTS, EMPLOYMENTS = 2091, 16, 3450
MONTH = Month(YEAR, 6)


def columns(table: str, given: dict[str, str]) -> str:
    """An INSERT … SELECT with what is given and the plainest value for every other column that must have one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = %s AND is_nullable = 'NO' AND is_identity = 'NO' AND column_default IS NULL",
            [table],
        )
        needed = dict(cursor.fetchall())
    plain = {
        "boolean": "false",
        "date": f"'{YEAR}-01-01'::date",
        "jsonb": "'{}'::jsonb",
        "ARRAY": "'{}'",
        "timestamp with time zone": "now()",
        "bytea": "''::bytea",
    }
    number = {"integer", "smallint", "bigint", "numeric"}
    values = {name: "0" if kind in number else plain.get(kind, "''") for name, kind in needed.items()} | given
    return f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())}"


def build(cities: int) -> None:
    """Rows are written by the database as if they were copied in: no triggers, no history."""
    make_year()
    departments, employments = cities * DEPARTMENTS, cities * EMPLOYMENTS
    statements = [
        "SET LOCAL session_replication_role = replica",
        *organisation(departments),
        *people(employments),
        *jobs(),
        "SET LOCAL session_replication_role = DEFAULT",
        *(f"ANALYZE placements_{table}" for table in ("placement", "employment", "participant")),
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def make_year() -> None:
    ModelYear.objects.create(
        year=YEAR, starts=date(YEAR, 1, 1), ends=date(YEAR, 12, 31), rate=Decimal("0.057"),
        headcount_date=date(YEAR - 1, 11, 1), fee=Decimal(7500), charging_starts=Month(YEAR, 4), increase_target=1000,
        created_target=1500, offered_target=1500, baseline_date=date(YEAR - 1, 11, 1), decision="prov",
    )  # fmt: skip


def series(length: int) -> str:
    return f" FROM generate_series(1, {length}) n"


def organisation(departments: int) -> list[str]:
    """A board for each department, and 2 000 permanent employees in each."""
    board = "(SELECT id FROM organisation_board WHERE name = 'Z' || n)"
    named = {"code": "'Z' || lpad(n::text, 6, '0')", "name": "'Z' || n", "kind": "'department'", "board_id": board}
    staff = {"date": f"'{YEAR - 1}-11-01'", "permanent": "2000", "all_employees": "2200"}
    return [
        columns("organisation_board", {"name": "'Z' || n"}) + series(departments),
        columns("organisation_department", named) + series(departments),
        columns("allocation_headcount", {"department_id": "id", **staff})
        + " FROM organisation_department WHERE code LIKE 'Z%'",
    ]


def people(employments: int) -> list[str]:
    return [
        columns("placements_employmenttype", {"code": "'bench'", "name": "'Prov'", "counts": "true"}),
        columns("placements_participant", {"key": "'Z' || n", "sex": "'woman'"}) + series(employments),
    ]


def jobs() -> list[str]:
    """An employment for each, begun within 200 days, placed with the departments in turn."""
    employment = {
        "key": "key",
        "participant_id": "id",
        "employed_from": f"'{YEAR}-01-01'::date + (id % 200)::int",
        "type_id": "(SELECT id FROM placements_employmenttype WHERE code = 'bench')",
    }
    placement = {
        "employment_id": "id", "placed_from": "employed_from", "department_id": "first + id % many",
        "working_share": "100",
    }  # fmt: skip
    turns = "SELECT min(id) AS first, count(*) AS many FROM organisation_department WHERE code LIKE 'Z%'"
    return [
        columns("placements_employment", employment) + " FROM placements_participant WHERE key LIKE 'Z%'",
        columns("placements_placement", placement) + f" FROM placements_employment, ({turns}) d WHERE key LIKE 'Z%'",
    ]


def timed(act: Callable[[], object]) -> tuple[float, float]:
    began, worked = perf_counter(), process_time()
    act()
    return perf_counter() - began, process_time() - worked


def bare() -> object:
    with connection.cursor() as cursor:
        cursor.execute(BARE_COUNT, {"day": MONTH.last_day})
        return cursor.fetchall()


def measure(cities: int) -> float:
    with transaction.atomic():
        build(cities)
        count = min(timed(bare)[0] for _ in range(3))
        acts = {
            "count the month": lambda: measured_months(months=[MONTH]),
            "close the month": lambda: close_months(months=[MONTH], by=None),
        }
        print(f"{cities} cities, {cities * EMPLOYMENTS} employments: bare SQL count {count * 1000:.0f} ms")
        for name, act in acts.items():
            seconds, worked = timed(act)
            print(f"  {name}: {seconds:.2f} s ({worked:.2f} s of processor), {seconds / count:.1f} × the bare count")
        transaction.set_rollback(True)
    return seconds


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:]] or [1, 29, 290]
    taken = {cities: measure(cities) for cities in sizes}
    small, great = min(sizes), max(sizes)
    print(f"growth {taken[great] / taken[small]:.0f} × for {great // small} × the rows")


if __name__ == "__main__":
    main()
