"""What came of it: reports as archived documents bound to what was known then (DOMAIN.md 8)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from followup.digest_models import Digest, DigestChoice, DigestState
from foundation.fields import MonthField
from foundation.models import Document
from organisation.models import Department, User
from organisation.roles import Act

__all__ = ["Digest", "DigestChoice", "DigestState", "SteeringGroupReport"]


class SteeringGroupReportQuerySet(models.QuerySet["SteeringGroupReport"]):
    def visible_to(self, user: User) -> SteeringGroupReportQuerySet:
        return self.filter(department__in=Department.objects.visible_to(user, Act.SEE_REPORTS))


class SteeringGroupReport(models.Model):
    """A department's report for a month; its figures are frozen with it so that text and table cannot drift."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="steering_group_reports")
    month = MonthField(_("månad"))
    figures = models.JSONField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="steering_group_report")

    objects = SteeringGroupReportQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="report_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="report_figures_are_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["document"]),  # the document is made after the figures
            ),
            pgtrigger.Protect(
                name="report_document_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__document__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["department", "month"], name="report_by_department_month")]

    def __str__(self) -> str:
        return f"{self.department} {self.month}"
