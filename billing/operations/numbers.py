"""Numbers per series and year, without gaps or duplicates (DOMAIN.md 7, DESIGN.md 4)."""

from __future__ import annotations

from django.db import transaction

from billing.models import InvoiceKind, NumberSeries

SERIES = {InvoiceKind.INVOICE: "F", InvoiceKind.CREDIT_NOTE: "K", InvoiceKind.DEBIT_NOTE: "D"}


@transaction.atomic
def next_number(*, series: str, year: int) -> tuple[str, int]:
    """The next number, e.g. ("F2021-0001", 1).

    Call it in the transaction that issues: the series' row is held until that has ended, and if it fails the number
    was never given.
    """
    counter = held_series(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{series}{year}-{counter.last:04d}", counter.last


def held_series(*, series: str, year: int) -> NumberSeries:
    """The series' row, made if it is the first time and locked: whoever else issues in the series waits."""
    NumberSeries.objects.bulk_create([NumberSeries(series=series, year=year)], ignore_conflicts=True)
    return NumberSeries.objects.select_for_update().get(series=series, year=year)
