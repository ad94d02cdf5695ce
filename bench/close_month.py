"""How long it takes to close a month of the whole city, beside the bare SQL count of the same rows.

Run:  python bench/close_month.py, in the surroundings of bin/manage (DATABASE_URL and the like).
Everything is made and measured in one transaction that is rolled back. Prints seconds, queries and the ratio.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, reset_queries, transaction  # Django is set up first

from allocation.models import Headcount, ModelYear
from billing.operations.corrections import find_corrections
from billing.operations.half_years import rehearse
from billing.operations.months import close_months
from billing.queries import figures, forecast_rows
from foundation.periods import HalfYear, Month
from organisation.models import Board, Department
from placements.models import Employment, EmploymentType, Participant, Placement

DEPARTMENTS, EMPLOYMENTS, YEAR = 16, 1700, 2091
BARE_COUNT = """
    SELECT p.department_id, count(DISTINCT e.participant_id)
      FROM placements_placement p JOIN placements_employment e ON e.id = p.employment_id
      JOIN placements_employmenttype t ON t.id = e.type_id
     WHERE t.counts AND p.placed_from <= %(day)s AND coalesce(p.placed_to, 'infinity') >= %(day)s
       AND e.employed_from <= %(day)s AND coalesce(e.employed_to, 'infinity') >= %(day)s
     GROUP BY p.department_id
"""


def build() -> None:
    ModelYear.objects.create(
        year=YEAR, starts=date(YEAR, 1, 1), ends=date(YEAR, 12, 31), rate=Decimal("0.057"),
        headcount_date=date(YEAR - 1, 11, 1), fee=Decimal(7500), charging_starts=Month(YEAR, 4), increase_target=1000,
        created_target=1500, offered_target=1500, baseline_date=date(YEAR - 1, 11, 1), decision="prov",
    )  # fmt: skip
    departments = [
        Department.objects.create(code=f"Z{n:03d}", name=f"Förvaltning Z{n}", board=Board.objects.create(name=f"Z{n}"))
        for n in range(DEPARTMENTS)
    ]
    Headcount.objects.bulk_create(
        Headcount(department=one, date=date(YEAR - 1, 11, 1), permanent=2000, all_employees=2200) for one in departments
    )
    kind = EmploymentType.objects.create(code="bench", name="Prov")
    people = Participant.objects.bulk_create(Participant(key=f"Z{n}") for n in range(EMPLOYMENTS))
    start = date(YEAR, 1, 1)
    employments = Employment.objects.bulk_create(
        Employment(key=f"Z{n}", participant=one, type=kind, employed_from=start + timedelta(days=n % 200))
        for n, one in enumerate(people)
    )
    Placement.objects.bulk_create(
        Placement(employment=one, department=departments[n % DEPARTMENTS], placed_from=one.employed_from)
        for n, one in enumerate(employments)
    )


def timed(act: Callable[[], object]) -> tuple[float, int]:
    reset_queries()
    connection.force_debug_cursor = True
    began = perf_counter()
    act()
    return perf_counter() - began, len(connection.queries)


def bare(month: Month) -> Callable[[], object]:
    def act() -> object:
        with connection.cursor() as cursor:
            cursor.execute(BARE_COUNT, {"day": month.last_day})
            return cursor.fetchall()

    return act


def main() -> None:
    with transaction.atomic():
        build()
        half_year, months = HalfYear(YEAR, 1), HalfYear(YEAR, 1).months
        count = min(timed(bare(one))[0] for one in months)
        closings = [timed(lambda one=one: close_months(months=[one], by=None)) for one in months]
        whole_year = [timed(lambda: figures(first=Month(YEAR, 1), last=Month(YEAR, 12))) for _ in range(3)]
        measured = {
            "close a month, slowest": max(closings),
            "close a month, quickest": min(closings),
            "figures, 12 months": min(whole_year),
            "forecast": timed(lambda: forecast_rows(day=date(YEAR, 6, 30))),
            "find corrections, 6 months": timed(lambda: find_corrections(today=date(YEAR, 12, 31))),
            "rehearse the half-year": timed(lambda: rehearse(half_year=half_year, by=None, today=date(YEAR, 7, 1))),
        }
        print(f"bare SQL count of one month: {count * 1000:.1f} ms")
        for name, (seconds, queries) in measured.items():
            print(f"{name}: {seconds:.3f} s, {seconds / count:.0f} × the bare count, {queries} queries")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
