"""An agreement that ends before its time, or never begins (DOMAIN.md 4)."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.signature import Side
from foundation.fields import MonthField
from foundation.frozen import frozen_when
from foundation.periods import Month
from organisation.models import User


class EndingQuerySet(models.QuerySet["AgreementEnding"]):
    def agreed(self) -> EndingQuerySet:
        return self.exclude(agreed_on=None)


@pghistory.track()
class AgreementEnding(models.Model):
    """Proposed by one side, agreed by the other: versions up to `through_version` hold no longer than `last_month`.

    A later version begins anew, so an ending never reaches what is agreed after it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="endings")
    through_version = models.PositiveSmallIntegerField(_("till och med version"))
    last_month = MonthField(_("sista månaden"))
    reason = models.TextField(_("varför"))
    proposed_side = models.CharField(_("föreslagen av"), max_length=10, choices=Side)
    # nobody in an ending that was loaded from a register folder
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_on = models.DateField(_("överenskommet"), null=True, blank=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        triggers = frozen_when("agreed_ending_is_frozen", pgtrigger.Q(old__agreed_on__isnull=False))
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "through_version"],
                name="ending_once_per_version",
                violation_error_message=_("Det finns redan ett förslag om att överenskommelsen ska upphöra."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="ending_has_a_reason",
                violation_error_message=_("Skriv varför överenskommelsen ska upphöra."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | Q(agreed_on__isnull=False) & ~Q(accepted_by=F("proposed_by")),
                name="ending_agreed_by_two_people",
                violation_error_message=_("Den som har föreslagit slutet kan inte också godta det."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} → {self.last_month}"

    def agree(self, *, by: User, on: date) -> None:
        self.accepted_by, self.agreed_on = by, on
        self.save(update_fields=["accepted_by", "agreed_on"])

    @classmethod
    def propose(
        cls, *, agreement: Agreement, through: int, last_month: Month, reason: str, side: str, by: User, now: datetime
    ) -> AgreementEnding:
        return cls.objects.create(
            agreement=agreement,
            through_version=through,
            last_month=last_month,
            reason=reason,
            proposed_side=side,
            proposed_by=by,
            proposed_at=now,
        )
