"""Months as the register says they are now: targets, count and shortfall, read together for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from agreements.queries import TargetOfMonth, effective_targets
from allocation.models import ModelYear
from billing.counting import MonthCount, Rule, count_month
from billing.models import MissingCause
from billing.presence import Presence
from billing.shortfall import ChargingTerms, Shortfall, excusing_causes, shortfall
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import Department
from placements.queries import PresenceRow, presences

_PLAIN: Final = 12  # a row begins with what the pure rules want, in their order
Causes = Mapping[str, int]


class OutsideModelYears(Refusal):
    def __init__(self, month: Month) -> None:
        super().__init__(
            _(
                "%(month)s ligger utanför alla modellår. Ange månader som ett modellår omfattar, "
                "eller läs in modellåret först."
            )
            % {"month": month}
        )


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """What a department's month is measured against today."""

    department: Department
    month: Month
    target: TargetOfMonth
    terms: ChargingTerms
    causes: Causes

    @property
    def rule(self) -> Rule:
        """How the month is counted by the terms in force."""
        return Rule(self.target.counting_rule, self.target.fraction_rule, self.target.part_time_rule)


@dataclass(frozen=True, slots=True)
class MeasuredMonth:
    """A department's month counted on today's register."""

    planned: PlannedMonth
    count: MonthCount
    shortfall: Shortfall

    @property
    def department(self) -> Department:
        return self.planned.department

    @property
    def month(self) -> Month:
        return self.planned.month


@dataclass(frozen=True, slots=True)
class Register:
    """The placements of a span of time: as the pure rules want them, and as they are shown."""

    presences: list[Presence]
    rows: dict[int, PresenceRow]

    def of(self, departments: Collection[Department]) -> Register:
        """The people who have a placement at one of the departments: nobody else can count there."""
        chosen = {department.pk for department in departments}
        people = {one.participant for one in self.presences if one.department in chosen}
        return Register(
            [one for one in self.presences if one.participant in people],
            {key: row for key, row in self.rows.items() if row.participant in people},
        )


def register_of(*, first: date, last: date) -> Register:
    """All placements that may matter from `first` to `last`. One query."""
    rows = presences(first=first, last=last)
    plain = [Presence(*row[:_PLAIN]) for row in rows]
    return Register(plain, {row.placement_id: row for row in rows})


def model_years_of(months: Sequence[Month]) -> dict[Month, ModelYear]:
    """The model year of every month, one query. Raises OutsideModelYears for the first month that has none."""
    years = list(ModelYear.objects.filter(starts__lte=max(months).last_day, ends__gte=min(months).first_day))
    found = {}
    for month in months:
        covering = [year for year in years if year.starts <= month.first_day and month.last_day <= year.ends]
        if not covering:
            raise OutsideModelYears(month)
        found[month] = min(covering, key=lambda year: year.year)
    return found


def planned_months(
    *, months: Sequence[Month], departments: Collection[Department] | None = None
) -> dict[tuple[int, Month], PlannedMonth]:
    """Target and terms of every department with a quota and month, in the order of codes and months.

    A constant number of queries for each model year. Raises OutsideModelYears.
    """
    if not months:
        return {}
    year_of = model_years_of(months)
    chosen = Department.objects.existing(min(months), max(months)).select_related("board").in_order()
    if departments is not None:
        chosen = chosen.filter(pk__in=[department.pk for department in departments])
    targets: dict[tuple[int, Month], TargetOfMonth] = {}
    for year in set(year_of.values()):
        targets |= effective_targets(model_year=year, months=[month for month in months if year_of[month] == year])
    causes = causes_of(months)
    return {
        (department.pk, month): PlannedMonth(
            department=department,
            month=month,
            target=targets[department.pk, month],
            terms=_terms(targets[department.pk, month], department),
            causes=causes[department.pk, month],
        )
        for department in chosen
        for month in months
        if (department.pk, month) in targets
    }


def measured_months(
    *, months: Sequence[Month], departments: Collection[Department] | None = None
) -> tuple[dict[tuple[int, Month], MeasuredMonth], Register]:
    """Count every department and month on today's register. A constant number of queries for each model year."""
    planned = planned_months(months=months, departments=departments)
    if not planned:
        return {}, Register([], {})
    register = register_of(first=min(months).first_day, last=max(months).last_day)
    return measure(planned, register), register


def measure(
    planned: Mapping[tuple[int, Month], PlannedMonth], register: Register
) -> dict[tuple[int, Month], MeasuredMonth]:
    """Count the planned months on the register's placements. No queries."""
    rules: defaultdict[Month, dict[int, Rule]] = defaultdict(dict)
    for (department_id, month), one in planned.items():
        rules[month][department_id] = one.rule
    counts = {
        month: count_month(presences=register.presences, month=month, rule_of=rule_of)
        for month, rule_of in rules.items()
    }
    return {key: _measured(one, counts[key[1]][key[0]]) for key, one in planned.items()}


def _measured(planned: PlannedMonth, count: MonthCount) -> MeasuredMonth:
    measured = shortfall(
        month=planned.month,
        target=planned.target.target,
        counted=count.counted,
        terms=planned.terms,
        causes=planned.causes,
    )
    return MeasuredMonth(planned, count, measured)


def _terms(target: TargetOfMonth, department: Department) -> ChargingTerms:
    return ChargingTerms(
        fee=target.reading.fee,
        charging_starts=target.reading.charging_starts,
        excusing=excusing_causes(unfilled_place_excuses=target.unfilled_place_excuses, agreed=target.excusing_causes),
        is_provider=department.is_provider,
    )


def causes_of(months: Collection[Month]) -> defaultdict[tuple[int, Month], dict[str, int]]:
    """Recorded causes by department id and month. One query."""
    found: defaultdict[tuple[int, Month], dict[str, int]] = defaultdict(dict)
    for row in MissingCause.objects.filter(month__in=list(months)):
        found[row.department_id, row.month][row.cause] = row.number
    return found
