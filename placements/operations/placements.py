"""Placements by hand: moved to another department, changed (DOMAIN.md 5). The reason stands in the history."""

from __future__ import annotations

from datetime import date, timedelta

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal
from organisation.models import Department
from placements.models import Placement
from placements.operations.bookings import in_words as refused_in_words
from placements.operations.employments import check_within, locked
from placements.validity import check_order


class SamePlace(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Personen är redan placerad på den förvaltningen, på samma slag av plats. "
                "Välj en annan förvaltning, eller ändra placeringens dagar."
            )
        )


class NotThereThatDay(Refusal):
    """The placement does not cover the day of the move and the day before it."""

    def __init__(self, placement: Placement) -> None:
        last = placement.placed_to.isoformat() if placement.placed_to else _("tills vidare")
        super().__init__(
            _(
                "Placeringen gäller %(first)s–%(last)s. En flytt ska börja efter den första dagen och senast den "
                "sista. Välj en annan dag, eller läs om sidan: någon kan ha flyttat personen nyss."
            )
            % {"first": placement.placed_from.isoformat(), "last": last}
        )


class AlreadyPlacedThere(Refusal):
    def __init__(self, day: date) -> None:
        super().__init__(
            _("Det finns redan en placering där från %(day)s. Välj en annan dag, eller ändra den placeringen.")
            % {"day": day.isoformat()}
        )


class PlacementGone(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Placeringen finns inte längre: någon tog tillbaka den nyss. Inget ändrades."))


@refused_in_words()
@transaction.atomic
def move_placement(
    *, placement: Placement, department: Department, first_day: date, kind: str, working_share: int, reason: str
) -> Placement:
    """End the placement the day before `first_day` and begin one in the other department, to the same planned end.

    Raises SamePlace, NotThereThatDay, OutsideEmployment and AlreadyPlacedThere. Gives the new placement.
    """
    placement = locked_placement(placement)
    employment = placement.employment
    if placement.department_id == department.pk and placement.kind == kind:
        raise SamePlace
    if not placement.placed_from < first_day <= (placement.placed_to or date.max):
        raise NotThereThatDay(placement)
    until = placement.placed_to
    check_within((first_day, until), (employment.employed_from, employment.employed_to))
    _check_free(placement, department=department, kind=kind, day=first_day)
    with pghistory.context(reason=reason):
        placement.end(on=first_day - timedelta(days=1))
        return Placement.objects.create(
            employment=employment,
            department=department,
            kind=kind,
            placed_from=first_day,
            placed_to=until,
            working_share=working_share,
        )


@refused_in_words()
@transaction.atomic
def change_placement(
    *, placement: Placement, placed: tuple[date, date | None], kind: str, working_share: int, reason: str
) -> Placement:
    """Correct first and last day, kind or share. Raises DatesOutOfOrder, OutsideEmployment and AlreadyPlacedThere."""
    placement = locked_placement(placement)
    employment = placement.employment
    check_order(*placed)
    check_within(placed, (employment.employed_from, employment.employed_to))
    _check_free(placement, department=placement.department, kind=kind, day=placed[0])
    with pghistory.context(reason=reason):
        placement.placed_from, placement.placed_to = placed
        placement.kind, placement.working_share = kind, working_share
        placement.save(update_fields=["placed_from", "placed_to", "kind", "working_share"])
    return placement


def locked_placement(placement: Placement) -> Placement:
    """The placement as it is now, with its employment held: of two who change it, one comes second.

    Raises PlacementGone when the first took it back.
    """
    employment = locked(placement.employment)
    found = Placement.objects.select_related("department").filter(pk=placement.pk).first()
    if found is None:
        raise PlacementGone
    found.employment = employment
    return found


def _check_free(placement: Placement, *, department: Department, kind: str, day: date) -> None:
    there = Placement.objects.filter(
        employment_id=placement.employment_id, department=department, kind=kind, placed_from=day
    )
    if there.exclude(pk=placement.pk).exists():
        raise AlreadyPlacedThere(day)
