"""Exemptions: a board that has no quota for some months, with the reason and the decision (D1, decision 1)."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthField
from foundation.periods import Month
from organisation.models.departments import Department
from organisation.spans import Span


@pghistory.track()
class Exemption(models.Model):
    """A department has no quota from a month to a month, both included; it is shown, with the reason.

    Empty is from the beginning, and until further notice.
    """

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="exemptions", verbose_name=_("förvaltning")
    )
    first_month = MonthField(_("undantagen från och med"), null=True, blank=True)
    last_month = MonthField(_("undantagen till och med"), null=True, blank=True)
    reason = models.CharField(_("undantagen därför att"), max_length=200)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="exemptions_do_not_overlap",
                expressions=[
                    ("department", RangeOperators.EQUAL),
                    (
                        Func(
                            F("first_month"),
                            F("last_month"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Förvaltningen är redan undantagen några av de månaderna."),
            ),
            models.CheckConstraint(
                condition=Q(first_month=None) | Q(last_month=None) | Q(last_month__gte=F("first_month")),
                name="exemption_ends_after_start",
                violation_error_message=_("Sista månaden är före den första."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="exemption_has_a_reason",
                violation_error_message=_("Skriv varför förvaltningen är undantagen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.first_month or ''}–{self.last_month or ''}"

    @property
    def span(self) -> Span:
        return Span(self.first_month, self.last_month)

    def touches(self, first: Month, last: Month) -> bool:
        return (self.first_month is None or self.first_month <= last) and (
            self.last_month is None or self.last_month >= first
        )
