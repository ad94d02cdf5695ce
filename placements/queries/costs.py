"""What jobs cost, month by month, from the register (DOMAIN.md 5): the arithmetic is placements.costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from foundation.periods import Month
from placements.costs import Absence, Decision, Job, MonthCost, Rates, TermsFrom, WageFrom, month_cost
from placements.grant import GrantTerms
from placements.models import (
    EmploymentType,
    JobParameters,
    Leave,
    Placement,
    SupportDecision,
    SupportTerms,
    Wage,
)
from placements.models.parameters import STANDARD_FROM

BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class CostRow:
    """One placement in one month."""

    placement_id: int
    employment_id: int
    employment_key: str
    participant_id: int
    type: str
    department: str
    result: MonthCost


@dataclass(frozen=True, slots=True)
class Sums:
    """What some rows make together; kronor with öre."""

    label: str
    jobs: int
    cost: Decimal
    support: Decimal
    grant: Decimal

    @property
    def remains(self) -> Decimal:
        return self.cost - self.support


_FIELDS = (
    "id", "employment_id", "employment__key", "employment__participant_id", "employment__type_id",
    "employment__type__name", "department__name", "employment__employed_from", "employment__employed_to", "placed_from",
    "placed_to", "working_share",
)  # fmt: skip


def cost_rows(*, months: Sequence[Month], chosen: Q | None = None) -> list[CostRow]:
    """Every placement of a type that counts or is supported, in each month in which it has days. Seven queries."""
    first, last = months[0].first_day, months[-1].last_day
    found = (
        Placement.objects.overlapping(first, last)
        .filter(employment__employed_from__lte=last)
        .filter(Q(employment__employed_to=None) | Q(employment__employed_to__gte=first))
        .filter(Q(employment__type__counts=True) | ~Q(employment__type__support_kind="none"))
    )
    found = found.filter(chosen) if chosen is not None else found
    jobs = _jobs(found)
    rates = all_rates()
    rows = []
    for month in months:
        for values, job in jobs:
            result = month_cost(job, month, rates)
            if result is not None:
                rows.append(
                    CostRow(values["id"], values["employment_id"], values["employment__key"],
                            values["employment__participant_id"], values["employment__type__name"],
                            values["department__name"], result)
                )  # fmt: skip
    return rows


def all_rates() -> list[Rates]:
    """The city's parameters by their days; the standard values where none are stored. One query."""
    stored = list(JobParameters.objects.order_by("valid_from"))
    if not stored or stored[0].valid_from > STANDARD_FROM:
        stored.insert(0, JobParameters(valid_from=BEGINNING))
    return [
        Rates(
            first=row.valid_from,
            payroll_overhead=row.payroll_overhead,
            statutory_fees=row.statutory_fees,
            ceiling=row.support_ceiling,
            standard_wage=row.standard_wage,
            grant=GrantTerms(row.grant_first, row.grant_first_months, row.grant_after),
        )
        for row in stored
    ]


def _jobs(placements: QuerySet[Placement]) -> list[tuple[dict[str, Any], Job]]:
    rows = list(placements.order_by("department__code", "employment__key", "placed_from", "id").values(*_FIELDS))
    employments = {"employment__in": placements.order_by().values("employment_id")}
    wages = _by_employment(
        Wage.objects.filter(**employments).values_list("employment_id", "valid_from", "monthly"), WageFrom
    )
    decisions = _by_employment(
        SupportDecision.objects.filter(**employments).values_list(
            "employment_id", "number", "valid_from", "valid_to", "share"
        ),
        Decision,
    )
    absences = _by_employment(
        Leave.objects.filter(**employments).values_list("employment_id", "first_day", "last_day", "is_paid"), Absence
    )
    types, terms = {kind.pk: kind for kind in EmploymentType.objects.all()}, _terms()
    before = _grant_elsewhere(rows)
    return [
        (
            row,
            _job(
                row,
                types[row["employment__type_id"]],
                terms=tuple(terms[row["employment__type_id"]]),
                wages=tuple(wages[row["employment_id"]]),
                decisions=tuple(decisions[row["employment_id"]]),
                absences=tuple(absences[row["employment_id"]]),
                grant_elsewhere=tuple(before[row["id"]]),
            ),
        )
        for row in rows
    ]


def _job(row: dict[str, Any], kind: EmploymentType, *, terms: tuple[TermsFrom, ...], **found: Any) -> Job:
    employed = row["employment__employed_from"], row["employment__employed_to"]
    own = TermsFrom(BEGINNING, kind.support_share, kind.support_ceiling)
    return Job(
        first=max(employed[0], row["placed_from"]),
        last=min((day for day in (employed[1], row["placed_to"]) if day), default=None),
        working_share=row["working_share"],
        kind=kind.support_kind,
        terms=(own, *terms),
        grant_from=employed[0] if kind.has_supervisor_grant else None,
        **found,
    )


def _by_employment(rows: Iterable[tuple[Any, ...]], make: Callable[..., Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for employment, *values in rows:
        found[employment].append(make(*values))
    return found


def _terms() -> defaultdict[int, list[TermsFrom]]:
    return _by_employment(SupportTerms.objects.values_list("type_id", "valid_from", "share", "ceiling"), TermsFrom)


def _grant_elsewhere(rows: list[dict[str, Any]]) -> defaultdict[int, list[tuple[date, date | None]]]:
    """A day's grant goes with one placement: of the larger share, then the earlier start (as DOMAIN.md 9 counts)."""
    by_employment: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_employment[row["employment_id"]].append(row)
    before: defaultdict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for placements in by_employment.values():
        ordered = sorted(placements, key=lambda row: (-row["working_share"], row["placed_from"], row["id"]))
        for place, row in enumerate(ordered):
            before[row["id"]] = [(one["placed_from"], one["placed_to"]) for one in ordered[:place]]
    return before


def summed(rows: Iterable[CostRow], by: Callable[[CostRow], str]) -> list[Sums]:
    """The rows together by what `by` gives, in the order in which they come; `jobs` are distinct placements."""
    groups: dict[str, list[CostRow]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return [together(group, label) for label, group in groups.items()]


def together(rows: Sequence[CostRow], label: str = "") -> Sums:
    nothing = Decimal(0)
    return Sums(
        label,
        len({row.placement_id for row in rows}),
        sum((row.result.cost for row in rows), nothing),
        sum((row.result.support for row in rows), nothing),
        sum((row.result.grant for row in rows), nothing),
    )
