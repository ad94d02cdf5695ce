"""The dated parameters of the month between two sides: time to answer, reminders (DOMAIN.md 6); and of the rehearsal of
a half-year: when a sum is far from the last one (DOMAIN.md 7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.tolerance import Tolerance

STANDARD_FROM = date(2020, 11, 1)
STANDARD_SOURCE = "STK-2020-1509"


class MonthParametersQuerySet(models.QuerySet["MonthParameters"]):
    def on(self, day: date) -> MonthParameters:
        """The row in force on the day; before the first row, and without rows, the standard values, not stored."""
        found = self.filter(valid_from__lte=day).order_by("-valid_from").first()
        return found or MonthParameters(valid_from=STANDARD_FROM, source=STANDARD_SOURCE)


def standard_reminders() -> list[int]:
    """Three days before the last day to answer, the day itself, and the day after."""
    return [3, 0, -1]


@pghistory.track()
class MonthParameters(models.Model):
    """What holds from a day until the next row's day, in days. A reminder of 3 comes three days before the deadline,
    -1 the day after it."""

    valid_from = models.DateField(_("gäller från och med"), unique=True)
    answer_days = models.PositiveSmallIntegerField(_("dagar efter månadens slut att svara på"), default=9)
    least_answer_days = models.PositiveSmallIntegerField(_("minsta antal dagar att svara på"), default=7)
    reminder_days = ArrayField(
        models.SmallIntegerField(), verbose_name=_("påminnelser, dagar före sista svarsdag"), default=standard_reminders
    )
    parked_days = models.PositiveSmallIntegerField(_("dagar att avgöra en parkerad rad på"), default=30)
    # how many more than those on the list the department may say count: an objection with a slip of the pen is refused
    most_unlisted = models.PositiveSmallIntegerField(
        _("så många utöver listan som förvaltningen får räkna i en invändning"), default=10
    )
    far_times = models.DecimalField(
        _("gånger så stor eller så liten summa som förra halvåret"), max_digits=4, decimal_places=1, default=Decimal(2)
    )
    far_least_employments = models.PositiveSmallIntegerField(
        _("minsta skillnad i uteblivna anställningar per månad"), default=2
    )
    source = models.CharField(_("beslut eller källa"), max_length=200)

    objects = MonthParametersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_days__range=(1, 90), least_answer_days__range=(1, 90), parked_days__range=(1, 365)),
                name="month_parameters_days_in_range",
                violation_error_message=_("Skriv 1–90 dagar för svar och 1–365 för parkerade rader."),
            ),
            models.CheckConstraint(
                condition=Q(far_times__range=(1, 100), far_least_employments__range=(0, 1000)),
                name="month_parameters_far_in_range",
                violation_error_message=_("Skriv 1–100 gånger och 0–1000 anställningar."),
            ),
            models.CheckConstraint(
                condition=Q(most_unlisted__range=(0, 1000)),
                name="month_parameters_unlisted_in_range",
                violation_error_message=_("Skriv 0–1000 utöver listan."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="month_parameters_have_source"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}"

    @property
    def tolerance(self) -> Tolerance:
        return Tolerance(self.far_times, self.far_least_employments)

    def stages_passed(self, *, deadline: date, today: date) -> int:
        """How many of the reminder stages have been reached on the day: 0 while none has."""
        left = (deadline - today).days
        return sum(left <= days for days in self.reminder_days)
