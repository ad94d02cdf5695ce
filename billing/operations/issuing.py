"""One invoice or note written down: number, frozen copies of both sides, lines, and the work of its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from billing.models import AccountCoding, Correction, Invoice, InvoiceKind, InvoiceLine
from billing.models.coding import PARTS
from billing.operations.numbers import SERIES, next_number
from billing.queries.claims import BoardClaim
from billing.queries.drafts import DraftLine
from billing.queries.faults import codings_on, provider_department
from foundation.models import Run
from foundation.runs import start_run
from organisation.models import Board, Department, User

DOCUMENT_KIND = "invoice_documents"  # the kind of run that makes the documents


class Parties:
    """Both sides as they are on the day, ready to be copied to many invoices. Two queries."""

    def __init__(self, day: date) -> None:
        self._codings = codings_on(day)
        provider = provider_department()
        self.seller = self._side(provider.board, [provider]) if provider else {}

    def between(self, board: Board, departments: Sequence[Department]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Seller and buyer of the board's invoice. A coding says what others book the department on as counterpart
        (motpart): each side gets the other's, so that both books point at each other.
        """
        buyer = self._side(board, departments)
        return (
            {**self.seller, "counterpart": buyer["counterpart"]},
            {**buyer, "counterpart": self.seller.get("counterpart", "")},
        )

    def _side(self, board: Board, departments: Sequence[Department]) -> dict[str, Any]:
        """Board, departments, and the coding of the first department that has one."""
        codings = [self._codings[one.pk] for one in departments if one.pk in self._codings]
        return {
            "board": board.name,
            "department": ", ".join(one.name for one in departments),
            "department_code": ",".join(one.code for one in departments),
            **_coding(codings[0] if codings else None),
        }


def _coding(coding: AccountCoding | None) -> dict[str, str]:
    return {name: getattr(coding, name) if coding else "" for name in (*PARTS, "reference_code")}


def issue_invoice(*, claim: BoardClaim, lines: Sequence[DraftLine], parties: Parties, by: User | None) -> Invoice:
    """Issue a board's half-year; the caller has seen to it that it is ready and that nobody else does it."""
    number, sequence = next_number(series=SERIES[InvoiceKind.INVOICE], year=claim.half_year.year)
    seller, buyer = parties.between(claim.board, claim.departments)
    invoice = Invoice.objects.create(
        number=number,
        series=SERIES[InvoiceKind.INVOICE],
        year=claim.half_year.year,
        sequence=sequence,
        kind=InvoiceKind.INVOICE,
        board=claim.board,
        half_year=claim.half_year,
        seller=seller,
        buyer=buyer,
        computed=claim.computed,
        amount=claim.claimed or 0,
        decision=_decision(claim),
        issued_by=by,
        issued_at=timezone.now(),
    )
    _write_lines(invoice, lines, {one.pk: one for one in claim.corrections})
    return invoice


def _decision(claim: BoardClaim) -> dict[str, str]:
    decision = claim.decision
    if decision is None:
        return {}
    return {
        "extent": decision.extent,
        "computed": str(decision.computed),
        "claimed": str(decision.claimed),
        "reason": decision.reason,
        "delegation": decision.delegation,
        "decided_by": decision.decided_by.full_name if decision.decided_by else "",
        "decided_on": timezone.localdate(decision.decided_at).isoformat(),
    }


def issue_note(
    *,
    original: Invoice,
    kind: InvoiceKind,
    lines: Sequence[DraftLine],
    reason: str,
    by: User | None,
    corrections: Iterable[Correction] = (),
    sides: tuple[dict[str, Any], dict[str, Any]] | None = None,
) -> Invoice:
    """A credit or debit note that names its original; the decision is the original's, and so are both sides when
    others (seller and buyer) are not given.
    """
    seller, buyer = sides or (original.seller, original.buyer)
    number, sequence = next_number(series=SERIES[kind], year=original.year)
    note = Invoice.objects.create(
        number=number,
        series=SERIES[kind],
        year=original.year,
        sequence=sequence,
        kind=kind,
        board=original.board,
        half_year=original.half_year,
        corrects=original,
        reason=reason,
        seller=seller,
        buyer=buyer,
        computed=sum((line.computed for line in lines), Decimal(0)),
        amount=sum((line.amount for line in lines), Decimal(0)),
        decision=original.decision,
        issued_by=by,
        issued_at=timezone.now(),
    )
    _write_lines(note, lines, {one.pk: one for one in corrections})
    return note


def _write_lines(invoice: Invoice, lines: Sequence[DraftLine], corrections: dict[int, Correction]) -> None:
    plain = [name for name in DraftLine.__dataclass_fields__ if name != "correction_id"]
    written = InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, position=position, **{name: getattr(line, name) for name in plain})
        for position, line in enumerate(lines, start=1)
    )
    for line, row in zip(lines, written, strict=True):
        if line.correction_id is not None:
            corrections[line.correction_id].carry_on(row)


def start_documents(invoices: Sequence[Invoice], *, title: str, by: User | None) -> Run:
    """Ask the workers for the documents, one short piece each."""
    subjects = [(invoice.pk, invoice.number) for invoice in invoices]
    return start_run(kind=DOCUMENT_KIND, title=title, subjects=subjects, asked_by_id=by.pk if by else None)
