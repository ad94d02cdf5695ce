"""Vacancies that those whose employment ends soon are told of (DOMAIN.md 5)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.models import Department, User
from placements.models.employment import Employment


@pghistory.track()
class Recruitment(models.Model):
    """A vacancy with its last day to apply; `department` is empty for an employer outside the city."""

    job_title = models.CharField(_("yrkestitel"), max_length=120)
    employer = models.CharField(_("arbetsgivare"), max_length=120)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("förvaltning")
    )
    apply_by = models.DateField(_("sista ansökningsdag"))
    text = models.TextField(_("annons, eller var den finns"), max_length=2000, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.job_title}, {self.employer}"


@pghistory.track()
class RecruitmentNotice(models.Model):
    """Someone was told of a vacancy: who, when, by whom. Once for each vacancy."""

    recruitment = models.ForeignKey(Recruitment, on_delete=models.PROTECT, related_name="notices")
    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="notices")
    told_on = models.DateField(_("fick veta"))
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recruitment", "employment"],
                name="recruitment_told_once",
                violation_error_message=_("Personen har redan fått veta om den rekryteringen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recruitment_id} → {self.employment_id}"
