"""What a correction of an invoiced month moves: its difference, by the decision on the month, within what remains.

The same for the page that shows it beforehand and for the act that does it (DOMAIN.md 6, 7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from billing import corrections as rule
from billing.models import Correction, CorrectionCarrier, CorrectionState, Invoice, InvoiceKind, InvoiceLine
from billing.queries.differences import figures_now
from billing.queries.remains import NOTHING, left_of_months, lefts
from foundation.money import kronor
from foundation.templatetags.overens import day, month_name


@dataclass(frozen=True, slots=True)
class CorrectionSum:
    """Kronor: `noted` on a credit or debit note now, `carried` by the next invoice; each with why in words.

    `original` is what a note would name.
    """

    original: Invoice
    noted: Decimal
    carried: Decimal
    noted_why: str
    carried_why: str


@dataclass(slots=True)
class _Month:
    """What has been invoiced for a department's month, from the lines of its invoices and notes."""

    invoice: Invoice  # of the month's own half-year
    lines: list[InvoiceLine] = field(default_factory=list)

    @property
    def proportion(self) -> Fraction:
        """How much of the computed fee was decided to be claimed: of the month or, where that was 0 kr, of all."""
        own = [one for one in self.lines if one.invoice_id == self.invoice.pk]
        computed = sum((one.computed for one in own), NOTHING)
        if computed > 0:
            return Fraction(sum((one.amount for one in own), NOTHING)) / Fraction(computed)
        return Fraction(self.invoice.amount) / Fraction(self.invoice.computed)

    @property
    def by_hand(self) -> list[InvoiceLine]:
        """Credited without a correction; nothing when all of it was charged again."""
        moved = [one for one in self.lines if one.invoice.corrects_id and not hasattr(one, "correction")]
        return moved if sum((one.amount for one in moved), NOTHING) < 0 else []

    def charged_by(self, invoice: Invoice) -> Decimal:
        """Kronor of the month on an invoice or debit note, less what its own credit notes took back."""
        own = [one.amount for one in self.lines if invoice.pk in (one.invoice_id, one.invoice.corrects_id)]
        return sum(own, NOTHING)

    @property
    def candidates(self) -> list[Invoice]:
        """What a credit can be taken from: debit notes, the latest first, the month's own invoice, then later ones."""
        found = {one.invoice_id: one.invoice for one in self.lines if one.amount > 0 and not one.invoice.is_credit}
        found[self.invoice.pk] = self.invoice
        return sorted(
            found.values(), key=lambda one: (one.kind != InvoiceKind.DEBIT_NOTE, one != self.invoice, -one.pk)
        )


def correction_sums(corrections: Sequence[Correction]) -> dict[int, CorrectionSum]:
    """By correction, for those of invoiced months. Six queries, none when no month is invoiced."""
    months = _months(corrections)
    if not months:
        return {}
    of_months = left_of_months(months)
    of_invoices = lefts({one.pk: one for month in months.values() for one in month.candidates}.values())
    accepted: defaultdict[int, list[Correction]] = defaultdict(list)
    for one in Correction.objects.filter(reconciliation__in=months, state=CorrectionState.ACCEPTED):
        accepted[one.reconciliation_id].append(one)
    return {
        one.pk: _sum(
            one, months[one.reconciliation_id], accepted[one.reconciliation_id],
            of_month=of_months[one.reconciliation_id], of_invoices=of_invoices,
        )
        for one in corrections
        if one.reconciliation_id in months
    }  # fmt: skip


def _months(corrections: Sequence[Correction]) -> dict[int, _Month]:
    """By the reconciliation's id. Two queries."""
    rows = {one.reconciliation_id: one.reconciliation for one in corrections}
    invoices = {
        (one.board_id, one.half_year): one
        for one in Invoice.objects.filter(
            kind=InvoiceKind.INVOICE,
            board__in={row.department.board_id for row in rows.values()},
            half_year__in={row.month.half_year for row in rows.values()},
        )
    }
    found = {
        pk: _Month(invoices[row.department.board_id, row.month.half_year])
        for pk, row in rows.items()
        if (row.department.board_id, row.month.half_year) in invoices
    }
    lines = InvoiceLine.objects.filter(reconciliation__in=found).select_related("invoice", "correction")
    for line in lines.order_by("invoice__pk", "position") if found else ():
        found[line.reconciliation_id].lines.append(line)
    return found


