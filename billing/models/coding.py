"""Account coding (kontering): what each department's side of an invoice is booked on, from day to day (DOMAIN.md 7)."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Department
from placements.models.support import days

MANDATORY_PARTS = ("account", "cost_centre", "activity_code", "counterpart")
OPTIONAL_PARTS = ("project", "activity", "object_code")
PARTS = (*MANDATORY_PARTS, *OPTIONAL_PARTS)


@pghistory.track()
class AccountCoding(models.Model):
    """A department's coding and reference code, both days included; both sides of an invoice have one."""

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="codings", verbose_name=_("förvaltning")
    )
    valid_from = models.DateField(_("från och med"))
    valid_to = models.DateField(_("till och med"), null=True, blank=True)  # None: until further notice
    account = models.CharField(_("konto"), max_length=12)
    cost_centre = models.CharField(_("kostnadsställe"), max_length=12)
    activity_code = models.CharField(_("verksamhet"), max_length=12)
    counterpart = models.CharField(_("motpart"), max_length=12)
    project = models.CharField(_("projekt"), max_length=12, blank=True)
    activity = models.CharField(_("aktivitet"), max_length=12, blank=True)
    object_code = models.CharField(_("objekt"), max_length=12, blank=True)
    reference_code = models.CharField(_("referenskod"), max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="coding_ends_after_it_begins",
                violation_error_message=_("Sista dagen kan inte vara före den första."),
            ),
            models.CheckConstraint(
                condition=~(Q(account="") | Q(cost_centre="") | Q(activity_code="") | Q(counterpart="")),
                name="coding_has_its_mandatory_parts",
                violation_error_message=_("Konto, kostnadsställe, verksamhet och motpart ska alltid finnas."),
            ),
            ExclusionConstraint(
                name="codings_do_not_overlap",
                expressions=[("department", RangeOperators.EQUAL), (days("valid_from", "valid_to"), "&&")],
                violation_error_message=_("Förvaltningen har redan en kontering några av de dagarna."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.valid_from}"
