"""Why an invoice is what it is: from its sum to each month, and from the month to every person-month counted or not.

Read from frozen rows only, by the screen and by the invoice's own document (DOMAIN.md 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from billing.derivations import fee_steps, target_steps
from billing.models import Invoice, InvoiceLine, ReconciliationLine
from foundation.display import Step
from foundation.money import kronor
from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class MonthBasis:
    """One line of the invoice with what it rests on; a correction has steps but no persons of its own."""

    line: InvoiceLine
    target_steps: tuple[Step, ...]
    fee_steps: tuple[Step, ...]
    counted: tuple[ReconciliationLine, ...]
    not_counted: tuple[ReconciliationLine, ...]

    @property
    def is_correction(self) -> bool:
        return hasattr(self.line, "correction")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A placement through the half-year: its line in each of the months, None where it was not on the list."""

    placement: ReconciliationLine
    months: tuple[ReconciliationLine | None, ...]


@dataclass(frozen=True, slots=True)
class DepartmentPersons:
    department_name: str
    months: tuple[Month, ...]
    rows: tuple[PersonRow, ...] = field(repr=False)


def invoice_basis(invoice: Invoice) -> list[MonthBasis]:
    """Every line with its derivation, in order. Two queries."""
    lines = (
        invoice.lines.select_related("reconciliation", "correction")
        .prefetch_related("reconciliation__lines")
        .order_by("position")
    )
    return [_month(line) for line in lines]


def _month(line: InvoiceLine) -> MonthBasis:
    if hasattr(line, "correction"):
        return MonthBasis(line, (), tuple(_correction_steps(line)), (), ())
    row = line.reconciliation
    steps = fee_steps(line, fee=line.computed, charges=row.charges)
    if line.amount != line.computed:
        steps.append(Step(_("av %(computed)s faktureras") % {"computed": kronor(line.computed)}, kronor(line.amount)))
    persons = sorted(row.lines.all(), key=lambda one: (one.employment_key, one.placed_from))
    return MonthBasis(
        line,
        tuple(target_steps(row.target_trail, month=line.month)),
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


def persons_by_department(basis: Sequence[MonthBasis]) -> list[DepartmentPersons]:
    """The same person-months turned: a row per placement and a column per month, one table a department. No queries."""
    found: dict[str, dict[Month, dict[int, ReconciliationLine]]] = {}
    for one in basis:
        if not one.is_correction:
            listed = {person.placement_id: person for person in (*one.counted, *one.not_counted)}
            found.setdefault(one.line.department_name, {})[one.line.month] = listed
    return [_department(name, months) for name, months in found.items()]


def _department(name: str, by_month: dict[Month, dict[int, ReconciliationLine]]) -> DepartmentPersons:
    months = tuple(sorted(by_month))
    latest = {pk: person for month in months for pk, person in by_month[month].items()}
    ordered = sorted(latest.items(), key=lambda item: (item[1].employment_key, item[1].placed_from))
    rows = tuple(PersonRow(person, tuple(by_month[month].get(pk) for month in months)) for pk, person in ordered)
    return DepartmentPersons(name, months, rows)
