"""The list of counted staff."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from allocation.models import Headcount, HeadcountQuerySet
from organisation.models import Department, User
from organisation.roles import Act

SORTS = {
    "code": "department__code",
    "date": "date",
    "permanent": "permanent",
    "all": "all_employees",
}


def headcount_dates() -> list[date]:
    """The days on which staff has been counted, the latest first. One query."""
    return list(Headcount.objects.order_by("-date").values_list("date", flat=True).distinct())


def headcounts(*, reader: User, day: date | None, search: str, sort: str) -> HeadcountQuerySet:
    """The rows that the reader sees; `sort` is a key of SORTS, with "-" before it for falling. One query."""
    rows = Headcount.objects.filter(department__in=Department.objects.visible_to(reader, Act.SEE_ALLOCATION))
    rows = rows.select_related("department", "source")
    if day is not None:
        rows = rows.on(day)
    if search:
        rows = rows.filter(Q(department__name__icontains=search) | Q(department__code__istartswith=search))
    name, falling = sort.lstrip("-"), sort.startswith("-")
    first = ("-" if falling else "") + SORTS.get(name, "department__code")
    return rows.order_by(first, "department__code", "-date")
