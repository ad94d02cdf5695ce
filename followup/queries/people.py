"""The case officer's first page: who is employed now, who begins and who ends soon. Keys only, no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from organisation.models import User
from placements.models import Placement
from placements.queries.employments import COMING, EmploymentListRow, Selection, listed, selected_placements
from placements.sight import Sight

SOON_DAYS = 30
MOST_SHOWN = 12
_WITHOUT_NAMES = Sight(names=False, protected=False, details=True, past=True, edits=False)


@dataclass(frozen=True, slots=True)
class PeopleNow:
    """Numbers of employments; `ending` holds the first of those that end within `days`, the earliest first."""

    employed: int
    ending_count: int
    starting_count: int
    ending: list[EmploymentListRow]
    starting: list[EmploymentListRow]
    days: int = SOON_DAYS


def people_now(*, user: User, today: date) -> PeopleNow:
    """What the user may see of the register today. Four queries."""
    ending = _chosen(user, today, Selection(ending_within=SOON_DAYS, sort="placed_to"))
    starting = _chosen(user, today, Selection(state=COMING, sort="placed_from")).filter(
        placed_from__lte=today + timedelta(days=SOON_DAYS)
    )
    ending_rows, starting_rows = (listed(found, sight=_WITHOUT_NAMES, today=today) for found in (ending, starting))
    employed = _chosen(user, today, Selection()).order_by().aggregate(n=Count("employment", distinct=True))["n"]
    return PeopleNow(
        employed=employed,
        ending_count=len({row.employment_id for row in ending_rows}),
        starting_count=len({row.employment_id for row in starting_rows}),
        ending=sorted(ending_rows, key=lambda row: (row.ends or date.max, row.employment_key))[:MOST_SHOWN],
        starting=starting_rows[:MOST_SHOWN],
    )


def _chosen(user: User, today: date, selection: Selection) -> QuerySet[Placement]:
    return selected_placements(user=user, sight=_WITHOUT_NAMES, selection=selection, today=today)
