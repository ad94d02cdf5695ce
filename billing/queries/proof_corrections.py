"""The stored corrections, credits and earlier closings that the proof derives anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.utils import timezone

from billing.corrections import MonthFigures
from billing.models import (
    Correction,
    CorrectionCarrier,
    CorrectionState,
    Invoice,
    InvoiceKind,
    Reopening,
    ReopeningState,
)
from billing.proof import Difference
from billing.proof_corrections import (
    FrozenCorrection,
    KeptClosing,
    of_closing,
    of_corrections,
    of_credits,
    of_months_credits,
)
from billing.queries.terms import measured_as_closed


def corrections_anew() -> tuple[int, list[Difference]]:
    """How many accepted corrections there are, and what in them does not follow. One query."""
    rows = list(
        Correction.objects.filter(state=CorrectionState.ACCEPTED)
        .select_related("reconciliation__department", "line")
        .order_by("reconciliation__month", "reconciliation__department__code", "sequence")
    )
    found: list[Difference] = []
    for _month, group in groupby(rows, key=lambda one: one.reconciliation_id):
        own = list(group)
        closed = own[0].reconciliation
        figures = MonthFigures(closed.counted, closed.missing, closed.excused, closed.chargeable, closed.fee)
        found += of_corrections(figures, [_frozen(one) for one in own])
    return len(rows), found


def _frozen(one: Correction) -> FrozenCorrection:
    row = one.reconciliation
    return FrozenCorrection(
        subject=f"{row.department.name} {row.month} {one.sequence}",
        then=MonthFigures(one.counted_then, one.missing_then, one.excused_then, one.chargeable_then, one.fee_then),
        now=MonthFigures(one.counted_now, one.missing_now, one.excused_now, one.chargeable_now, one.fee_now),
        derived=MonthFigures.of(measured_as_closed(row, one.counted_now)),
        carried=one.line.computed if one.line else None,
        moved=one.moved if one.carrier == CorrectionCarrier.NEXT_INVOICE else one.difference,
    )


def credits_anew(invoices: Sequence[Invoice]) -> list[Difference]:
    """Invoices and debit notes, and departments' months, of which more is credited than there is. No query."""
    by_id = {one.pk: one for one in invoices}
    amounts = {one.number: one.amount for one in invoices}
    notes = [one for one in invoices if one.kind == InvoiceKind.CREDIT_NOTE and one.corrects_id is not None]
    found = of_credits(amounts, [(by_id[one.corrects_id or 0].number, one.amount) for one in notes])
    return [*found, *of_months_credits(_month_lines(invoices))]


def _month_lines(invoices: Sequence[Invoice]) -> Iterator[tuple[str, Decimal, bool]]:
    """A credit is a line below 0 kr on a credit note or, of an earlier half-year's month, on an invoice."""
    for invoice in invoices:
        for line in invoice.lines.all():
            is_later = invoice.is_credit or line.month.half_year < invoice.half_year
            yield f"{line.department_name} {line.month}", line.amount, is_later and line.amount < 0


def closings_anew() -> tuple[int, list[Difference]]:
    """How many closings were opened again, and what in them does not follow. One query."""
    rows = Reopening.objects.filter(state=ReopeningState.CONFIRMED).select_related("reconciliation__department")
    kept = [_kept(one) for one in rows.order_by("pk")]
    return len(kept), [difference for one in kept for difference in of_closing(one)]


def _kept(one: Reopening) -> KeptClosing:
    row, told = one.reconciliation, one.closing
    lines: list[dict[str, Any]] = told["lines"]
    return KeptClosing(
        subject=f"{row.department.name} {row.month} {timezone.localdate(one.closed_at)}",
        target=int(told["target"]),
        counted=Fraction(told["counted"]),
        missing=Fraction(told["missing"]),
        parked=Fraction(told["parked"]),
        shares=tuple(Fraction(line["share"]) for line in lines),
    )
