"""Openings of a place, and who is proposed for, booked on and started at them (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.access import sees_whole_city
from organisation.models import Department, User
from organisation.roles import Act
from placements.full_time import PERSON_IS_FREE, PERSON_IS_FREE_VARIABLES
from placements.models.participant import Participant
from placements.models.place import Place
from placements.models.placement import Placement
from placements.models.support import days


class Opening(models.Model):
    """One of the openings of a place. The rows are kept by the database itself, one for each that is offered."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="opening_rows")
    number = models.PositiveSmallIntegerField(_("nummer"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="opening_once_per_number")]

    def __str__(self) -> str:
        return f"{self.place_id}/{self.number}"


class BookingState(models.TextChoices):
    PROPOSED = "proposed", _("föreslagen, väntar på svar")
    ACCEPTED = "accepted", _("accepterad, start att planera")
    PLANNED = "planned", _("start planerad")
    STARTED = "started", _("har börjat")
    DECLINED = "declined", _("nej")
    EXPIRED = "expired", _("utgången")
    CANCELLED = "cancelled", _("avbokad")


WAITING = (BookingState.PROPOSED, BookingState.ACCEPTED, BookingState.PLANNED)  # on the way to a start
HOLDING = (*WAITING, BookingState.STARTED)  # the opening is theirs for the days of the booking
SETTLED = (BookingState.DECLINED, BookingState.EXPIRED, BookingState.CANCELLED)


class DeclineCause(models.TextChoices):
    """Why nothing came of a proposal; `by_host` are those that a department gives."""

    NOT_SUITABLE = "not_suitable", _("arbetet passar inte personen")
    LANGUAGE = "language", _("språknivån räcker inte")
    NO_SUPERVISOR = "no_supervisor", _("handledare saknas")
    PLACE_GONE = "place_gone", _("platsen finns inte längre")
    PERSON_DECLINED = "person_declined", _("deltagaren tackade nej")
    SUPPORT_REFUSED = "support_refused", _("stöd nekat eller inte finansierat")
    OTHER = "other", _("annat")


BY_HOST = (
    DeclineCause.NOT_SUITABLE, DeclineCause.LANGUAGE, DeclineCause.NO_SUPERVISOR, DeclineCause.PLACE_GONE,
    DeclineCause.OTHER,
)  # fmt: skip


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, user: User) -> BookingQuerySet:
        return self.filter(opening__place__department__in=Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS))

    def shown_to(self, user: User, today: date) -> BookingQuerySet:
        """What the user may see; a host none whose placement is over, who is its own no more (DOMAIN.md 10)."""
        found = self.visible_to(user)
        if sees_whole_city(user, Act.SEE_EMPLOYMENTS):
            return found
        return found.exclude(state=BookingState.STARTED, ends_on__lt=today)

    def stale(self, today: date) -> BookingQuerySet:
        """Proposals whose time is out, whether or not anyone has written so yet."""
        return self.filter(state=BookingState.PROPOSED, expires_on__lt=today)

    def waiting(self, today: date) -> BookingQuerySet:
        """On the way to a start and not run out."""
        return self.filter(state__in=WAITING).exclude(state=BookingState.PROPOSED, expires_on__lt=today)

    def holding(self, today: date) -> BookingQuerySet:
        """Those that keep an opening: on the way, or started and still there."""
        there = Q(state=BookingState.STARTED) & (Q(ends_on=None) | Q(ends_on__gte=today))
        fresh = Q(state=BookingState.PROPOSED, expires_on__gte=today)
        return self.filter(fresh | there | Q(state__in=[BookingState.ACCEPTED, BookingState.PLANNED]))


@pghistory.track()
class Booking(models.Model):
    """A participant proposed for an opening, which nobody else gets meanwhile; what became of it.

    `expires_on` is the last day on which the host may answer. After a start the days follow the placement's.
    `presentation` is what the host needs to know of experience and hours: nothing about health or economy.
    """

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="bookings")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(_("läge"), max_length=10, choices=BookingState, default=BookingState.PROPOSED)
    starts_on = models.DateField(_("första dag"))
    ends_on = models.DateField(_("sista dag"), null=True, blank=True)
    working_share = models.PositiveSmallIntegerField(_("sysselsättningsgrad, procent"), default=100)
    presentation = models.CharField(_("presentation"), max_length=500, blank=True)
    proposed_on = models.DateField(_("föreslagen"))
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(_("svar senast"))
    extended_on = models.DateField(_("förlängd"), null=True, blank=True)
    reminded_on = models.DateField(_("påmind"), null=True, blank=True)
    answered_on = models.DateField(_("accepterad"), null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(_("avslutad"), null=True, blank=True)
    cause = models.CharField(_("orsak"), max_length=16, choices=DeclineCause, blank=True)
    note = models.CharField(_("anteckning"), max_length=300, blank=True)
    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="booking")

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="booking_ends_after_start",
                violation_error_message=_("Bokningens sista dag är före den första."),
            ),
            models.CheckConstraint(
                condition=Q(working_share__gte=1, working_share__lte=100),
                name="booking_share_within_100",
                violation_error_message=_("Sysselsättningsgraden är 1–100 procent."),
            ),
            models.CheckConstraint(
                condition=Q(state="started", placement__isnull=False) | ~Q(state="started") & Q(placement=None),
                name="booking_started_has_placement",
                violation_error_message=_("En bokning som har börjat har en placering, och bara den."),
            ),
            models.CheckConstraint(
                condition=Q(state="declined") & ~Q(cause="") | ~Q(state="declined") & Q(cause=""),
                name="booking_declined_says_why",
                violation_error_message=_("Ett nej har en orsak, och bara ett nej."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "planned", "started"]) | Q(answered_on__isnull=False),
                name="booking_accepted_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["declined", "expired", "cancelled"], settled_on__isnull=False)
                | ~Q(state__in=["declined", "expired", "cancelled"]) & Q(settled_on=None),
                name="booking_settled_has_day",
            ),
            ExclusionConstraint(
                name="booking_opening_never_twice",
                expressions=[("opening", RangeOperators.EQUAL), (days("starts_on", "ends_on"), "&&")],
                condition=Q(state__in=["proposed", "accepted", "planned", "started"]),
                violation_error_message=_("Platsen är redan bokad eller tillsatt de dagarna."),
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_on"], name="booking_by_state")]
        triggers = [
            pgtrigger.Trigger(
                name="booking_person_within_full_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("state", "starts_on", "ends_on", "working_share", "participant_id"),  # type: ignore[no-untyped-call]  # pgtrigger says no types
                declare=PERSON_IS_FREE_VARIABLES,
                func=PERSON_IS_FREE,
            ),
            pgtrigger.Protect(
                name="booking_settled_stays_settled",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state IN ('declined', 'expired', 'cancelled') AND NEW.state <> OLD.state"
                ),
            ),
            pgtrigger.Protect(name="booking_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.opening_id} {self.state}"

    def state_on(self, today: date) -> str:
        """A proposal whose time is out is expired, also before the night has written so."""
        return BookingState.EXPIRED if self.is_stale(today) else self.state

    def is_stale(self, today: date) -> bool:
        return self.state == BookingState.PROPOSED and self.expires_on < today

    def is_waiting(self, today: date) -> bool:
        return self.state in WAITING and not self.is_stale(today)

    def settle(self, state: str, *, on: date, cause: str = "", note: str = "") -> Booking:
        """Nothing comes of it, and the opening is free."""
        self.state, self.settled_on, self.cause, self.note = state, on, cause, note
        self.save(update_fields=["state", "settled_on", "cause", "note"])
        return self
