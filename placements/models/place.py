"""The place bank: what hosts offer (DOMAIN.md 5)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Department, User
from organisation.roles import Act
from placements.models.placement import PlacementKind


class PlaceState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    OFFERED = "offered", _("erbjuden")
    APPROVED = "approved", _("godkänd")
    WITHDRAWN = "withdrawn", _("återtagen")


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: User) -> PlaceQuerySet:
        return self.filter(department__in=Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS, Act.OFFER_PLACES))


@pghistory.track()
class Place(models.Model):
    """A place that a host offers in the place bank: one for own work teams and external places alike (D2)."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="places")
    kind = models.CharField(_("slag av plats"), max_length=10, choices=PlacementKind, default=PlacementKind.EXTERNAL)
    state = models.CharField(_("läge"), max_length=10, choices=PlaceState, default=PlaceState.OFFERED)
    workplace = models.CharField(_("arbetsplats"), max_length=120)
    job_title = models.CharField(_("yrkestitel"), max_length=120)
    tasks = models.TextField(_("arbetsuppgifter"), blank=True)
    openings = models.PositiveSmallIntegerField(_("antal platser"), default=1)
    available_from = models.DateField(_("från och med"))
    available_to = models.DateField(_("till och med"), null=True, blank=True)
    value_for_person = models.TextField(_("mervärde för den enskilde"))
    value_for_service = models.TextField(_("mervärde för verksamheten"), blank=True)
    offered_on = models.DateField(_("erbjuden"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(openings__gte=1), name="place_has_openings"),
            models.CheckConstraint(
                condition=Q(available_to=None) | Q(available_to__gte=F("available_from")),
                name="place_ends_after_start",
                violation_error_message=_("Platsens sista dag är före den första."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_title}, {self.workplace}"

    @property
    def is_open(self) -> bool:
        return self.state in (PlaceState.OFFERED, PlaceState.APPROVED)

    def set_state(self, state: str) -> Place:
        self.state = state
        self.save(update_fields=["state"])
        return self
