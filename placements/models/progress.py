"""What happens during an employment: leave, preparatory training and the four teaching modules (D1; DOMAIN.md 5)."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from placements.models.employment import Employment
from placements.models.support import days


@pghistory.track()
class Leave(models.Model):
    """Absence that keeps counting (DOMAIN.md 9). Why is not recorded: it may be about health."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="leaves")
    first_day = models.DateField(_("ledig från och med"))
    last_day = models.DateField(_("ledig till och med"), null=True, blank=True)
    is_paid = models.BooleanField(_("med lön"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="leave_ends_after_start",
                violation_error_message=_("Ledighetens sista dag är före den första."),
            ),
            ExclusionConstraint(
                name="leaves_do_not_overlap",
                expressions=[("employment", RangeOperators.EQUAL), (days("first_day", "last_day"), "&&")],
                violation_error_message=_("Personen är redan ledig några av de dagarna."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employment_id} {self.first_day}"


class Module(models.TextChoices):
    PREPARATORY = "preparatory", _("förberedande utbildning")
    TRADE = "trade", _("yrkeskunskap")
    CIVICS = "civics", _("samhällskunskap")
    VOCATIONAL_SWEDISH = "vocational_swedish", _("yrkessvenska")
    LANGUAGE = "language", _("språkträning")


@pghistory.track()
class Training(models.Model):
    """A module that was offered to the employed person, and whether it was taken (D1: the four modules)."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="trainings")
    module = models.CharField(_("utbildning"), max_length=20, choices=Module)
    offered_on = models.DateField(_("erbjuden"))
    started_on = models.DateField(_("påbörjad"), null=True, blank=True)
    completed_on = models.DateField(_("genomförd"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employment", "module"],
                name="training_once_per_module",
                violation_error_message=_("Utbildningen finns redan på anställningen."),
            ),
            models.CheckConstraint(
                condition=(Q(started_on=None) & Q(completed_on=None))
                | Q(started_on__isnull=False, started_on__gte=F("offered_on"))
                & (Q(completed_on=None) | Q(completed_on__gte=F("started_on"))),
                name="training_days_in_order",
                violation_error_message=_("En utbildning erbjuds först, påbörjas sedan och genomförs sist."),
            ),
        ]

    def __str__(self) -> str:
        return self.module