def _sum(
    one: Correction,
    month: _Month,
    accepted: Sequence[Correction],
    *,
    of_month: Decimal,
    of_invoices: Mapping[int, Decimal],
) -> CorrectionSum:
    share = _share(one, month.proportion)
    others = [other for other in accepted if other.pk != one.pk]
    owed = rule.after_rests(share, rests=_rests(others, month.proportion))
    waiting = [other.moved for other in others if other.waits_for_next_invoice]
    of_next = of_month + sum((moved for moved in waiting if moved > 0), NOTHING)
    original = _original(month, owed, of_invoices)
    noted = rule.creditable(owed, left=max(NOTHING, min(of_month, of_invoices[original.pk])))
    carried = rule.creditable(owed, left=max(NOTHING, of_next))
    words = [*_of_decision(one, share, month), *_of_rests(share, owed), *_of_credits(one, month)]
    return CorrectionSum(
        original, noted, carried,
        " ".join([*words, *_of_limit(one, owed, noted)]), " ".join([*words, *_of_limit(one, owed, carried)]),
    )  # fmt: skip


def original_of(correction: Correction) -> Invoice:
    """What a note of an accepted correction of an invoiced month names. Three queries."""
    month = _months([correction])[correction.reconciliation_id]
    return _original(month, correction.moved, lefts(month.candidates))


def _share(one: Correction, proportion: Fraction) -> Decimal:
    then = rule.MonthFigures(one.counted_then, one.missing_then, one.excused_then, one.chargeable_then, one.fee_then)
    difference = rule.Correction(one.reconciliation.month, then, figures_now(one))
    return rule.by_proportion(difference, proportion=proportion)


def _rests(accepted: Iterable[Correction], proportion: Fraction) -> Decimal:
    """Kronor, 0 or negative: what earlier corrections could not give back because it was given back already."""
    moved = [one for one in accepted if one.amount is not None]
    return min(NOTHING, sum((_share(one, proportion) - one.moved for one in moved), NOTHING))


def _original(month: _Month, owed: Decimal, of_invoices: Mapping[int, Decimal]) -> Invoice:
    """What the note names: for a credit what covers it by its month, else as a whole, else what has most left."""
    if owed >= 0:
        return month.invoice
    covering = [one for one in month.candidates if of_invoices[one.pk] >= -owed]
    of_itself = [one for one in covering if month.charged_by(one) >= -owed]
    most = sorted(month.candidates, key=lambda one: -of_invoices[one.pk])
    return (of_itself or covering or most)[0]


def _of_decision(one: Correction, share: Decimal, month: _Month) -> list[str]:
    decision = month.invoice.decision
    if share == one.difference or not decision:
        return []
    return [
        _(
            "Beslutet %(day)s (%(delegation)s) var att begära %(claimed)s av beräknade %(computed)s. Rättelsen följer"
            " den andelen: %(share)s av %(difference)s."
        )
        % {
            "day": day(date.fromisoformat(decision["decided_on"])),
            "delegation": decision["delegation"],
            "claimed": kronor(Decimal(decision["claimed"])),
            "computed": kronor(Decimal(decision["computed"])),
            "share": kronor(abs(share)),
            "difference": kronor(abs(one.difference)),
        }
    ]


def _of_rests(share: Decimal, owed: Decimal) -> list[str]:
    if share == owed:
        return []
    text = _("%(sum)s tas inte ut: en tidigare rättelse av månaden kunde inte återbetala det, för det var krediterat.")
    return [text % {"sum": kronor(share - owed)}]


def _of_credits(one: Correction, month: _Month) -> list[str]:
    """What somebody has credited of the month without a correction."""
    if not month.by_hand:
        return []
    return [
        _("%(month)s är redan krediterad för hand med %(sum)s (%(numbers)s).")
        % {
            "month": month_name(one.reconciliation.month).capitalize(),
            "sum": kronor(-sum((line.amount for line in month.by_hand), NOTHING)),
            "numbers": ", ".join(dict.fromkeys(line.invoice.number for line in month.by_hand)),
        }
    ]


def _of_limit(one: Correction, owed: Decimal, moved: Decimal) -> list[str]:
    if moved == owed:
        return []
    text = _("Av månaden återstår %(left)s att kreditera, så %(rest)s krediteras inte.")
    return [text % {"left": kronor(-moved), "rest": kronor(moved - owed)}]


def next_invoice_meets(one: Correction, sums: CorrectionSum) -> bool:
    """Whether a credit that is more than a note can take meets something to pay on the board's next invoice. One query
    for those."""
    if sums.noted <= sums.carried:
        return False
    waiting = Correction.objects.filter(
        carrier=CorrectionCarrier.NEXT_INVOICE, line=None,
        reconciliation__department__board=one.reconciliation.department.board_id,
    )  # fmt: skip
    return sum(other.moved for other in waiting) > 0
