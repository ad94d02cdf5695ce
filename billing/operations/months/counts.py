"""A count of the register written down on reconciliations: figures, trail, rule, version, every line and its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from billing.counting import CountedLine
from billing.models import Reconciliation, ReconciliationLine
from billing.queries.measured import MeasuredMonth, Register
from foundation.bulk_rows import copy_in
from placements.queries import PresenceRow

FIGURES = [
    "formula_quota", "target", "target_trail", "version", "counted", "missing", "excused", "chargeable", "fee_each",
    "fee", "counting_rule", "fraction_rule", "counted_at", "charges", "unfilled_place_excuses", "causes",
]  # fmt: skip
LINE_COLUMNS = (
    "reconciliation_id", "placement_id", "employment_key", "participant_key", "sex", "type_code", "type_name",
    "placed_from", "placed_to", "counted", "share", "reason",
)  # fmt: skip


def figures_of(measured: MeasuredMonth, *, now: datetime) -> dict[str, Any]:
    """Everything that a reconciliation says of its month, ready to be frozen."""
    target, terms, result = measured.planned.target, measured.planned.terms, measured.shortfall
    return {
        "formula_quota": target.formula.quota,
        "target": result.target,
        "target_trail": target.trail(),
        "version": target.version,
        "counted": result.counted,
        "missing": result.missing,
        "excused": result.excused,
        "chargeable": result.chargeable,
        "fee_each": terms.fee,
        "fee": result.fee,
        "counting_rule": target.counting_rule,
        "fraction_rule": target.fraction_rule,
        "counted_at": now,
        "charges": terms.charges(measured.month),
        "unfilled_place_excuses": target.unfilled_place_excuses,
        "causes": dict(measured.planned.causes),
    }


def take_figures(reconciliation: Reconciliation, measured: MeasuredMonth, *, now: datetime) -> None:
    """Put the count on the row; the caller saves it (fields `FIGURES`)."""
    for name, value in figures_of(measured, now=now).items():
        setattr(reconciliation, name, value)


def write_lines(
    counted: Sequence[tuple[Reconciliation, MeasuredMonth]], register: Register, *, anew: Collection[int] = ()
) -> None:
    """Write the lines of the reconciliations; those whose id is in `anew` lose the ones they had first."""
    if anew:
        ReconciliationLine.objects.filter(reconciliation__in=anew).delete()
    copy_in(
        ReconciliationLine,
        LINE_COLUMNS,
        (
            _line(reconciliation.pk, line, register.rows[line.placement_id])
            for reconciliation, measured in counted
            for line in measured.count.lines
        ),
    )


def _line(reconciliation_id: int, line: CountedLine, row: PresenceRow) -> tuple[Any, ...]:
    """In the order of LINE_COLUMNS."""
    return (
        reconciliation_id, row.placement_id, row.employment_key, row.participant_key, row.sex, row.type_code,
        row.type_name, row.placed_from, row.placed_to, line.counted, str(line.share), line.reason.value,
    )  # fmt: skip
