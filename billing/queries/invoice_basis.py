"""Why an invoice is what it is: from its sum to each month, and from the month to every person-month counted or not.

Read from frozen rows only, by the screen and by the invoice's own document (DOMAIN.md 7).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.derivations import NO_LINKS, fee_steps, target_steps
from billing.models import Invoice, InvoiceLine, ReconciliationLine
from billing.queries.correction_people import PersonDifference, people_when_settled
from billing.trail_links import trail_links
from foundation.display import Step
from foundation.money import kronor
from organisation.models import User


@dataclass(frozen=True, slots=True)
class MonthBasis:
    """One line of the invoice with what it rests on; a correction has steps but no persons of its own."""

    line: InvoiceLine
    target_steps: tuple[Step, ...]
    fee_steps: tuple[Step, ...]
    counted: tuple[ReconciliationLine, ...]
    not_counted: tuple[ReconciliationLine, ...]
    people: tuple[PersonDifference, ...] = ()  # of a correction

    @property
    def is_correction(self) -> bool:
        return hasattr(self.line, "correction")


def invoice_basis(invoice: Invoice, *, reader: User | None = None) -> list[MonthBasis]:
    """Every line with its derivation, in order; for a reader with links to what it rests on, and with the people of
    its corrections. Two queries, and for a reader six for each correction.
    """
    lines = (
        invoice.lines.select_related(
            "reconciliation__department", "reconciliation__version", "correction__reconciliation__department"
        )
        .prefetch_related("reconciliation__lines")
        .order_by("position")
    )
    return [_month(line, reader) for line in lines]


def _month(line: InvoiceLine, reader: User | None) -> MonthBasis:
    if hasattr(line, "correction"):
        people = tuple(people_when_settled(line.correction)) if reader else ()
        return MonthBasis(line, (), tuple(_correction_steps(line)), (), (), people)
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


def _correction_steps(line: InvoiceLine) -> list[Step]:
    one = line.correction
    return [
        Step(_("avgiften när månaden stängdes, med tidigare rättelser"), kronor(one.fee_then)),
        Step(_("avgiften som registret säger nu"), kronor(one.fee_now)),
        Step(_("skillnaden"), kronor(one.difference)),
    ]
