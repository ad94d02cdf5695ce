"""From proposal to start: a participant is booked on an opening, answered for, planned and started (DOMAIN.md 5).

What two at the same moment must not do, the database refuses (placements.models.booking, placements.full_time);
here its refusals are put into words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal
from organisation.models import User
from placements.anonymous import check_known
from placements.models import (
    HOLDING,
    WAITING,
    Booking,
    BookingState,
    DeclineCause,
    JobParameters,
    Opening,
    Participant,
    Place,
    PlaceState,
)
from placements.operations.participants import participant_of
from placements.operations.retired_keys import check_participant_key
from placements.validity import check_order


class NotBookable(Refusal):
    def __init__(self, state: str) -> None:
        super().__init__(
            _("Platsen är %(state)s. Bara en godkänd plats kan bokas. Godkänn den först.") % {"state": state}
        )


class OutsidePlace(Refusal):
    def __init__(self, place: Place) -> None:
        last = place.available_to.isoformat() if place.available_to else _("tills vidare")
        super().__init__(
            _("Platsen finns %(first)s–%(last)s. Välj dagar inom den tiden.")
            % {"first": place.available_from.isoformat(), "last": last}
        )


class NoOpeningFree(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Alla platser är bokade eller tillsatta de dagarna. "
                "Välj andra dagar eller en annan plats i platsbanken."
            )
        )


class PersonIsBusy(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Personen är redan bokad eller placerad så att det blir mer än heltid någon av dagarna. "
                "Välj en annan första dag, en lägre sysselsättningsgrad, eller avsluta det andra först."
            )
        )


class BookingIsOver(Refusal):
    """It is not, or no longer, in the state that the act needs."""

    def __init__(self, state: str) -> None:
        super().__init__(_("Bokningen är i läget ”%(state)s”. Inget ändrades. Läs om sidan.") % {"state": state})


class AlreadyExtended(Refusal):
    def __init__(self, day: date) -> None:
        super().__init__(
            _("Bokningen är redan förlängd, den %(day)s. Den förlängs bara en gång: be förvaltningen om svar.")
            % {"day": day.isoformat()}
        )


class AlreadyReminded(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Förvaltningen är redan påmind i dag."))


class StartsLater(Refusal):
    def __init__(self, day: date) -> None:
        super().__init__(
            _("Starten är planerad till %(day)s. Bekräfta den när personen har börjat, eller ändra dagen.")
            % {"day": day.isoformat()}
        )


@transaction.atomic
def book(
    *,
    place: Place,
    participant: Participant,
    period: tuple[date, date | None],
    working_share: int,
    presentation: str,
    by: User | None,
    today: date,
) -> Booking:
    """Propose the participant for a free opening, which is theirs until the host has answered or the time is out.

    Raises NotBookable, DatesOutOfOrder, OutsidePlace, NoOpeningFree, PersonIsBusy and PersonIsAnonymous.
    """
    place = Place.objects.select_for_update().get(pk=place.pk)
    if place.state != PlaceState.APPROVED:
        raise NotBookable(place.get_state_display())
    # held until the booking stands: either retention sees the booking, or the booking what retention did
    check_known(Participant.objects.select_for_update(no_key=True).get(pk=participant.pk).key)
    first, last = period
    _check_days(place, first, last)
    expire_bookings(today=today, among=Q(opening__place=place) | Q(participant=participant))
    opening = free_openings(place, period).first()
    if opening is None:
        raise NoOpeningFree
    with in_words():
        return Booking.objects.create(
            opening=opening,
            participant=participant,
            starts_on=first,
            ends_on=last,
            working_share=working_share,
            presentation=presentation,
            proposed_on=today,
            proposed_by=by,
            expires_on=today + timedelta(days=JobParameters.objects.on(today).booking_days),
        )


@transaction.atomic
def book_newcomer(
    *,
    place: Place,
    key: str,
    name: str,
    sex: str,
    period: tuple[date, date | None],
    working_share: int,
    presentation: str,
    by: User | None,
    today: date,
    is_protected: bool = False,
) -> Booking:
    """As `book`, by key, for someone whom the register may not have yet; a refused booking leaves no participant.

    `is_protected` puts protection on the participant, before anyone sees who it is.
    Raises KeyRetired and KeyOfAnother too.
    """
    check_participant_key(key)
    return book(
        place=place,
        participant=participant_of(key=key, name=name, sex=sex, is_protected=is_protected),
        period=period,
        working_share=working_share,
        presentation=presentation,
        by=by,
        today=today,
    )


def free_openings(place: Place, period: tuple[date, date | None]) -> QuerySet[Opening]:
    """Openings that nobody holds any day of the period, lowest number first."""
    first, last = period
    held = Booking.objects.filter(opening__place=place, state__in=HOLDING).filter(
        Q(ends_on=None) | Q(ends_on__gte=first)
    )
    if last is not None:
        held = held.filter(starts_on__lte=last)
    return Opening.objects.filter(place=place).exclude(pk__in=held.values("opening")).order_by("number")


def expire_bookings(*, today: date, among: Q | None = None) -> int:
    """Write that proposals whose time is out are expired; how many. Run twice it changes nothing."""
    stale = Booking.objects.stale(today).filter(among or Q())
    return stale.update(state=BookingState.EXPIRED, settled_on=F("expires_on"))


@transaction.atomic
def accept(*, booking: Booking, by: User | None, today: date) -> Booking:
    """The host says yes. Raises BookingIsOver."""
    booking = locked_booking(booking, today, BookingState.PROPOSED)
    booking.state, booking.answered_on, booking.answered_by = BookingState.ACCEPTED, today, by
    booking.save(update_fields=["state", "answered_on", "answered_by"])
    return booking


@transaction.atomic
def decline(*, booking: Booking, cause: DeclineCause | str, note: str, by: User | None, today: date) -> Booking:
    """The host, the person or Arbetsförmedlingen says no, also after a yes; the opening is free. Raises BookingIsOver.

    The causes are what explains a missing employment later (`placements.queries.declines`).
    """
    booking = locked_booking(booking, today, *WAITING)
    booking.answered_by = by
    booking.save(update_fields=["answered_by"])
    return booking.settle(BookingState.DECLINED, on=today, cause=str(cause), note=note)


@transaction.atomic
def cancel(*, booking: Booking, note: str, today: date) -> Booking:
    """ASF takes the proposal back. Raises BookingIsOver."""
    return locked_booking(booking, today, *WAITING).settle(BookingState.CANCELLED, on=today, note=note)


@transaction.atomic
def extend(*, booking: Booking, today: date) -> Booking:
    """The host gets as many days again, once. Raises BookingIsOver and AlreadyExtended."""
    booking = locked_booking(booking, today, BookingState.PROPOSED)
    if booking.extended_on is not None:
        raise AlreadyExtended(booking.extended_on)
    booking.expires_on += timedelta(days=JobParameters.objects.on(today).booking_days)
    booking.extended_on = today
    booking.save(update_fields=["expires_on", "extended_on"])
    return booking


@transaction.atomic
def remind(*, booking: Booking, today: date) -> Booking:
    """The host's first page asks for the answer again, first of all. Raises BookingIsOver and AlreadyReminded."""
    booking = locked_booking(booking, today, BookingState.PROPOSED)
    if booking.reminded_on == today:
        raise AlreadyReminded
    booking.reminded_on = today
    booking.save(update_fields=["reminded_on"])
    return booking


