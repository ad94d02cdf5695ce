"""The place bank: a place is offered, approved by ASF, withdrawn (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal
from organisation.models import Department
from placements.models import Place, PlaceState


class PlaceEndsBeforeStart(Refusal):
    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            _("Platsens sista dag %(last)s är före den första, %(first)s. Rätta den ena.")
            % {"first": first.isoformat(), "last": last.isoformat()}
        )


class AlreadyWithdrawn(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Platsen är redan återtagen. Erbjud en ny plats om den finns igen."))


class NotOffered(Refusal):
    def __init__(self, state: str) -> None:
        super().__init__(
            _("Platsen är %(state)s. Bara en erbjuden plats kan godkännas. Läs om sidan.") % {"state": state}
        )


@transaction.atomic
def offer_place(
    *,
    department: Department,
    kind: str,
    workplace: str,
    job_title: str,
    tasks: str,
    openings: int,
    available: tuple[date, date | None],
    value_for_person: str,
    value_for_service: str,
    today: date,
) -> Place:
    """A new place in the bank, offered today. What it gives the person is required. Raises PlaceEndsBeforeStart."""
    first, last = available
    if last is not None and last < first:
        raise PlaceEndsBeforeStart(first, last)
    return Place.objects.create(
        department=department,
        kind=kind,
        workplace=workplace,
        job_title=job_title,
        tasks=tasks,
        openings=openings,
        available_from=first,
        available_to=last,
        value_for_person=value_for_person,
        value_for_service=value_for_service,
        offered_on=today,
    )


@transaction.atomic
def approve_place(*, place: Place) -> Place:
    """ASF has looked at the place and it can be filled. Raises NotOffered."""
    place = _locked(place)
    if place.state != PlaceState.OFFERED:
        raise NotOffered(place.get_state_display())
    return place.set_state(PlaceState.APPROVED)


@transaction.atomic
def withdraw_place(*, place: Place, reason: str) -> Place:
    """The place is not to be had any more. Raises AlreadyWithdrawn."""
    place = _locked(place)
    if place.state == PlaceState.WITHDRAWN:
        raise AlreadyWithdrawn
    with pghistory.context(reason=reason):
        return place.set_state(PlaceState.WITHDRAWN)


def _locked(place: Place) -> Place:
    return Place.objects.select_for_update().get(pk=place.pk)
