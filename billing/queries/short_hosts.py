"""Which hosts are short of their target this month, on today's register (DOMAIN.md 5: ranked first, with why)."""

from __future__ import annotations

from datetime import date
from math import ceil

from billing.queries.figures import figures
from billing.queries.measured import OutsideModelYears
from foundation.periods import Month


def short_hosts(today: date) -> dict[int, int]:
    """How many employments each department with a quota lacks this month, by id; a fraction counts as a whole one.

    Empty outside all model years. A constant number of queries.
    """
    month = Month.of(today)
    try:
        found = figures(first=month, last=month)
    except OutsideModelYears:
        return {}
    return {one.department.pk: ceil(one.missing) for one in found}
