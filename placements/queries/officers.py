"""Case officers with how many people each looks after (DOMAIN.md 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from organisation.models import User
from placements.models import CaseOfficerAssignment, Placement


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """`people` is everyone the officer looks after today; `handed_over` those given away during the year before."""

    officer: User
    people: int
    handed_over: int
    may_work: bool


@dataclass(frozen=True, slots=True)
class OfficerList:
    """`without` people are placed today and have no case officer."""

    rows: list[OfficerRow]
    without: int


def officer_list(*, working: list[User], today: date) -> OfficerList:
    """Everyone who does case work, and those who have people though they no longer do. Three queries."""
    year_ago = today.replace(year=today.year - 1, day=min(today.day, 28))
    counts = CaseOfficerAssignment.objects.values_list("officer").annotate(
        now=Count("id", filter=Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gte=today))),
        given=Count("id", filter=Q(valid_to__gte=year_ago, valid_to__lt=today)),
    )
    by_id = {officer: (now, given) for officer, now, given in counts}
    able = {user.pk for user in working}
    others = User.objects.filter(pk__in=[pk for pk, (now, _given) in by_id.items() if now and pk not in able])
    rows = [
        OfficerRow(user, *by_id.get(user.pk, (0, 0)), user.pk in able)
        for user in sorted([*working, *others], key=lambda user: (user.last_name, user.first_name))
    ]
    placed = Placement.objects.current(today).exclude(
        employment__participant__in=CaseOfficerAssignment.objects.on(today).values("participant")
    )
    return OfficerList(rows, placed.values("employment__participant").distinct().count())
