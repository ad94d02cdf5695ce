"""The stored rows that the proof derives anew: months, invoices, numbers, documents, hand-overs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from billing.models import HandOverItem, Invoice, InvoiceKind, InvoiceLine, NumberSeries, ParkedLine, Reconciliation
from billing.models import ReconciliationLine as Line
from billing.proof import Difference, FrozenMonth, named_in, of_month, of_numbers, of_people, of_transfers
from billing.proof_targets import of_target
from billing.queries.proof_corrections import closings_anew, corrections_anew, credits_anew
from billing.queries.proof_targets import frozen_targets
from billing.shortfall import excusing_causes
from foundation.models import Document
from foundation.periods import Month
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class Proof:
    """How much of each kind was tried, and every difference; without any, all is as it should be."""

    tried: dict[str, int]
    differences: list[Difference]

    @property
    def holds(self) -> bool:
        return not self.differences


def _with_quota(months: Collection[Month]) -> dict[Month, int]:
    """How many departments have a quota in each month. Two queries."""
    departments = list(Department.objects.prefetch_related("exemptions"))
    return {month: sum(one.has_quota(month) for one in departments) for month in months}


def prove() -> Proof:
    """Derive everything anew from the stored rows. A number of queries that does not grow with them, but for files."""
    months = frozen_months()
    invoices = list(Invoice.objects.prefetch_related("lines__reconciliation", "lines__correction").order_by("pk"))
    given = [(one.series, one.year, one.sequence, one.number) for one in invoices]
    last = {(one.series, one.year): one.last for one in NumberSeries.objects.all()}
    found = [difference for row in months for difference in of_month(row)]
    targets = frozen_targets()
    found += [difference for one in targets for difference in of_target(one)]
    found += of_people(months)
    found += of_transfers(months, departments=_with_quota({row.month for row in months}))
    found += [difference for one in invoices for difference in _of_invoice(one)]
    found += credits_anew(invoices)
    found += of_numbers(given, last)
    corrections, wrong = corrections_anew()
    closings, altered = closings_anew()
    found += [*wrong, *altered]
    documents = list(_of_documents())
    found += [one for one in documents if one is not None]
    items = list(_of_hand_overs())
    found += [one for one in items if one is not None]
    tried = {
        "months": len(months),
        "targets": len(targets),
        "people": sum(len(row.shares) for row in months),
        "transfers": len({row.month for row in months}),
        "corrections": corrections,
        "reopenings": closings,
        "invoices": len(invoices),
        "numbers": len(given),
        "documents": len(documents),
        "hand_overs": len(items),
    }
    return Proof(tried, found)


def frozen_months() -> list[FrozenMonth]:
    """Every closed month with those that it counted and what is parked. Three queries."""
    shares: defaultdict[int, list[tuple[str, Fraction]]] = defaultdict(list)
    lines = Line.objects.filter(reconciliation__state="closed", counted=True)
    for month_id, person, share in lines.values_list("reconciliation_id", "participant_key", "share"):
        shares[month_id].append((person, share))
    rows = Reconciliation.objects.closed().select_related("department").order_by("month", "department__code")
    parked: defaultdict[int, list[Fraction]] = defaultdict(list)
    for month_id, share in ParkedLine.objects.filter(in_lines=False).values_list("reconciliation_id", "share"):
        parked[month_id].append(share)
    return [_frozen(row, tuple(shares[row.pk]), tuple(parked[row.pk])) for row in rows]


def _frozen(row: Reconciliation, shares: tuple[tuple[str, Fraction], ...], parked: tuple[Fraction, ...]) -> FrozenMonth:
    trail: dict[str, Any] = row.target_trail
    agreed = trail.get("excusing_causes", ())
    return FrozenMonth(
        name=row.department.name,
        month=row.month,
        base=trail["base"],
        transfers_in=trail["transfers_in"],
        transfers_out=trail["transfers_out"],
        target=row.target,
        counted=row.counted,
        missing=row.missing,
        excused=row.excused,
        chargeable=row.chargeable,
        fee_each=row.fee_each,
        fee=row.fee,
        charges=row.charges,
        fraction_rule=row.fraction_rule,
        excusing=excusing_causes(unfilled_place_excuses=row.unfilled_place_excuses, agreed=agreed),
        causes=row.causes,
        shares=shares,
        parked=row.parked,
        parked_shares=parked,
    )


def _of_invoice(invoice: Invoice) -> Iterator[Difference]:
    """Its sums from its lines; a line of an invoice from the closed month, unless it carries a correction."""
    lines = list(invoice.lines.all())
    for name in ("computed", "amount"):
        stored, derived = getattr(invoice, name), sum((getattr(line, name) for line in lines), Decimal(0))
        if stored != derived:
            yield Difference("invoices", f"{invoice.number} {name}", str(stored), str(derived))
    if invoice.kind == InvoiceKind.INVOICE:
        for line in lines:
            if not hasattr(line, "correction"):
                yield from _of_line(invoice, line)


def _of_line(invoice: Invoice, line: InvoiceLine) -> Iterator[Difference]:
    month = line.reconciliation
    pairs = [(name, getattr(line, name), getattr(month, name)) for name in ("target", "counted", "missing", "excused")]
    for name, stored, derived in (*pairs, ("computed", line.computed, month.fee)):
        if stored != derived:
            subject = f"{invoice.number} {line.department_name} {line.month} {name}"
            yield Difference("invoices", subject, str(stored), str(derived))


def _of_documents() -> Iterator[Difference | None]:
    """One for each kept document, None when its bytes give its hash. One at a time, as they are large."""
    for one in Document.objects.order_by("pk").iterator(chunk_size=20):
        intact = one.is_intact() and len(one.content) == one.size
        yield None if intact else Difference("documents", one.name, one.sha256, "the bytes give another hash")


def _of_hand_overs() -> Iterator[Difference | None]:
    """One for each invoice handed over, None when it is so once and stands in the file (as far as text shows it)."""
    rows = HandOverItem.objects.select_related("invoice", "hand_over__document").order_by("pk")
    seen: set[int] = set()
    for item in rows.iterator(chunk_size=50):
        document = item.hand_over.document
        told = item.hand_over.form not in ("csv", "sie") or named_in(bytes(document.content), item.invoice.number)
        if item.invoice_id in seen:
            yield Difference("hand_overs", item.invoice.number, "2", "1")
        else:
            yield None if told else Difference("hand_overs", item.invoice.number, document.name, "not in the file")
        seen.add(item.invoice_id)
