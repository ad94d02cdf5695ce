"""Where an employed person works (DOMAIN.md 5, 10)."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Department, User
from organisation.roles import Act
from placements.full_time import PLACED_WITHIN_FULL_TIME, PLACED_WITHIN_FULL_TIME_VARIABLES
from placements.models.employment import Employment
from placements.models.history import whole_statements
from placements.models.supervisor import Supervisor

# the opening is theirs for the days on which they are there; an opening that another has booked is refused
_BOOKING_FOLLOWS = """
    UPDATE placements_booking SET starts_on = NEW.placed_from, ends_on = NEW.placed_to
     WHERE placement_id = NEW.id AND (starts_on, ends_on) IS DISTINCT FROM (NEW.placed_from, NEW.placed_to);
    RETURN NEW;
"""


class PlacementKind(models.TextChoices):
    EXTERNAL = "external", _("extern plats")
    OWN_TEAM = "own_team", _("särskilt arbetslag")


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: User) -> PlacementQuerySet:
        """Whole-city roles that may see employments see all; host departments their own (DOMAIN.md 10)."""
        return self.filter(department__in=Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS))

    def current(self, today: date) -> PlacementQuerySet:
        """Those of the day: placement and employment both cover it, since one may reach outside the other."""
        return self.filter(
            Q(placed_to=None) | Q(placed_to__gte=today),
            Q(employment__employed_to=None) | Q(employment__employed_to__gte=today),
            placed_from__lte=today,
            employment__employed_from__lte=today,
        )

    def overlapping(self, first: date, last: date) -> PlacementQuerySet:
        return self.filter(placed_from__lte=last).filter(Q(placed_to=None) | Q(placed_to__gte=first))


@pghistory.track(*whole_statements())
class Placement(models.Model):
    """Where an employed person works, from a day to a day, both included. Employed and placed are two dates."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="placements")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="placements", verbose_name=_("förvaltning")
    )
    kind = models.CharField(_("slag av plats"), max_length=10, choices=PlacementKind, default=PlacementKind.EXTERNAL)
    placed_from = models.DateField(_("placerad från och med"))
    placed_to = models.DateField(_("placerad till och med"), null=True, blank=True)
    working_share = models.PositiveSmallIntegerField(_("sysselsättningsgrad, procent"), default=100)
    job_title = models.CharField(_("yrkestitel"), max_length=120, blank=True, db_default="")
    # the start checklist (D1: the host has supervisor, introduction and work-environment responsibility)
    supervisor = models.ForeignKey(
        Supervisor, on_delete=models.PROTECT, null=True, blank=True, related_name="placements",
        verbose_name=_("handledare"),
    )  # fmt: skip
    onboarding_on = models.DateField(_("introduktion hållen"), null=True, blank=True)
    responsibility_on = models.DateField(_("arbetsmiljöansvaret klarlagt"), null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(placed_to=None) | Q(placed_to__gte=F("placed_from")),
                name="placement_ends_after_start",
                violation_error_message=_("Placeringens sista dag är före den första."),
            ),
            models.CheckConstraint(
                condition=Q(working_share__gte=1, working_share__lte=100),
                name="placement_share_within_100",
                violation_error_message=_("Sysselsättningsgraden är 1–100 procent."),
            ),
            models.UniqueConstraint(
                fields=["employment", "department", "placed_from", "kind"],
                name="placement_once_per_start",
                violation_error_message=_("Anställningen är redan placerad på förvaltningen från den dagen."),
            ),
        ]
        indexes = [
            models.Index(fields=["department", "placed_from"], name="placement_by_department"),
            models.Index(fields=["placed_to"], name="placement_by_last_day"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="placement_person_within_full_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("placed_from", "placed_to", "working_share", "employment_id"),  # type: ignore[no-untyped-call]  # pgtrigger says no types
                declare=PLACED_WITHIN_FULL_TIME_VARIABLES,
                func=PLACED_WITHIN_FULL_TIME,
            ),
            pgtrigger.Trigger(
                name="placement_booking_follows",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("placed_from", "placed_to"),  # type: ignore[no-untyped-call]  # pgtrigger says no types
                func=_BOOKING_FOLLOWS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employment_id} → {self.department_id}"

    def end(self, *, on: date | None) -> None:
        """Its last day, inclusive; None: it goes on."""
        self.placed_to = on
        self.save(update_fields=["placed_to"])
