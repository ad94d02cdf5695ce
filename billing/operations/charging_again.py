"""What a credit by hand took off is charged again with the coding of the day: an invoice's own is frozen (DOMAIN.md 7).

A wrongly coded invoice is credited, the coding put right, and the money charged again by a debit note.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from billing.models import Invoice, InvoiceKind, InvoiceLine
from billing.operations.issuing import Parties, issue_note, start_documents
from billing.queries.drafts import money_line
from foundation.money import kronor
from foundation.refusals import Refusal
from organisation.models import Board, Department, User


class NotCreditedByHand(Refusal):
    def __init__(self, invoice: Invoice) -> None:
        super().__init__(
            _("%(number)s är ingen kreditfaktura som skrivits för hand. Bara en sådan kan faktureras på nytt.")
            % {"number": invoice.number}
        )


class ChargedAlready(Refusal):
    def __init__(self, note: Invoice) -> None:
        super().__init__(
            _("Det som %(number)s krediterade är redan fakturerat på nytt. Läs debetfakturorna till %(original)s.")
            % {"number": note.number, "original": note.corrects}
        )


class CodingMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Kontering eller referenskod saknas på någon sida i dag. Lägg in den under Kontering och försök igen.")
        )


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför beloppet faktureras på nytt."))


@transaction.atomic
def charge_again(*, note: Invoice, reason: str, by: User | None, today: date) -> Invoice:
    """Charge again, month by month, what the credit note `note` took off; gives the debit note.

    Both sides and their coding are those of `today`, the decision is the original's. Of each month no more is charged
    again than was credited by hand. Raises NotCreditedByHand, ChargedAlready, CodingMissing and ReasonMissing.
    """
    Board.objects.select_for_update(of=("self",)).get(pk=note.board_id)
    lines = list(note.lines.select_related("correction").order_by("position"))
    original = note.corrects
    if original is None or not note.is_credit or any(hasattr(line, "correction") for line in lines):
        raise NotCreditedByHand(note)
    if not reason.strip():
        raise ReasonMissing
    left = _not_charged_again(lines)
    if any(left[line.reconciliation_id] < -line.amount for line in lines):
        raise ChargedAlready(note)
    again = issue_note(
        original=original,
        kind=InvoiceKind.DEBIT_NOTE,
        lines=[
            money_line(line, amount=-line.amount, note=f"fakturerar på nytt {kronor(-line.amount)} från {note.number}")
            for line in lines
        ],
        reason=reason.strip(),
        by=by,
        sides=_sides(original, today),
    )
    start_documents([again], title=f"Debetfaktura {again.number}", by=by)
    return again


def _not_charged_again(lines: Iterable[InvoiceLine]) -> dict[int, Decimal]:
    """Kronor credited by hand less what of it was charged again, by reconciliation id. One query."""
    months = {line.reconciliation_id for line in lines}
    by_hand = InvoiceLine.objects.filter(reconciliation__in=months, correction=None)
    notes = by_hand.exclude(invoice__kind=InvoiceKind.INVOICE).values_list("reconciliation").annotate(Sum("amount"))
    return {month: -amount for month, amount in notes}


def _sides(original: Invoice, today: date) -> tuple[dict[str, str], dict[str, str]]:
    theirs = Department.objects.filter(reconciliations__invoice_lines__invoice=original).distinct().order_by("code")
    seller, buyer = Parties(today).between(original.board, list(theirs))
    if not (seller.get("account") and buyer["account"] and buyer["reference_code"]):
        raise CodingMissing
    return seller, buyer
