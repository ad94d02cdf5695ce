"""The model year and its dated revisions (DOMAIN.md 3)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from allocation.models.parameters import YearParameters, parameter_constraints
from foundation.fields import MonthField
from foundation.frozen import append_only
from foundation.periods import Month
from organisation.models import User


class ModelYearQuerySet(models.QuerySet["ModelYear"]):
    def covering(self, month: Month) -> ModelYearQuerySet:
        return self.filter(starts__lte=month.first_day, ends__gte=month.last_day)


@pghistory.track()
class ModelYear(YearParameters):
    """The council's decision as parameters: dated, visible, never constants in code (D1; DOMAIN.md 3, 9).

    Changed only until an agreement rests on it; after that by a revision. Ask `at(month)` for what holds in a month.
    """

    year = models.PositiveSmallIntegerField(_("modellår"), unique=True)
    starts = models.DateField(_("börjar"))
    ends = models.DateField(_("slutar"))

    objects = ModelYearQuerySet.as_manager()

    if TYPE_CHECKING:
        revisions: models.Manager[ModelYearRevision]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="model_year_ends_after_start",
                violation_error_message=_("Sista dagen är inte efter den första."),
            ),
            *parameter_constraints("model_year"),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def first_month(self) -> Month:
        return Month.of(self.starts)

    @property
    def last_month(self) -> Month:
        return Month.of(self.ends)

    @cached_property
    def readings(self) -> list[ModelYearRevision]:
        """Its revisions in order; read once per object."""
        return sorted(self.revisions.all(), key=lambda one: one.number)

    @property
    def headcount_dates(self) -> set[date]:
        """The days whose headcounts its quotas rest on, in all readings."""
        return {one.headcount_date for one in (self, *self.readings)}

    def at(self, month: Month) -> YearParameters:
        """What holds in the month: the last revision that has begun by then, else the decision as first made."""
        return max((one for one in self.readings if one.first_month <= month), key=lambda one: one.number, default=self)


@pghistory.track()
class ModelYearRevision(YearParameters):
    """The year's parameters anew from a month on. What is signed, and months that are closed, keep what they had."""

    model_year = models.ForeignKey(ModelYear, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("nummer"))
    first_month = MonthField(_("gäller från och med"))
    reason = models.TextField(_("varför"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("gjord av"))
    made_at = models.DateTimeField(_("gjord"))

    class Meta:
        triggers = append_only("model_year_revision_is_kept")
        constraints = [
            models.UniqueConstraint(fields=["model_year", "number"], name="model_year_revision_numbered_once"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decision=""),
                name="model_year_revision_says_why",
                violation_error_message=_("Skriv varför modellåret revideras och vilket beslut det vilar på."),
            ),
            *parameter_constraints("model_year_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.model_year_id} {self.number}"

    @property
    def reading(self) -> int:
        return self.number + 1
