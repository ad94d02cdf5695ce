"""Which months are closed, for those who must not change what they rest on."""

from __future__ import annotations

from collections.abc import Collection

from billing.models import Reconciliation
from foundation.periods import Month


def closed_months_of(department_ids: Collection[int]) -> list[tuple[int, Month]]:
    """Department id and month of every closed month. One query."""
    rows = Reconciliation.objects.closed().filter(department__in=department_ids)
    return list(rows.values_list("department_id", "month"))
