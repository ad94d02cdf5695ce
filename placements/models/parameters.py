"""The dated parameters that jobs are costed and looked after by, none a constant in code (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProtectedInFiles(models.TextChoices):
    REFUSE = "refuse", _("filen tas inte emot")
    FLAG = "flag", _("raden märks ut innan filen godkänns")


class JobParametersQuerySet(models.QuerySet["JobParameters"]):
    def on(self, day: date) -> JobParameters:
        """The row in force on the day; before the first row, and without rows, the standard values, not stored."""
        found = self.filter(valid_from__lte=day).order_by("-valid_from").first()
        return found or JobParameters(valid_from=STANDARD_FROM, source=STANDARD_SOURCE)


STANDARD_FROM = date(2020, 11, 1)
STANDARD_SOURCE = "STK-2020-1509"


@pghistory.track()
class JobParameters(models.Model):
    """What holds from a day until the next row's day. Shares are of the wage: 0.4015 is 40.15 % (D1; DOMAIN.md 5)."""

    valid_from = models.DateField(_("gäller från och med"), unique=True)
    payroll_overhead = models.DecimalField(
        _("personalomkostnadspålägg (PO), andel av lönen"), max_digits=6, decimal_places=4, default=Decimal("0.4015")
    )
    statutory_fees = models.DecimalField(
        _("lagstadgade arbetsgivaravgifter, andel av lönen"), max_digits=6, decimal_places=4, default=Decimal("0.3142")
    )
    support_ceiling = models.DecimalField(
        _("högsta lön som stöd räknas på, kronor i månaden"), max_digits=10, decimal_places=2, default=Decimal(20_000)
    )
    standard_wage = models.DecimalField(
        _("schablonlön där ingen lön är angiven, kronor i månaden"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
    )
    grant_first = models.DecimalField(
        _("handledarbidrag de första månaderna, kronor"), max_digits=10, decimal_places=2, default=Decimal(3250)
    )
    grant_first_months = models.PositiveSmallIntegerField(_("antal första månader"), default=3)
    grant_after = models.DecimalField(
        _("handledarbidrag därefter, kronor i månaden"), max_digits=10, decimal_places=2, default=Decimal(2500)
    )
    supervisor_load = models.PositiveSmallIntegerField(_("varna när en handledare har fler än"), default=4)
    booking_days = models.PositiveSmallIntegerField(
        _("så många dagar har förvaltningen på sig att svara på ett förslag"), default=14
    )
    booking_reminder_days = models.PositiveSmallIntegerField(
        _("påminn när så många dagar är kvar av en bokning"), default=3
    )
    protected_in_files = models.CharField(
        _("skyddade personuppgifter i en inläst fil"),
        max_length=10,
        choices=ProtectedInFiles,
        default=ProtectedInFiles.FLAG,
    )
    source = models.CharField(_("källa eller beslut"), max_length=200)

    objects = JobParametersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    payroll_overhead__gte=0, payroll_overhead__lt=2, statutory_fees__gte=0, statutory_fees__lt=2
                ),
                name="job_parameters_shares_are_shares",
                violation_error_message=_("PO och avgifter är andelar av lönen: 40,15 procent skrivs 0,4015."),
            ),
            models.CheckConstraint(
                condition=Q(support_ceiling__gte=0, grant_first__gte=0, grant_after__gte=0),
                name="job_parameters_no_negative_amounts",
                violation_error_message=_("Beloppen är 0 kronor eller mer."),
            ),
            models.CheckConstraint(
                condition=Q(standard_wage=None) | Q(standard_wage__gt=0),
                name="job_parameters_standard_wage_is_paid",
                violation_error_message=_("Schablonlönen är mer än 0 kronor. Lämna fältet tomt om ingen finns."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}"

    @property
    def is_stored(self) -> bool:
        return self.pk is not None
