"""Closed months are known above this app; whoever closes them says here how to find out (DOMAIN.md 4, 6).

The same lock is taken by those who change what is promised and by those who close, so neither overtakes the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import Department

# department ids → (department id, month) of every closed month
Source = Callable[[Collection[int]], Collection[tuple[int, Month]]]


class TouchesClosedMonth(Refusal):
    def __init__(self, department: Department, month: Month, first_open: Month) -> None:
        super().__init__(
            _("%(month)s är stängd för %(name)s, och en stängd månad ändras inte. Välj månader från och med %(first)s.")
            % {
                "month": month_name(month).capitalize(),
                "name": department.name,
                "first": month_name(first_open),
            }
        )


class _Register:
    source: Source | None = None


def register(source: Source) -> None:
    """Say how closed months are found. Called from `ready` of the app that closes them."""
    _Register.source = source


def hold(department_ids: Collection[int]) -> None:
    """Until the transaction ends nobody else changes these departments' promises or closes their months."""
    rows = Department.objects.select_for_update(no_key=True).filter(pk__in=department_ids).order_by("pk")
    list(rows.values_list("pk"))


def closed_months(departments: Collection[Department]) -> set[tuple[int, Month]]:
    """Department id and month of every closed month; hold the departments first if something rests on it."""
    if _Register.source is None:
        return set()
    return set(_Register.source([department.pk for department in departments]))


def first_open_month(department: Department, *, at_least: Month) -> Month:
    """The month after the last closed one, but not before `at_least`."""
    closed = [month for _id, month in closed_months([department])]
    return max(at_least, max(closed).next()) if closed else at_least


def refuse_closed(departments: Collection[Department], *, first: Month, last: Month | None) -> None:
    """Hold the departments; raise TouchesClosedMonth when a month from `first` to `last` is closed for one of them."""
    hold([department.pk for department in departments])
    closed = closed_months(departments)
    touched = [(id_, month) for id_, month in closed if first <= month and (last is None or month <= last)]
    if not touched:
        return
    id_, month = min(touched, key=lambda one: (one[1], one[0]))
    department = next(department for department in departments if department.pk == id_)
    raise TouchesClosedMonth(department, month, max(month for _id, month in closed).next())
