"""An invoice credited by hand, whole or in part: mirrored lines, the original and the reason named (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import Invoice, InvoiceKind, InvoiceLine
from billing.operations.issuing import issue_note, start_documents
from billing.part_claims import share_out
from billing.queries.drafts import NOTE_LENGTH, DraftLine
from billing.queries.remains import left_on
from foundation.money import kronor
from foundation.refusals import Refusal
from organisation.models import User


class NotAnInvoice(Refusal):
    def __init__(self, invoice: Invoice) -> None:
        super().__init__(
            _("%(number)s är en kreditfaktura och kan inte krediteras. Kreditera den faktura som den avser.")
            % {"number": invoice.number}
        )


class NothingLeft(Refusal):
    def __init__(self, invoice: Invoice) -> None:
        super().__init__(_("%(number)s är redan helt krediterad.") % {"number": invoice.number})


class MoreThanIsLeft(Refusal):
    def __init__(self, invoice: Invoice, amount: Decimal, left: Decimal) -> None:
        super().__init__(
            _("%(amount)s går inte att kreditera: det återstår %(left)s av %(number)s. Skriv högst det som återstår.")
            % {"amount": kronor(amount), "left": kronor(left), "number": invoice.number}
        )


class NoAmount(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv hur mycket som ska krediteras, i hela ören och mer än 0 kr."))


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför fakturan krediteras."))


class LineDoesNotFit(Refusal):
    def __init__(self, line: InvoiceLine) -> None:
        super().__init__(
            _("Raden för %(month)s är på %(amount)s. Kreditera mellan 0 kr och det.")
            % {"month": line.month, "amount": kronor(line.amount)}
        )


@transaction.atomic
def credit(
    *,
    invoice: Invoice,
    amount: Decimal | None = None,
    lines: Mapping[int, Decimal] | None = None,
    reason: str,
    by: User | None,
) -> Invoice:
    """Credit an invoice or debit note: `amount` kronor shared out over its lines, or kronor by line id, or all that
    is left when neither is given. Gives the credit note.

    Raises NotAnInvoice, NothingLeft, MoreThanIsLeft, NoAmount, LineDoesNotFit and ReasonMissing.
    """
    original = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    left = left_on(original)
    _refuse(original, left, reason)
    own = list(original.lines.order_by("position"))
    amounts = _shares(own, left if amount is None else amount) if lines is None else _chosen(own, lines)
    total = sum(amounts, Decimal(0))
    if total <= 0:
        raise NoAmount
    if total > left:
        raise MoreThanIsLeft(original, total, left)
    mirrored = [_mirrored(line, share, original) for line, share in zip(own, amounts, strict=True) if share]
    note = issue_note(original=original, kind=InvoiceKind.CREDIT_NOTE, lines=mirrored, reason=reason.strip(), by=by)
    start_documents([note], title=f"Kreditfaktura {note.number}", by=by)
    return note


def _refuse(original: Invoice, left: Decimal, reason: str) -> None:
    if original.is_credit:
        raise NotAnInvoice(original)
    if not left:
        raise NothingLeft(original)
    if not reason.strip():
        raise ReasonMissing


def _shares(lines: Sequence[InvoiceLine], amount: Decimal) -> list[Decimal]:
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise NoAmount
    return share_out(amount, computed=[line.amount for line in lines])


def _chosen(lines: Sequence[InvoiceLine], amounts: Mapping[int, Decimal]) -> list[Decimal]:
    for line in lines:
        if not 0 <= amounts.get(line.pk, Decimal(0)) <= max(line.amount, Decimal(0)):
            raise LineDoesNotFit(line)
    return [amounts.get(line.pk, Decimal(0)) for line in lines]


def _mirrored(line: InvoiceLine, amount: Decimal, original: Invoice) -> DraftLine:
    """The line with its sign turned; the month's figures stand as they were."""
    return DraftLine(
        reconciliation_id=line.reconciliation_id,
        department_name=line.department_name,
        month=line.month,
        target=line.target,
        counted=line.counted,
        missing=line.missing,
        excused=line.excused,
        chargeable=-line.chargeable,
        fee_each=line.fee_each,
        computed=-line.computed,
        amount=-amount,
        note=f"krediterar {original.number} rad {line.position}. {line.note}".strip()[:NOTE_LENGTH],
    )
