"""What in the register would make an invoice wrong: people counted on employments that cannot be right (DOMAIN.md 7).

Only employments that a closed month of the half-year counted are looked at, so the list is about this invoice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncMonth

from billing.models import Reconciliation, ReconciliationLine
from foundation.periods import Month
from organisation.models import Department
from placements.anonymous import anonymous
from placements.models import Employment, SupportDecision, TypeSupport

KEYS_NAMED = 3


@dataclass(frozen=True, slots=True)
class EmploymentsInDoubt:
    """Employments of one department with the same fault: how many, their first keys, and one of them to begin with."""

    kind: str
    department: Department
    keys: tuple[str, ...]
    first_id: int
    month: Month

    @property
    def named(self) -> str:
        more = len(self.keys) - KEYS_NAMED
        return ", ".join(self.keys[:KEYS_NAMED]) + (f" +{more}" if more > 0 else "")


def employments_in_doubt(months: Sequence[Reconciliation]) -> dict[int, list[EmploymentsInDoubt]]:
    """By department id: overlapping employments, those without a decision, those whose type no longer qualifies.

    Eight queries at most, however many people.
    """
    lines = ReconciliationLine.objects.filter(reconciliation__in=[row.pk for row in months], counted=True)
    # of anonymous people nothing can be mended, and their keys of then must not lead to their rows
    lines = lines.exclude(anonymous("placement__employment__key"))
    departments = {row.department_id: row.department for row in months}
    found: defaultdict[int, list[EmploymentsInDoubt]] = defaultdict(list)
    for kind, rows in (
        ("employments_overlap", _overlapping(lines)),
        ("employment_without_decision", _without_decision(lines)),
        ("type_no_longer_qualifies", _not_qualifying(lines)),
    ):
        grouped: defaultdict[int, dict[str, tuple[int, Month]]] = defaultdict(dict)
        values = rows.values_list(
            "reconciliation__department_id", "employment_key", "placement__employment_id", "reconciliation__month"
        )
        for department_id, key, employment_id, month in values.order_by("employment_key", "reconciliation__month"):
            grouped[department_id].setdefault(key, (employment_id, month))
        for department_id, keys in grouped.items():
            employment_id, month = next(iter(keys.values()))
            department = departments[department_id]
            found[department_id].append(EmploymentsInDoubt(kind, department, tuple(keys), employment_id, month))
    return found


def _overlapping(lines: QuerySet[ReconciliationLine]) -> QuerySet[ReconciliationLine]:
    """The same person has another employment on some of the same days. Compared here: in SQL, row by row, it took
    minutes for a city that was newly loaded."""
    people = set(lines.values_list("placement__employment__participant", flat=True))
    periods: defaultdict[int, list[tuple[date, date, int]]] = defaultdict(list)
    rows = Employment.objects.filter(participant__in=people).values_list(
        "participant_id", "employed_from", "employed_to", "pk"
    )
    for person, first, last, pk in rows:
        periods[person].append((first, last or date.max, pk))
    return lines.filter(placement__employment__in=[pk for own in periods.values() for pk in _overlap(own)])


def _overlap(periods: Sequence[tuple[date, date, int]]) -> set[int]:
    """The ids of those that share a day with another."""
    ordered = sorted(periods)
    found: set[int] = set()
    for number, (_first, last, pk) in enumerate(ordered):
        found.update(each for later, _end, other in ordered[number + 1 :] if later <= last for each in (pk, other))
    return found


def _without_decision(lines: QuerySet[ReconciliationLine]) -> QuerySet[ReconciliationLine]:
    """A type with support, and no decision of Arbetsförmedlingen that covers the first day.

    A city that keeps no decisions here at all is not told of every employment.
    """
    if not SupportDecision.objects.exists():
        return lines.none()
    supported = lines.exclude(placement__employment__type__support_kind=TypeSupport.NONE)
    employments = set(supported.values_list("placement__employment", flat=True))
    start = F("employment__employed_from")
    decided = SupportDecision.objects.filter(employment__in=employments, valid_from__lte=start, valid_to__gte=start)
    left = employments - set(decided.values_list("employment", flat=True))
    return lines.filter(placement__employment__in=left)


def _not_qualifying(lines: QuerySet[ReconciliationLine]) -> QuerySet[ReconciliationLine]:
    """Counted then, but the register now says that the type does not count, or on no day of that month."""
    kind = "placement__employment__type__"
    return lines.annotate(begins=TruncMonth(f"{kind}valid_from"), ends=TruncMonth(f"{kind}valid_to")).filter(
        Q(**{f"{kind}counts": False})
        | Q(begins__gt=F("reconciliation__month"))
        | Q(ends__lt=F("reconciliation__month"))
    )
