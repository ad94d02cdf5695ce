"""A department's agreement for a model year (DOMAIN.md 4)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from allocation.models import ModelYear
from organisation.models import Department, User
from organisation.roles import Act


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> AgreementQuerySet:
        return self.filter(department__in=Department.objects.visible_to(user, Act.SEE_AGREEMENTS))


@pghistory.track()
class Agreement(models.Model):
    """A department's agreement with the provider for a model year; what it says is in its versions."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="agreements")
    model_year = models.ForeignKey(ModelYear, on_delete=models.PROTECT, related_name="agreements")
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "model_year"],
                name="agreement_one_per_department_and_year",
                violation_error_message=_("Förvaltningen har redan en överenskommelse för modellåret."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.model_year}"
