"""The fee is a right to claim: someone decides to claim all, part or nothing (DOMAIN.md 7; D1 "rätt att begära")."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import HalfYearField
from foundation.frozen import append_only
from organisation.models import Board, Department, User
from organisation.roles import Act


class ClaimExtent(models.TextChoices):
    ALL = "all", _("begär allt")
    PART = "part", _("begär en del")
    WAIVED = "waived", _("avstå")


class ClaimDecisionQuerySet(models.QuerySet["ClaimDecision"]):
    def visible_to(self, user: User) -> ClaimDecisionQuerySet:
        return self.filter(board__departments__in=Department.objects.visible_to(user, Act.SEE_INVOICES)).distinct()


@pghistory.track()
class ClaimDecision(models.Model):
    """What the provider's board decided for one board and half-year. A new decision replaces until it is invoiced."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="claim_decisions")
    half_year = HalfYearField(_("halvår"))
    extent = models.CharField(_("beslut"), max_length=8, choices=ClaimExtent)
    computed = models.DecimalField(_("beräknat"), max_digits=12, decimal_places=2)
    claimed = models.DecimalField(_("begärt"), max_digits=12, decimal_places=2)
    parts = models.JSONField(_("per månad"), default=dict, blank=True)  # kronor by key of a line; empty: in proportion
    reason = models.TextField(_("skäl"), blank=True)
    delegation = models.CharField(_("delegation"), max_length=120)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    objects = ClaimDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "half_year"], condition=Q(is_current=True), name="claim_one_current_per_half_year"
            ),
            models.CheckConstraint(
                condition=Q(claimed__gte=0, claimed__lte=F("computed")),
                name="claim_within_computed",
                violation_error_message=_("Det som begärs kan inte vara mer än det beräknade."),
            ),
            models.CheckConstraint(
                condition=Q(extent="all", claimed=F("computed")) | Q(extent="waived", claimed=0) | Q(extent="part"),
                name="claim_extent_fits_sum",
            ),
            models.CheckConstraint(
                condition=Q(extent="all") | ~Q(reason=""),
                name="claim_less_than_all_has_reason",
                violation_error_message=_("Skriv varför inte allt begärs."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.half_year}: {self.claimed}"


@pghistory.track()
class ClaimProposal(models.Model):
    """What someone puts before the one who decides. The latest stands, as long as it is about the sum computed now."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="claim_proposals")
    half_year = HalfYearField(_("halvår"))
    extent = models.CharField(_("förslag"), max_length=8, choices=ClaimExtent)
    computed = models.DecimalField(_("beräknat"), max_digits=12, decimal_places=2)
    claimed = models.DecimalField(_("begärt"), max_digits=12, decimal_places=2)
    parts = models.JSONField(_("per månad"), default=dict, blank=True)  # as of a decision
    reason = models.TextField(_("skäl"), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        triggers = append_only("claim_proposal_is_kept")
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed__gte=0, claimed__lte=F("computed")), name="claim_proposal_within_computed"
            ),
            models.CheckConstraint(
                condition=Q(extent="all") | ~Q(reason=""), name="claim_proposal_less_than_all_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.half_year}: {self.claimed}"
