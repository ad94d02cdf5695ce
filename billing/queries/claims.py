"""What may be claimed of each board for a half-year: from closed months only (DOMAIN.md 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from allocation.models import ModelYear
from billing.models import (
    ClaimDecision,
    ClaimProposal,
    Correction,
    CorrectionState,
    Invoice,
    InvoiceKind,
    Reconciliation,
    ReconciliationState,
)
from billing.part_claims import share_out
from billing.queries.carried_forward import carried_forward, that_fit
from billing.queries.measured import OutsideModelYears
from foundation.periods import HalfYear, Month
from organisation.models import Board, Department, DepartmentKind

NOT_OPENED = "not_opened"


@dataclass(frozen=True, slots=True)
class UnclosedMonth:
    """A month that holds its board back; `state` is a ReconciliationState or "not_opened"."""

    department: Department
    month: Month
    state: str
    reconciliation_id: int | None

    @property
    def state_name(self) -> str:
        return str(ReconciliationState(self.state if self.reconciliation_id else "open").label)


@dataclass(frozen=True, slots=True)
class BoardClaim:
    """A board's half-year: closed months, accepted corrections that wait for its invoice, the decision, the invoice."""

    board: Board
    half_year: HalfYear
    departments: tuple[Department, ...]
    months: tuple[Reconciliation, ...]
    unclosed: tuple[UnclosedMonth, ...]
    corrections: tuple[Correction, ...]
    decision: ClaimDecision | None
    invoice: Invoice | None

    @property
    def lines(self) -> dict[str, Decimal]:
        """Kronor by key of line, in the order of the invoice: the closed months, then the corrections."""
        months = {str(row.pk): row.fee for row in self.months}
        return months | {f"c{one.pk}": one.moved for one in self.corrections}

    @property
    def computed(self) -> Decimal:
        """Kronor: the closed months' fees and what the corrections move."""
        return sum(self.lines.values(), Decimal("0.00"))

    @property
    def is_held_back(self) -> bool:
        return bool(self.unclosed)

    @property
    def is_decided(self) -> bool:
        """Whether a decision stands that was made on exactly this sum, and, month by month, on these months."""
        return self.decision is not None and stands_on(self, self.decision)

    @property
    def claimed(self) -> Decimal | None:
        return self.decision.claimed if self.decision is not None and self.is_decided else None

    def shares(self, computed: Sequence[Decimal]) -> list[Decimal]:
        """Kronor claimed of each line, in their order: month by month as it was decided, or shared out over what each
        was `computed` to.
        """
        parts = self.decision.parts if self.decision else {}
        if parts:
            return [Decimal(parts.get(key, whole)) for key, whole in self.lines.items()]
        return share_out(self.claimed or Decimal("0.00"), computed=computed)

    @property
    def invoiced(self) -> Decimal:
        return self.invoice.amount if self.invoice else Decimal("0.00")

    @property
    def is_ready(self) -> bool:
        """Whether an invoice can be issued now."""
        return not self.invoice and not self.is_held_back and bool(self.claimed)


def stands_on(claim: BoardClaim, said: ClaimDecision | ClaimProposal) -> bool:
    """Whether it is about exactly the sum that is computed now and, month by month, about these months."""
    return said.computed == claim.computed and parts_fit(said.parts, claim.lines)


def parts_fit(parts: Mapping[str, str], lines: Mapping[str, Decimal]) -> bool:
    """Whether what is claimed month by month is of these lines, and of none more than it was computed to."""
    return all(key in lines and Decimal(0) <= Decimal(part) <= lines[key] for key, part in parts.items())


def months_decided(half_year: HalfYear) -> list[Month]:
    """The months of the half-year that a model year covers. One query. Raises OutsideModelYears when none is."""
    years = list(ModelYear.objects.filter(starts__lte=half_year.last_day, ends__gte=half_year.first_day))
    covered = [
        month
        for month in half_year.months
        if any(year.starts <= month.first_day and month.last_day <= year.ends for year in years)
    ]
    if not covered:
        raise OutsideModelYears(half_year.first_month)
    return covered


