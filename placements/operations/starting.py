"""A planned start has happened: the booking becomes an employment and a placement (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access_log import logged
from foundation.refusals import Refusal
from placements.models import Booking, BookingState, Employment, EmploymentType, Placement
from placements.operations.bookings import StartsLater, in_words, locked_booking
from placements.operations.employments import add_employment, check_within


class TypeIsNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Personen har ingen anställning den dagen. Välj vilken anställningstyp det blir.")
        )


@transaction.atomic
def confirm_start(
    *, booking: Booking, type: EmploymentType | None, employed_to: date | None, key: str, today: date
) -> Placement:
    """The person has begun: placed under the employment that it has, else newly employed from the same day.

    Raises BookingIsOver, StartsLater, TypeIsNeeded, PersonIsBusy, and what `add_employment` raises.
    """
    booking = locked_booking(booking, today, BookingState.PLANNED)
    if booking.starts_on > today:
        raise StartsLater(booking.starts_on)
    place = booking.opening.place
    with in_words(), pghistory.context(reason=logged(lambda: _("Bokad på %(place)s") % {"place": place})):
        employment = employment_on(booking) or _employ(booking, type, employed_to, key)
        placement = employment.placements.filter(booking=None, placed_from=booking.starts_on).first()
        if placement is None or placement.department_id != place.department_id:
            placement = _place(booking, employment)
        if booking.ends_on and booking.ends_on < (placement.placed_to or date.max):
            placement.end(on=booking.ends_on)  # the employment may go on when the place does not
        placement.job_title, placement.supervisor = place.job_title, place.supervisor
        placement.save(update_fields=["job_title", "supervisor"])
        booking.placement, booking.state, booking.ends_on = placement, BookingState.STARTED, placement.placed_to
        booking.save(update_fields=["placement", "state", "ends_on"])
    return placement


def employment_on(booking: Booking) -> Employment | None:
    """The employment that the participant already has on the day of the start."""
    there = Q(employed_to=None) | Q(employed_to__gte=booking.starts_on)
    mine = booking.participant.employments.filter(there, employed_from__lte=booking.starts_on)
    return mine.select_related("type").order_by("-employed_from").first()


def _employ(booking: Booking, type: EmploymentType | None, employed_to: date | None, key: str) -> Employment:
    if type is None:
        raise TypeIsNeeded
    place, person = booking.opening.place, booking.participant
    return add_employment(
        key=key,
        participant_key=person.key,
        name=person.name,
        sex=person.sex,
        type=type,
        employed=(booking.starts_on, employed_to or booking.ends_on),
        department=place.department,
        kind=place.kind,
        placed_from=booking.starts_on,
        working_share=booking.working_share,
        reason=logged(lambda: _("Bokad på %(place)s") % {"place": place}),
    )


def _place(booking: Booking, employment: Employment) -> Placement:
    place = booking.opening.place
    last = booking.ends_on or employment.employed_to
    check_within((booking.starts_on, last), (employment.employed_from, employment.employed_to))
    return Placement.objects.create(
        employment=employment,
        department=place.department,
        kind=place.kind,
        placed_from=booking.starts_on,
        placed_to=last,
        working_share=booking.working_share,
    )
