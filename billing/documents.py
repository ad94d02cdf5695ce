"""The invoice as a document: made once from its frozen rows, with its basis attached (DESIGN.md 6, DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from billing.models import Invoice, InvoiceKind
from billing.queries.invoice_basis import MonthBasis, invoice_basis
from billing.queries.person_groups import persons_by_department
from billing.tables import BASIS_COLUMNS, LINE_COLUMNS, basis_cells, line_cells
from foundation.display import Step
from foundation.documents.archive import archive
from foundation.documents.render import Attachment, render_pdf
from foundation.models import Document
from foundation.periods import Month
from foundation.tables import Column, Kind, write_csv
from foundation.tables.kinds import Value

TEMPLATE = "billing/documents/invoice.html"
_TITLES = {
    InvoiceKind.INVOICE: "Internfaktura",
    InvoiceKind.DEBIT_NOTE: "Debetfaktura",
    InvoiceKind.CREDIT_NOTE: "Kreditfaktura",
}
_CREDIT_COLUMNS = (
    Column("position", "Rad", Kind.INTEGER),
    Column("department", "Förvaltning"),
    Column("month", "Månad", Kind.MONTH),
    Column("charged", "Fakturerat", Kind.DECIMAL),
    Column("credited", "Krediteras", Kind.DECIMAL),
    Column("note", "Anmärkning"),
)
_CHANGE_COLUMNS = (
    Column("department", "Förvaltning"),
    Column("month", "Månad", Kind.MONTH),
    Column("employment", "Anställning", Kind.CODE),
    Column("then", "Då"),
    Column("now", "Nu"),
)
_PERSON_COLUMNS = (Column("department", "Förvaltning"), Column("month", "Månad", Kind.MONTH), *LINE_COLUMNS)


@transaction.atomic
def make_invoice_document(invoice_id: int) -> Document:
    """The invoice's archived PDF; made the first time, the same one ever after, however many ask at once."""
    invoice = Invoice.objects.select_for_update(of=("self",)).select_related("document").get(pk=invoice_id)
    if invoice.document is not None:
        return invoice.document
    document = archive(kind=invoice.kind, name=f"{invoice.number}.pdf", content=invoice_pdf(invoice))
    invoice.keep_document(document)
    return document


def invoice_pdf(invoice: Invoice) -> bytes:
    """The bytes of the document: PDF/A-3a and PDF/UA-1, with the lines and the person-months as csv inside it."""
    with override("sv"):
        basis = invoice_basis(invoice)
        context = invoice_context(invoice, basis)
        attachments = _attachments(invoice, basis)
    return render_pdf(
        template=TEMPLATE,
        context=context,
        title=f"{_TITLES[InvoiceKind(invoice.kind)]} {invoice.number}",
        created=timezone.localdate(invoice.issued_at),
        attachments=attachments,
    )


def invoice_context(invoice: Invoice, basis: Sequence[MonthBasis]) -> dict[str, Any]:
    """What the template writes. The original of a note is read once; all else comes with `basis`."""
    decision = invoice.decision
    return {
        "invoice": invoice,
        "kind_name": _TITLES[InvoiceKind(invoice.kind)],
        "is_note": invoice.kind != InvoiceKind.INVOICE,
        "original": invoice.corrects,
        "given_back": -invoice.amount,  # of a credit note
        "by_hand": any(one.is_credited_by_hand for one in basis),
        "charged": sum(one.charged or 0 for one in basis),
        "corrected": [one for one in basis if one.people],
        "explanations": [one.explanation for one in basis if one.explanation],
        "issued_on": timezone.localdate(invoice.issued_at),
        "decision": decision,
        "claimed": Decimal(decision["claimed"]) if decision else None,
        "decided_on": date.fromisoformat(decision["decided_on"]) if decision else None,
        "basis": basis,
        "targets": _targets(basis),
        "several_departments": len({one.line.department_name for one in basis}) > 1,
        "persons": [] if invoice.kind != InvoiceKind.INVOICE else persons_by_department(basis),
        "total_missing": sum(one.line.missing for one in basis),
        "total_excused": sum(one.line.excused for one in basis),
        "total_chargeable": sum(one.line.chargeable for one in basis),
    }


@dataclass(frozen=True, slots=True)
class _Target:
    """A target with its derivation, once for the months that share it."""

    department_name: str
    number: int
    steps: tuple[Step, ...]
    months: tuple[Month, ...]


def _targets(basis: Sequence[MonthBasis]) -> list[_Target]:
    found: dict[tuple[str, int, tuple[Step, ...]], list[Month]] = {}
    for one in basis:
        if one.target_steps:
            key = (one.line.department_name, one.line.target, one.target_steps[:-1])  # the last step names the month
            found.setdefault(key, []).append(one.line.month)
    return [_Target(*key, tuple(months)) for key, months in found.items()]


def _attachments(invoice: Invoice, basis: Sequence[MonthBasis]) -> list[Attachment]:
    if any(one.is_credited_by_hand for one in basis):
        lines = write_csv(_CREDIT_COLUMNS, [_credit_cells(one) for one in basis])
    else:
        lines = write_csv(BASIS_COLUMNS, [basis_cells(one.line) for one in basis])
    attached = [Attachment(f"{invoice.number}-rader.csv", lines, "Fakturans rader")]
    persons = [
        (one.line.department_name, one.line.month, *line_cells(person))
        for one in basis
        for person in (*one.counted, *one.not_counted)
    ]
    if persons and invoice.kind == InvoiceKind.INVOICE:
        content = write_csv(_PERSON_COLUMNS, persons)
        attached.append(Attachment(f"{invoice.number}-anstallningar.csv", content, "Anställningar per månad"))
    changed = [
        (one.line.department_name, one.line.month, person.employment_key, person.then, person.now)
        for one in basis
        for person in one.people
    ]
    if changed:
        content = write_csv(_CHANGE_COLUMNS, changed)
        attached.append(Attachment(f"{invoice.number}-andrade.csv", content, "Anställningar som rättelserna ändrar"))
    return attached


def _credit_cells(one: MonthBasis) -> tuple[Value, ...]:
    line = one.line
    return line.position, line.department_name, line.month, one.charged, -line.amount, line.note