def computed_claims(*, half_year: HalfYear, boards: Iterable[Board] | None = None) -> list[BoardClaim]:
    """Every board that can owe anything, by name of board. A constant number of queries. Raises OutsideModelYears.

    The provider's own board is never claimed. A month that is not closed holds its own board back and no other.
    """
    covered = months_decided(half_year)
    chosen = None if boards is None else [board.pk for board in boards]
    departments = _departments(half_year, chosen)
    months = _months_by_department(half_year, chosen)
    _share_departments(departments, [row for rows in months.values() for row in rows])
    own: defaultdict[Board, list[Department]] = defaultdict(list)
    for department in sorted(departments.values(), key=lambda one: one.code):
        own[department.board].append(department)
    decisions = {one.board_id: one for one in _decisions(half_year, chosen)}
    invoices = {one.board_id: one for one in Invoice.objects.filter(half_year=half_year, kind=InvoiceKind.INVOICE)}
    corrections, forward = _corrections(half_year), carried_forward(half_year)
    return [
        BoardClaim(
            board=board,
            half_year=half_year,
            departments=tuple(theirs),
            months=tuple(row for one in theirs for row in months[one.pk] if row.is_closed),
            unclosed=tuple(_unclosed(theirs, covered, months)),
            corrections=_all_carried(
                [row for one in theirs for row in months[one.pk] if row.is_closed],
                _carried(corrections[board.pk], invoices.get(board.pk)),
                forward[board.pk],
            ),
            decision=decisions.get(board.pk),
            invoice=invoices.get(board.pk),
        )
        for board, theirs in sorted(own.items(), key=lambda one: one[1][0].code)
    ]


def _departments(half_year: HalfYear, boards: Sequence[int] | None) -> dict[int, Department]:
    rows = Department.objects.with_quota(half_year.first_month, half_year.last_month)
    rows = rows.exclude(kind=DepartmentKind.PROVIDER).select_related("board").prefetch_related("exemptions")
    if boards is not None:
        rows = rows.filter(board__in=boards)
    return {row.pk: row for row in rows}


def _months_by_department(half_year: HalfYear, boards: Sequence[int] | None) -> defaultdict[int, list[Reconciliation]]:
    """Months of departments that have none to show any longer are kept: what was closed is owed."""
    rows = (
        Reconciliation.objects.filter(month__in=half_year.months)
        .exclude(department__kind=DepartmentKind.PROVIDER)
        .select_related("department__board", "model_year", "version")
        .order_by("month")
    )
    if boards is not None:
        rows = rows.filter(department__board__in=boards)
    found: defaultdict[int, list[Reconciliation]] = defaultdict(list)
    for row in rows:
        found[row.department_id].append(row)
    return found


def _share_departments(departments: dict[int, Department], rows: Iterable[Reconciliation]) -> None:
    """One object for each department, with its exemptions; those that have no quota any longer are added."""
    added = []
    for row in rows:
        if row.department_id not in departments:
            departments[row.department_id] = row.department
            added.append(row.department)
        row.department = departments[row.department_id]
    prefetch_related_objects(added, "exemptions")


def _decisions(half_year: HalfYear, boards: Sequence[int] | None) -> Iterable[ClaimDecision]:
    rows = ClaimDecision.objects.filter(half_year=half_year, is_current=True).select_related("decided_by")
    return rows if boards is None else rows.filter(board__in=boards)


def _corrections(half_year: HalfYear) -> defaultdict[int, list[Correction]]:
    """Accepted corrections of the half-year's months by board, except those on a note of their own."""
    rows = (
        Correction.objects.filter(reconciliation__month__in=half_year.months, state=CorrectionState.ACCEPTED)
        .select_related("reconciliation__department", "line__invoice")
        .order_by("reconciliation__department__code", "reconciliation__month", "sequence")
    )
    found: defaultdict[int, list[Correction]] = defaultdict(list)
    for row in rows:
        found[row.reconciliation.department.board_id].append(row)
    return found


def _carried(corrections: Iterable[Correction], invoice: Invoice | None) -> list[Correction]:
    """Those on the half-year's invoice, or while there is none, those that wait for it."""
    if invoice is None:
        return [one for one in corrections if one.line is None]
    return [one for one in corrections if one.line is not None and one.line.invoice_id == invoice.pk]


def _all_carried(
    closed: Iterable[Reconciliation], own: list[Correction], forward: list[Correction]
) -> tuple[Correction, ...]:
    """The half-year's own, then those of earlier half-years that wait for this invoice and fit on it."""
    owed = sum((row.fee for row in closed), sum((one.moved for one in own), Decimal("0.00")))
    return (*own, *that_fit(forward, owed=owed))


def _unclosed(
    departments: Iterable[Department], months: Sequence[Month], rows: defaultdict[int, list[Reconciliation]]
) -> Iterable[UnclosedMonth]:
    for department in departments:
        known = {row.month: row for row in rows[department.pk]}
        for month in months:
            row = known.get(month)
            if row is None and department.has_quota(month):
                yield UnclosedMonth(department, month, NOT_OPENED, None)
            elif row is not None and not row.is_closed:
                yield UnclosedMonth(department, month, row.state, row.pk)
