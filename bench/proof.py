"""How long the proof of a whole year takes: a city of 13 departments and 1 700 employments, closed and invoiced.

Run:  python bench/proof.py, in the surroundings of bin/manage (DATABASE_URL and the like).
Everything is made and measured in one transaction that is rolled back. Prints seconds and how much was tried.
"""

from __future__ import annotations

from datetime import date
from time import perf_counter

from close_month import BARE_COUNT, EMPLOYMENTS, YEAR, build  # sets Django up
from django.db import connection, transaction

from billing.operations.issue_now import issue_now
from billing.operations.months import close_months
from billing.queries.proof import prove
from foundation.periods import HalfYear

GOAL = 5.0


def main() -> None:
    with transaction.atomic():
        build()
        for number in (1, 2):
            half_year = HalfYear(YEAR, number)
            close_months(months=half_year.months, by=None)
            issue_now(half_year=half_year, today=date(YEAR + 1, 1, 15))
        began = perf_counter()
        proof = prove()
        seconds = perf_counter() - began
        began = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(BARE_COUNT, {"day": half_year.last_day})
            cursor.fetchall()
        bare = perf_counter() - began
        print(
            f"a year of {EMPLOYMENTS} employments: {seconds:.2f} s (goal {GOAL} s), {seconds / bare:.0f} × a bare count"
        )
        print(f"tried {proof.tried}, {len(proof.differences)} differences")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
