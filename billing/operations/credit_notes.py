"""An invoice credited by hand, whole or in part, month by month: the original and the reason named (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import Invoice, InvoiceKind
from billing.operations.issuing import issue_note, start_documents
from billing.queries.drafts import money_line
from billing.queries.remains import MonthLeft, creditable_in_all, left_on, months_left, shared_out
from foundation.money import ORE, kronor
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import Board, User


class NotAnInvoice(Refusal):
    def __init__(self, invoice: Invoice) -> None:
        super().__init__(
            _("%(number)s är en kreditfaktura och kan inte krediteras. Kreditera den faktura som den avser.")
            % {"number": invoice.number}
        )


class NothingLeft(Refusal):
    def __init__(self, invoice: Invoice) -> None:
        super().__init__(
            _(
                "Det finns inget kvar att kreditera på %(number)s: fakturan eller dess månader är redan krediterade."
                " Läs dess kreditfakturor."
            )
            % {"number": invoice.number}
        )


class MoreThanIsLeft(Refusal):
    def __init__(self, invoice: Invoice, amount: Decimal, left: Decimal) -> None:
        super().__init__(
            _("%(amount)s går inte att kreditera: det återstår %(left)s av %(number)s. Skriv högst det som återstår.")
            % {"amount": kronor(amount), "left": kronor(left), "number": invoice.number}
        )


class CreditedMeanwhile(Refusal):
    """Another credit came between what was shown and what was done: of somebody else, or the same sent twice."""

    def __init__(self, invoice: Invoice, *, seen: Decimal, left: Decimal) -> None:
        super().__init__(
            _(
                "%(number)s har krediterats sedan ni såg kreditfakturan: %(left)s återstår, inte %(seen)s. Inget är"
                " gjort. Läs dess kreditfakturor, och börja om bara om mer ska krediteras."
            )
            % {"number": invoice.number, "left": kronor(left), "seen": kronor(seen)}
        )


class NoAmount(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv hur mycket som ska krediteras, i hela ören och mer än 0 kr."))


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför fakturan krediteras."))


class MonthDoesNotFit(Refusal):
    def __init__(self, month: MonthLeft) -> None:
        super().__init__(
            _("Av %(month)s för %(department)s återstår %(left)s att kreditera. Skriv mellan 0 kr och det.")
            % {
                "month": month_name(month.line.month),
                "department": month.line.department_name,
                "left": kronor(max(month.left, Decimal(0))),
            }
        )


class NoSuchMonth(Refusal):
    def __init__(self, invoice: Invoice) -> None:
        super().__init__(
            _("Raden finns inte på %(number)s. Välj månader som fakturan gäller.") % {"number": invoice.number}
        )


@transaction.atomic
def credit(
    *,
    invoice: Invoice,
    amount: Decimal | None = None,
    lines: Mapping[int, Decimal] | None = None,
    reason: str,
    by: User | None,
    seen: Decimal | None = None,
) -> Invoice:
    """Credit an invoice or debit note: `amount` kronor shared out over what is left of its months, or kronor by id of
    a month's first line, or all that is left when neither is given. Gives the credit note.

    `seen`: kronor that were left when the one who credits saw the result; the same choice sent twice is done once.
    Raises NotAnInvoice, NothingLeft, CreditedMeanwhile, MoreThanIsLeft, NoAmount, MonthDoesNotFit, NoSuchMonth and
    ReasonMissing.
    """
    Board.objects.select_for_update(of=("self",)).get(pk=invoice.board_id)  # no correction of it is accepted meanwhile
    original = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    months = months_left(original, list(original.lines.order_by("position")))
    left = creditable_in_all(left_on(original), months)
    _refuse(original, left, reason)
    if seen is not None and seen != left:
        raise CreditedMeanwhile(original, seen=seen, left=left)
    shares = _chosen(original, months, lines) if lines is not None else _shares(original, months, amount, left)
    total = sum((share for _month, share in shares), Decimal(0))
    if total <= 0:
        raise NoAmount
    if total > left:
        raise MoreThanIsLeft(original, total, left)
    credited = [
        money_line(month.line, amount=-share, note=_note(month, share, original)) for month, share in shares if share
    ]
    note = issue_note(original=original, kind=InvoiceKind.CREDIT_NOTE, lines=credited, reason=reason.strip(), by=by)
    start_documents([note], title=f"Kreditfaktura {note.number}", by=by)
    return note


def _refuse(original: Invoice, left: Decimal, reason: str) -> None:
    if original.is_credit:
        raise NotAnInvoice(original)
    if not left:
        raise NothingLeft(original)
    if not reason.strip():
        raise ReasonMissing


def _shares(
    original: Invoice, months: Sequence[MonthLeft], amount: Decimal | None, left: Decimal
) -> list[tuple[MonthLeft, Decimal]]:
    if amount is None:
        return shared_out(left, months)
    if amount <= 0 or amount != amount.quantize(ORE):
        raise NoAmount
    if amount > left:
        raise MoreThanIsLeft(original, amount, left)
    return shared_out(amount, months)


def _chosen(
    original: Invoice, months: Sequence[MonthLeft], amounts: Mapping[int, Decimal]
) -> list[tuple[MonthLeft, Decimal]]:
    if not set(amounts) <= {one.line.pk for one in months}:
        raise NoSuchMonth(original)
    shares = [(one, amounts.get(one.line.pk, Decimal(0))) for one in months]
    for month, share in shares:
        if not 0 <= share <= max(month.left, Decimal(0)):
            raise MonthDoesNotFit(month)
    return shares


def _note(month: MonthLeft, amount: Decimal, original: Invoice) -> str:
    if amount < 0:  # the invoice itself gave money back for the month
        return f"tar tillbaka avdraget {kronor(-amount)} på {original.number}"
    return f"krediterar {kronor(amount)} av {kronor(month.charged)} på {original.number}"
