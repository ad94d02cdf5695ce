"""Those who end within some days, for the city's recruitment service (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from placements.models import CaseOfficerAssignment, RecruitmentNotice
from placements.queries.employments import EmploymentListRow


@dataclass(frozen=True, slots=True)
class EndingRow:
    """`told` is how many vacancies the person has been told of."""

    row: EmploymentListRow
    days_left: int
    officer: str
    told: int


def ending_rows(rows: Iterable[EmploymentListRow], *, today: date) -> list[EndingRow]:
    """The rows with what recruitment service asks for. Two queries."""
    rows = list(rows)
    officers = {
        one.participant_id: one.officer.full_name
        for one in CaseOfficerAssignment.objects.on(today)
        .filter(participant__in=[row.participant_id for row in rows])
        .select_related("officer")
    }
    told = dict(
        RecruitmentNotice.objects.filter(employment__in=[row.employment_id for row in rows])
        .values_list("employment")
        .annotate(n=Count("id"))
    )
    return [
        EndingRow(row, (row.ends - today).days, officers.get(row.participant_id, ""), told.get(row.employment_id, 0))
        for row in rows
        if row.ends is not None
    ]
