"""What a job costs and what supports it: wages, Arbetsförmedlingen's decisions, the grant's use (DOMAIN.md 5)."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from placements.models.employment import Employment, EmploymentType

MOST_SHARE = Decimal("2.5")  # the greatest multiple of the fees; a share of the wage is at most 1


def days(first: str, last: str) -> Func:
    """The days from `first` to `last`, both included, for exclusion constraints; no last day is no end."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


@pghistory.track()
class SupportTerms(models.Model):
    """Another share or ceiling for a type from a day on; before the first row the type's own hold."""

    type = models.ForeignKey(EmploymentType, on_delete=models.PROTECT, related_name="terms")
    valid_from = models.DateField(_("gäller från och med"))
    share = models.DecimalField(_("andel eller antal gånger"), max_digits=5, decimal_places=4, null=True, blank=True)
    ceiling = models.DecimalField(_("stödtak, kronor"), max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["type", "valid_from"],
                name="support_terms_once_per_day",
                violation_error_message=_("Typen har redan villkor från den dagen."),
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=MOST_SHARE),
                name="support_terms_share_within_limits",
                violation_error_message=_("Andelen är 0–1, antalet gånger högst 2,5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_id} {self.valid_from}"


@pghistory.track()
class SupportDecision(models.Model):
    """Arbetsförmedlingen's decision on support for an employment: number, type and period, both days included."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(_("beslutsnummer"), max_length=40)
    type = models.ForeignKey(
        EmploymentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("anställningstyp i beslutet")
    )
    valid_from = models.DateField(_("beslutet gäller från och med"))
    valid_to = models.DateField(_("beslutet gäller till och med"))
    share = models.DecimalField(
        _("andel eller antal gånger"), max_digits=5, decimal_places=4, null=True, blank=True
    )  # empty: the type's own

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="support_decision_ends_after_start",
                violation_error_message=_("Beslutets sista dag är före den första."),
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=MOST_SHARE),
                name="support_decision_share_within_limits",
                violation_error_message=_("Andelen är mer än 0 och högst 1, antalet gånger 1, 2 eller 2,5."),
            ),
            models.UniqueConstraint(
                fields=["employment", "number"],
                name="support_decision_once_per_number",
                violation_error_message=_("Anställningen har redan ett beslut med det numret."),
            ),
            ExclusionConstraint(
                name="support_decisions_do_not_overlap",
                expressions=[("employment", RangeOperators.EQUAL), (days("valid_from", "valid_to"), "&&")],
                violation_error_message=_("Anställningen har redan ett beslut som gäller några av de dagarna."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


@pghistory.track()
class Wage(models.Model):
    """The monthly wage for full time from a day until the next row's day, in kronor."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="wages")
    valid_from = models.DateField(_("lönen gäller från och med"))
    monthly = models.DecimalField(_("månadslön vid heltid, kronor"), max_digits=10, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employment", "valid_from"],
                name="wage_once_per_day",
                violation_error_message=_("Anställningen har redan en lön från den dagen."),
            ),
            models.CheckConstraint(
                condition=Q(monthly__gt=0),
                name="wage_is_paid",
                violation_error_message=_("Lönen är mer än 0 kronor."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employment_id} {self.valid_from}"


class GrantPurpose(models.TextChoices):
    SUPERVISION = "supervision", _("handledning")
    SKILLS = "skills", _("annan kompetenshöjning")


@pghistory.track()
class GrantUse(models.Model):
    """What the supervisor grant of an employment was used for (D1: supervision or other skill-raising efforts)."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="grant_uses")
    on = models.DateField(_("dag"))
    purpose = models.CharField(_("användes till"), max_length=12, choices=GrantPurpose)
    amount = models.DecimalField(_("belopp, kronor"), max_digits=10, decimal_places=2)
    text = models.CharField(_("beskrivning"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="grant_use_is_an_amount",
                violation_error_message=_("Beloppet är mer än 0 kronor."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.on}"
