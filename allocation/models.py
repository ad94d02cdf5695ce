"""How many it should be: the model year and the counted staff that quotas rest on (DOMAIN.md 3)."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthField
from foundation.frozen import frozen_when
from foundation.periods import Month
from organisation.models import Department


class Basis(models.TextChoices):
    PERMANENT = "permanent", _("tillsvidareanställda")
    ALL = "all", _("alla anställda")


class RoundingRule(models.TextChoices):
    HALF_UP = "half_up", _("avrundat, halva uppåt")
    HALF_EVEN = "half_even", _("avrundat, halva till jämnt")
    FLOOR = "floor", _("avrundat nedåt")
    CEILING = "ceiling", _("avrundat uppåt")
    LARGEST_REMAINDER = "largest_remainder", _("största rest till en given summa")


class CountingRuleChoice(models.TextChoices):
    LAST_DAY = "last_day", _("månadens sista dag")
    FIRST_DAY = "first_day", _("månadens första dag")
    FIFTEENTH = "fifteenth", _("den 15:e")
    WHOLE_MONTH = "whole_month", _("hela månaden")
    ANY_DAY = "any_day", _("någon dag i månaden")
    AVERAGE = "average", _("genomsnitt per dag")


class FractionRuleChoice(models.TextChoices):
    EXACT = "exact", _("exakt")
    UP = "up", _("uppåt till helt tal")
    DOWN = "down", _("nedåt till helt tal")


class ModelYearQuerySet(models.QuerySet["ModelYear"]):
    def covering(self, month: Month) -> ModelYearQuerySet:
        return self.filter(starts__lte=month.first_day, ends__gte=month.last_day)


@pghistory.track()
class ModelYear(models.Model):
    """The council's decision as parameters: dated, visible, never constants in code (D1; DOMAIN.md 3, 9)."""

    year = models.PositiveSmallIntegerField(_("modellår"), unique=True)
    starts = models.DateField(_("börjar"))
    ends = models.DateField(_("slutar"))
    rate = models.DecimalField(_("fördelningstal"), max_digits=7, decimal_places=6)
    basis = models.CharField(_("beräkningsgrund"), max_length=10, choices=Basis, default=Basis.PERMANENT)
    headcount_date = models.DateField(_("antal anställda per"))
    rounding = models.CharField(_("avrundning"), max_length=20, choices=RoundingRule, default=RoundingRule.HALF_UP)
    rounding_total = models.PositiveIntegerField(_("summa att fördela"), null=True, blank=True)
    fee = models.DecimalField(_("avgift per utebliven anställning och månad"), max_digits=10, decimal_places=2)
    charging_starts = MonthField(_("avgift från och med"))
    counting_rule = models.CharField(
        _("räkneregel"), max_length=12, choices=CountingRuleChoice, default=CountingRuleChoice.LAST_DAY
    )
    fraction_rule = models.CharField(
        _("delar av anställningar"), max_length=5, choices=FractionRuleChoice, default=FractionRuleChoice.EXACT
    )
    silence_confirms = models.BooleanField(_("tystnad bekräftar"), default=True)
    increase_target = models.PositiveIntegerField(_("mål: nettoökning"))
    created_target = models.PositiveIntegerField(_("mål: skapade anställningar"))
    offered_target = models.PositiveIntegerField(_("mål: erbjudna platser"))
    baseline_date = models.DateField(_("jämförelsedag"))
    decision = models.CharField(_("beslut"), max_length=200)

    objects = ModelYearQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="model_year_ends_after_start"),
            models.CheckConstraint(condition=Q(rate__gt=0, rate__lt=1), name="model_year_rate_is_a_share"),
            models.CheckConstraint(condition=Q(fee__gte=0), name="model_year_fee_not_negative"),
            models.CheckConstraint(
                condition=~Q(rounding="largest_remainder") | Q(rounding_total__isnull=False),
                name="model_year_largest_remainder_has_total",
                violation_error_message=_("Största rest behöver en summa att fördela."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def first_month(self) -> Month:
        return Month.of(self.starts)

    @property
    def last_month(self) -> Month:
        return Month.of(self.ends)


class HeadcountImportState(models.TextChoices):
    WAITING = "waiting", _("väntar på ert godkännande")
    ACCEPTED = "accepted", _("godkänd")
    CANCELLED = "cancelled", _("avbruten")


@pghistory.track()
class HeadcountImport(models.Model):
    """A headcount file that someone has uploaded: first compared, then accepted or cancelled."""

    file_name = models.CharField(_("fil"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()  # [{"department": code, "date": "2020-11-01", "permanent": 330, "all": 400}]
    columns = models.JSONField(default=dict, blank=True)  # the file's heading by column name
    distributed = models.JSONField(default=list, blank=True)  # stray rows and the parts that they became
    state = models.CharField(max_length=10, choices=HeadcountImportState, default=HeadcountImportState.WAITING)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        triggers = frozen_when("headcount_import_settled", pgtrigger.Q(old__state__in=["accepted", "cancelled"]))
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="headcount_import_settled_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def settle(self, state: HeadcountImportState, *, now: datetime) -> None:
        """Accepted or cancelled; after that the row is never changed."""
        self.state, self.settled_at = state, now
        self.save(update_fields=["state", "settled_at"])


class HeadcountFile(models.Model):
    """A file on its way in, with what has been said of it so far. Its owner's alone, for it may hold anything.

    One for each person: the next file takes its place, and settling the import takes it away.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("fil"), max_length=200)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    columns = models.JSONField(default=dict, blank=True)  # index by column name, as chosen on the screen
    day = models.DateField(_("datum för alla rader"), null=True, blank=True)
    distribution = models.JSONField(default=dict, blank=True)  # parts by the number of the stray row

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ColumnMatching(models.Model):
    """How the columns of files with these headings are matched; remembered from the last time someone chose."""

    fingerprint = models.CharField(max_length=64, unique=True)
    columns = models.JSONField()  # key of the heading by column name
    remembered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    remembered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:8]


class HeadcountQuerySet(models.QuerySet["Headcount"]):
    def on(self, day: date) -> HeadcountQuerySet:
        return self.filter(date=day)


@pghistory.track()
class Headcount(models.Model):
    """A department's staff on a day: people, permanent and all. Locked once a signed agreement rests on it."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="headcounts")
    date = models.DateField(_("datum"))
    permanent = models.PositiveIntegerField(_("tillsvidareanställda"))
    all_employees = models.PositiveIntegerField(_("alla anställda"))
    source = models.ForeignKey(HeadcountImport, on_delete=models.PROTECT, null=True, related_name="headcounts")
    locked_at = models.DateTimeField(_("låst"), null=True)

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        triggers = frozen_when("headcount_locked_by_agreement", pgtrigger.Q(old__locked_at__isnull=False))
        constraints = [
            models.UniqueConstraint(fields=["department", "date"], name="headcount_once_per_department_and_date"),
            models.CheckConstraint(
                condition=Q(permanent__lte=F("all_employees")),
                name="headcount_permanent_within_all",
                violation_error_message=_("Fler tillsvidareanställda än anställda."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.date}"

    def people(self, basis: str) -> int:
        """The number of people under one reading of the basis."""
        return self.permanent if basis == Basis.PERMANENT else self.all_employees

    def lock(self, *, now: datetime) -> None:
        if self.locked_at is None:
            Headcount.objects.filter(pk=self.pk, locked_at=None).update(locked_at=now)
