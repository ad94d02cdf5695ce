"""Closed months whose register says otherwise today, beyond what accepted corrections have said (DOMAIN.md 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from billing import corrections as rule
from billing.counting import MonthCount, PartTimeRule, Rule, count_month
from billing.models import Correction, CorrectionState, ParkedLine, Reconciliation
from billing.queries.measured import register_of
from billing.queries.terms import measured_as_closed
from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class Difference:
    """What a closed month stands at, and what the register makes it today."""

    reconciliation: Reconciliation
    then: rule.MonthFigures
    now: rule.MonthFigures
    sequence: int  # of the correction that would say so
    count: MonthCount  # of the register today


def differences(reconciliations: Sequence[Reconciliation]) -> list[Difference]:
    """The changed ones of these closed months, in their order. Three queries.

    Each is measured with the target, terms and causes it was closed with. A difference that was dismissed is not
    found again as long as the register says the same. A month with a parked line is not compared until the line is
    settled: till then its count is not the register's alone.
    """
    parked = set(ParkedLine.objects.unsettled().values_list("reconciliation_id", flat=True))
    reconciliations = [row for row in reconciliations if row.pk not in parked]
    if not reconciliations:
        return []
    known = _corrections(reconciliations)
    counts = counted_today(reconciliations)
    found = []
    for row in reconciliations:
        difference = _difference(row, counts[row.department_id, row.month], known[row.pk])
        if difference is not None:
            found.append(difference)
    return found


def _difference(row: Reconciliation, count: MonthCount, known: Sequence[Correction]) -> Difference | None:
    measured = measured_as_closed(row, count.counted)
    settled = of_this_closing(row, known)
    accepted = [one for one in settled if one.state == CorrectionState.ACCEPTED]
    since = accepted[-1].sequence if accepted else 0
    proposed = rule.proposed_correction(
        month=row.month,
        closed=rule.MonthFigures(row.counted, row.missing, row.excused, row.chargeable, row.fee),
        accepted=[figures_now(one) for one in accepted],
        now=rule.MonthFigures.of(measured),
        dismissed=[figures_now(one) for one in settled if one.sequence > since],
    )
    if proposed is None:
        return None
    last = max((one.sequence for one in known if one.state != CorrectionState.PROPOSED), default=0)
    return Difference(row, proposed.then, proposed.now, sequence=last + 1, count=count)


def of_this_closing(row: Reconciliation, known: Iterable[Correction]) -> list[Correction]:
    """The settled ones but for those of an earlier closing, before the month was reopened: they say nothing of it."""
    return [one for one in known if one.settled_at and row.closed_at and one.settled_at >= row.closed_at]


def figures_now(one: Correction) -> rule.MonthFigures:
    """What a stored correction says of its month, as the pure rule wants it."""
    return rule.MonthFigures(one.counted_now, one.missing_now, one.excused_now, one.chargeable_now, one.fee_now)


def _corrections(reconciliations: Iterable[Reconciliation]) -> defaultdict[int, list[Correction]]:
    found: defaultdict[int, list[Correction]] = defaultdict(list)
    for one in Correction.objects.filter(reconciliation__in=reconciliations).order_by("sequence"):
        found[one.reconciliation_id].append(one)
    return found


def counted_today(reconciliations: Sequence[Reconciliation]) -> dict[tuple[int, Month], MonthCount]:
    """Each month counted on today's register by the rule it was closed with."""
    rules: defaultdict[Month, dict[int, Rule]] = defaultdict(dict)
    for row in reconciliations:
        part_time = row.target_trail.get("part_time_rule", PartTimeRule.WHOLE)
        rules[row.month][row.department_id] = Rule(row.counting_rule, row.fraction_rule, part_time)
    presences = register_of(first=min(rules).first_day, last=max(rules).last_day).presences
    return {
        (department_id, month): count
        for month, rule_of in rules.items()
        for department_id, count in count_month(presences=presences, month=month, rule_of=rule_of).items()
    }
