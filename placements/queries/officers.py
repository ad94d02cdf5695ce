"""Case officers with how many people each looks after (DOMAIN.md 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from organisation.models import User
from placements.anonymous import anonymous
from placements.models import CaseOfficerAssignment, Placement
from placements.queries.employments import there


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """`people` are those placed today whom the officer looks after, `others` the ones who have no place today;
    `handed_over` those whom another officer took over during the year before."""

    officer: User
    people: int
    others: int
    handed_over: int
    may_work: bool

    @property
    def has_people(self) -> bool:
        return bool(self.people or self.others)


@dataclass(frozen=True, slots=True)
class OfficerList:
    """`without` people are placed today and have no case officer."""

    rows: list[OfficerRow]
    without: int


def officer_list(*, working: list[User], today: date) -> OfficerList:
    """Everyone who does case work, and those who have people though they no longer do. Three queries.

    Anonymous people are nobody's, also where an assignment was left behind.
    """
    by_id = {row.pop("officer"): row for row in _counts(today)}
    able = {user.pk for user in working}
    left = [pk for pk, row in by_id.items() if (row["people"] or row["others"]) and pk not in able]
    others = User.objects.filter(pk__in=left)
    nobody = {"people": 0, "others": 0, "handed_over": 0}
    rows = [
        OfficerRow(user, **by_id.get(user.pk, nobody), may_work=user.pk in able)
        for user in sorted([*working, *others], key=lambda user: (user.last_name, user.first_name))
    ]
    placed = Placement.objects.filter(there(today)).exclude(
        employment__participant__in=CaseOfficerAssignment.objects.on(today).values("participant")
    )
    return OfficerList(rows, placed.values("employment__participant").distinct().count())


def _counts(today: date) -> list[dict[str, int]]:
    """By officer. One query."""
    placed = Placement.objects.filter(there(today), employment__participant=OuterRef("participant"))
    taken_over = CaseOfficerAssignment.objects.filter(
        participant=OuterRef("participant"), valid_from=OuterRef("valid_to") + timedelta(days=1)
    ).exclude(officer=OuterRef("officer"))
    now = Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gte=today))
    rows = (
        CaseOfficerAssignment.objects.exclude(anonymous("participant__key"))
        .annotate(is_placed=Exists(placed), is_taken_over=Exists(taken_over))
        .values("officer")
        .annotate(
            people=Count("pk", filter=now & Q(is_placed=True)),
            others=Count("pk", filter=now & Q(is_placed=False)),
            handed_over=Count(
                "pk", filter=Q(is_taken_over=True, valid_to__gte=_a_year_before(today), valid_to__lt=today)
            ),
        )
    )
    return [dict(row) for row in rows]


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))
