"""Which case officer (arbetsmarknadssekreterare) looks after a participant, and who did before (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import User
from placements.models.participant import Participant
from placements.models.support import days


class CaseOfficerQuerySet(models.QuerySet["CaseOfficerAssignment"]):
    def on(self, day: date) -> CaseOfficerQuerySet:
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


@pghistory.track()
class CaseOfficerAssignment(models.Model):
    """From a day to a day, both included. `note` is what the officer before handed over."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="case_officers")
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="participants", verbose_name=_("arbetsmarknadssekreterare")
    )
    valid_from = models.DateField(_("från och med"))
    valid_to = models.DateField(_("till och med"), null=True, blank=True)
    note = models.CharField(_("överlämnat"), max_length=300, blank=True)

    objects = CaseOfficerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="case_officer_ends_after_start",
                violation_error_message=_("Sista dagen är före den första."),
            ),
            ExclusionConstraint(
                name="case_officer_one_at_a_time",
                expressions=[("participant", RangeOperators.EQUAL), (days("valid_from", "valid_to"), "&&")],
                violation_error_message=_("Deltagaren har redan en handläggare de dagarna."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} → {self.officer_id}"
