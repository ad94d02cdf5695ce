"""Supervisors with how many people they have now, per department (DOMAIN.md 5: the load is shown)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from organisation.models import User
from placements.models import JobParameters, Placement, Supervisor, SupervisorSupport


@dataclass(frozen=True, slots=True)
class SupervisorRow:
    """`people` are placed with the supervisor today; `too_many` when they are more than the parameter."""

    supervisor: Supervisor
    people: int
    too_many: bool
    last_support: date | None


@dataclass(frozen=True, slots=True)
class SupervisorList:
    rows: list[SupervisorRow]
    most: int
    without: int


def supervisor_list(
    *, user: User, words: str = "", department: int | None = None, overloaded: bool = False, sort: str = "", today: date
) -> SupervisorList:
    """Active supervisors that the user sees with their load today; how many placements have none. Three queries."""
    most = JobParameters.objects.on(today).supervisor_load
    found = with_load(Supervisor.objects.visible_to(user).active(today), today)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(workplace__icontains=words) | Q(key__iexact=words))
    if department:
        found = found.filter(department=department)
    rows = [row for row in (_row(one, most) for one in _ordered(found, sort)) if row.too_many or not overloaded]
    placed = Placement.objects.visible_to(user).current(today).filter(supervisor=None)
    if department:
        placed = placed.filter(department=department)
    return SupervisorList(rows, most, placed.count())


def with_load(supervisors: QuerySet[Supervisor], today: date) -> QuerySet[Supervisor]:
    """Annotated `people`: those placed with the supervisor today and still employed; and `last_support`."""
    there = (
        Placement.objects.current(today)
        .filter(supervisor=OuterRef("pk"))
        .order_by()
        .values("supervisor")
        .annotate(people=Count("employment__participant", distinct=True))
        .values("people")
    )
    support = (
        SupervisorSupport.objects.filter(supervisor=OuterRef("pk"), on__lte=today)
        .order_by()
        .values("supervisor")
        .annotate(last=Max("on"))
        .values("last")
    )
    return supervisors.annotate(people=Coalesce(Subquery(there), 0), last_support=Subquery(support)).select_related(
        "department"
    )


_ORDERS = {"name": "name", "department": "department__code", "people": "people", "last_support": "last_support"}


def _ordered(found: QuerySet[Supervisor], sort: str) -> QuerySet[Supervisor]:
    name = _ORDERS.get(sort.removeprefix("-"), "")
    if not name:
        return found.order_by("department__code", "name", "id")
    return found.order_by(f"-{name}" if sort.startswith("-") else name, "name", "id")


def _row(one: Supervisor, most: int) -> SupervisorRow:
    people = getattr(one, "people", 0)
    return SupervisorRow(one, people, people > most, getattr(one, "last_support", None))


@dataclass(frozen=True, slots=True)
class SupervisorPage:
    row: SupervisorRow
    most: int
    placements: list[Placement]
    support: list[SupervisorSupport]


def supervisor_page(*, supervisor_id: int, user: User, today: date) -> SupervisorPage | None:
    """None when it is not for this user. Four queries."""
    one = with_load(Supervisor.objects.visible_to(user), today).filter(pk=supervisor_id).first()
    if one is None:
        return None
    most = JobParameters.objects.on(today).supervisor_load
    placed = one.placements.current(today).select_related("employment__participant").order_by("placed_from", "id")
    support = one.support.select_related("by").order_by("-on", "-id")
    return SupervisorPage(_row(one, most), most, list(placed), list(support))
