"""Why an invoice is what it is: from its sum to each month, and from the month to every person-month counted or not.

Read from frozen rows only, by the screen and by the invoice's own document (DOMAIN.md 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from billing.derivations import NO_LINKS, fee_steps, target_steps
from billing.models import Invoice, InvoiceLine, ReconciliationLine
from billing.queries.correction_people import PersonDifference, people_of
from billing.trail_links import trail_links
from foundation.display import Step
from foundation.money import kronor
from organisation.models import User


@dataclass(frozen=True, slots=True)
class MonthBasis:
    """One line of the invoice with what it rests on; one that changes an earlier line has steps but no persons of its
    own, but for those whom a correction changes."""

    line: InvoiceLine
    target_steps: tuple[Step, ...]
    fee_steps: tuple[Step, ...]
    counted: tuple[ReconciliationLine, ...]
    not_counted: tuple[ReconciliationLine, ...]
    people: tuple[PersonDifference, ...] = ()  # of a correction
    charged: Decimal | None = None  # kronor of the month on the original, of a credit by hand

    @property
    def is_correction(self) -> bool:
        return hasattr(self.line, "correction") or self.is_credited_by_hand

    @property
    def is_credited_by_hand(self) -> bool:
        return self.charged is not None

    @property
    def given_back(self) -> Decimal:
        """Kronor that a credit gives back."""
        return -self.line.amount

    @property
    def explanation(self) -> str:
        """Why a correction moves something else than its difference, "" where it moves all of it."""
        return self.line.correction.explanation if hasattr(self.line, "correction") else ""


def invoice_basis(invoice: Invoice, *, reader: User | None = None) -> list[MonthBasis]:
    """Every line with its derivation, in order, and the people of its corrections; for a reader with links to what it
    rests on. Two queries, and one for a credit note.
    """
    lines = (
        invoice.lines.select_related(
            "reconciliation__department", "reconciliation__version", "correction__reconciliation__department"
        )
        .prefetch_related("reconciliation__lines")
        .order_by("position")
    )
    charged = _charged(invoice.corrects) if invoice.is_credit and invoice.corrects else None
    return [_month(line, reader, charged) for line in lines]


def _charged(original: Invoice) -> dict[int, Decimal]:
    """Kronor of each month on the original, by the reconciliation's id."""
    rows = original.lines.values_list("reconciliation").annotate(sum=Sum("amount"))
    return dict(rows)


def _month(line: InvoiceLine, reader: User | None, charged: Mapping[int, Decimal] | None) -> MonthBasis:
    if hasattr(line, "correction"):
        people = tuple(people_of([line.correction])[line.correction.pk])
        return MonthBasis(line, (), tuple(_correction_steps(line)), (), (), people)
    if charged is not None:
        return _credited(line, charged.get(line.reconciliation_id, Decimal("0.00")))
    row = line.reconciliation
    links = trail_links(row, reader) if reader else NO_LINKS
    steps = fee_steps(line, fee=line.computed, charges=row.charges, parked=row.parked)
    if line.amount != line.computed:
        steps.append(Step(_("av %(computed)s faktureras") % {"computed": kronor(line.computed)}, kronor(line.amount)))
    persons = sorted(row.lines.all(), key=lambda one: (one.employment_key, one.placed_from))
    return MonthBasis(
        line,
        tuple(target_steps(row.target_trail, month=line.month, links=links)),
        tuple(steps),
        tuple(one for one in persons if one.counted),
        tuple(one for one in persons if not one.counted),
    )


def _credited(line: InvoiceLine, charged: Decimal) -> MonthBasis:
    """A credit by hand: nothing of the month is computed anew."""
    original = line.invoice.corrects
    assert original is not None
    steps = (
        Step(_("fakturerat för månaden på %(number)s") % {"number": original.number}, kronor(charged)),
        Step(_("krediteras av det"), kronor(-line.amount)),
    )
    return MonthBasis(line, (), steps, (), (), charged=charged)


def _correction_steps(line: InvoiceLine) -> list[Step]:
    one = line.correction
    return [
        Step(_("avgiften när månaden stängdes, med tidigare rättelser"), kronor(one.fee_then)),
        Step(_("avgiften som registret säger nu"), kronor(one.fee_now)),
        Step(_("skillnaden"), kronor(one.difference)),
        *([Step(_("den här raden, enligt beslutet och det som återstod"), kronor(line.amount))] if one.rest else []),
    ]
