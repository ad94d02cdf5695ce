"""A planned placement that does not happen is taken back before it begins (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pghistory
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.closed_months import closed_months, hold
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import Department
from placements.models import Employment, Placement
from placements.operations.bookings import in_words as refused_in_words
from placements.operations.placements import locked_placement


class HasBegun(Refusal):
    def __init__(self, first_day: date) -> None:
        super().__init__(
            _(
                "Placeringen började %(day)s och kan inte tas tillbaka. "
                "Flytta personen, eller ändra placeringens sista dag."
            )
            % {"day": first_day.isoformat()}
        )


class OnlyPlacement(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Det är anställningens enda placering. Ändra dess dagar i stället, eller avsluta anställningen."
            )
        )


class MonthIsClosed(Refusal):
    def __init__(self, department: str, month: str) -> None:
        super().__init__(
            _("%(month)s är stängd för %(department)s och rör placeringen, så den kan inte tas tillbaka.")
            % {"department": department, "month": month.capitalize()}
        )


class IsUsed(Refusal):
    """A booking, a line of a month or an objection refers to it."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "En bokning, en avstämning eller en invändning hör till placeringen, så den kan inte tas tillbaka. "
                "Ändra placeringens dagar i stället."
            )
        )


def placement_before(placement: Placement) -> Placement | None:
    """The one placement of the employment that ends the day before this begins, if there is exactly one."""
    day_before = placement.placed_from - timedelta(days=1)
    found = list(
        Placement.objects.filter(employment_id=placement.employment_id, placed_to=day_before).select_related(
            "department"
        )[:2]
    )
    return found[0] if len(found) == 1 else None


@refused_in_words()
@transaction.atomic
def withdraw_placement(*, placement: Placement, earlier_goes_on: bool, reason: str, today: date) -> Employment:
    """Take away a placement that has not begun; the history keeps it.

    `earlier_goes_on`: the placement that ended the day before lasts as long as this would have.
    Raises HasBegun, OnlyPlacement, MonthIsClosed, IsUsed and PlacementGone, and then changes nothing.
    """
    placement = locked_placement(placement)
    employment = placement.employment
    if placement.placed_from <= today:
        raise HasBegun(placement.placed_from)
    if not employment.placements.exclude(pk=placement.pk).exists():
        raise OnlyPlacement
    earlier = placement_before(placement) if earlier_goes_on else None
    _refuse_closed(placement, [one.department for one in (placement, earlier) if one])
    with pghistory.context(reason=reason):
        until = placement.placed_to
        try:
            placement.delete()
        except ProtectedError:
            raise IsUsed from None
        if earlier:
            earlier.end(on=until)
    return employment


def _refuse_closed(placement: Placement, departments: Iterable[Department]) -> None:
    """Hold the departments; no month in which the placement has days is closed for one of them."""
    named = {one.pk: one for one in departments}
    hold(list(named))
    for id_, month in sorted(closed_months(list(named.values())), key=lambda one: (one[1], one[0])):
        if placement.placed_from <= month.last_day and (placement.placed_to or date.max) >= month.first_day:
            raise MonthIsClosed(named[id_].name, str(month_name(month)))