@transaction.atomic
def plan_start(*, booking: Booking, period: tuple[date, date | None], working_share: int, today: date) -> Booking:
    """The day of the start is agreed.

    Raises BookingIsOver, DatesOutOfOrder, OutsidePlace, NoOpeningFree and PersonIsBusy.
    """
    booking = locked_booking(booking, today, BookingState.ACCEPTED, BookingState.PLANNED)
    place = booking.opening.place
    first, last = period
    _check_days(place, first, last)
    expire_bookings(today=today, among=Q(opening__place=place) | Q(participant=booking.participant_id))
    booking.state = BookingState.PLANNED
    booking.starts_on, booking.ends_on, booking.working_share = first, last, working_share
    with in_words():
        booking.save(update_fields=["state", "starts_on", "ends_on", "working_share"])
    return booking


def _check_days(place: Place, first: date, last: date | None) -> None:
    """In order, and days on which the place is there. Raises DatesOutOfOrder and OutsidePlace."""
    check_order(first, last)
    if first < place.available_from or (place.available_to and (last or date.max) > place.available_to):
        raise OutsidePlace(place)


@contextmanager
def in_words() -> Iterator[None]:
    """What the database refuses because somebody else came first is said in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "booking_opening_never_twice" in str(error):
            raise NoOpeningFree from None
        if "person_within_full_time" in str(error):
            raise PersonIsBusy from None
        raise


def locked_booking(booking: Booking, today: date, *states: str) -> Booking:
    """The booking as it is now, held until the transaction ends. Raises BookingIsOver when it is in no such state."""
    found = Booking.objects.select_for_update(of=("self",)).select_related("opening__place").get(pk=booking.pk)
    if found.is_stale(today) or found.state not in states:
        raise BookingIsOver(str(BookingState(found.state_on(today)).label))
    return found
