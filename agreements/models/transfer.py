"""Places that move between two departments (D1; DOMAIN.md 4)."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthField
from foundation.frozen import frozen_when
from organisation.models import Department, User
from organisation.roles import Act


class TransferQuerySet(models.QuerySet["QuotaTransfer"]):
    def visible_to(self, user: User) -> TransferQuerySet:
        """Both sides see it, and those who see the whole city."""
        seen = Department.objects.visible_to(user, Act.SEE_AGREEMENTS)
        return self.filter(Q(from_department__in=seen) | Q(to_department__in=seen))

    def signed(self) -> TransferQuerySet:
        return self.exclude(signed_on=None)

    def touching(self, department: Department) -> TransferQuerySet:
        return self.filter(Q(from_department=department) | Q(to_department=department))


@pghistory.track()
class QuotaTransfer(models.Model):
    """n places move from one department's target to another's, whole months; the city's sum is unchanged (D1)."""

    from_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="transfers_out")
    to_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="transfers_in")
    number = models.PositiveIntegerField(_("antal"))
    first_month = MonthField(_("första månaden"))
    last_month = MonthField(_("sista månaden"), null=True, blank=True)
    signed_on = models.DateField(_("undertecknad"), null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        triggers = frozen_when("signed_transfer_is_frozen", pgtrigger.Q(old__signed_on__isnull=False))
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_department=F("to_department")),
                name="transfer_between_two",
                violation_error_message=_("En överföring går mellan två olika förvaltningar."),
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="transfer_of_something"),
            models.CheckConstraint(
                condition=Q(last_month=None) | Q(last_month__gte=F("first_month")),
                name="transfer_ends_after_start",
                violation_error_message=_("Sista månaden är före den första."),
            ),
            models.UniqueConstraint(
                fields=["from_department", "to_department", "first_month"],
                name="transfer_once_per_start",
                violation_error_message=_(
                    "Det finns redan en överföring mellan samma förvaltningar från den månaden. Välj en annan månad."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.from_department_id} → {self.to_department_id}"

    def sign(self, *, on: date) -> None:
        self.signed_on = on
        self.save(update_fields=["signed_on"])
