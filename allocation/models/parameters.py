"""The parameters of a model year: everything that the council decides (DOMAIN.md 3, 9)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthField


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


class YearParameters(models.Model):
    """One reading of the decision. The first is the model year itself; later ones are its revisions."""

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

    class Meta:
        abstract = True

    @property
    def reading(self) -> int:
        """1 for the decision as it was first made; a revision adds its number."""
        return 1


# What a reading says, in the order of the pages.
PARAMETERS = tuple(field.name for field in YearParameters._meta.local_fields)


def parameter_constraints(prefix: str) -> list[models.BaseConstraint]:
    """What holds for every reading, by names of their own in each table."""
    return [
        models.CheckConstraint(
            condition=Q(rate__gt=0, rate__lt=1),
            name=f"{prefix}_rate_is_a_share",
            violation_error_message=_("Fördelningstalet är mer än 0 och mindre än 100 procent."),
        ),
        models.CheckConstraint(
            condition=Q(fee__gte=0),
            name=f"{prefix}_fee_not_negative",
            violation_error_message=_("Avgiften kan inte vara mindre än 0."),
        ),
        models.CheckConstraint(
            condition=~Q(rounding="largest_remainder") | Q(rounding_total__isnull=False),
            name=f"{prefix}_largest_remainder_has_total",
            violation_error_message=_("Största rest behöver en summa att fördela."),
        ),
    ]
