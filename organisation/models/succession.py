"""Successors: who takes over a department's staff, in which shares, from which month (split, merged, moved)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthField
from foundation.money import exact_percent
from organisation.models.departments import Department

# Of the staff of one predecessor, no more than the whole may be handed on from a month.
_WITHIN_WHOLE = """
    IF (SELECT SUM(one.share) FROM organisation_succession AS one
        WHERE one.predecessor_id = NEW.predecessor_id AND one.first_month = NEW.first_month) > 1 THEN
      RAISE EXCEPTION 'succession_shares_within_whole: more than the whole is handed on'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


@pghistory.track()
class Succession(models.Model):
    """From `first_month` on, `share` of the predecessor's staff is counted with the successor.

    A department that goes on keeps what it does not hand on; one that is closed hands on the whole.
    """

    predecessor = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="successions", verbose_name=_("föregångare")
    )
    successor = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="inheritances", verbose_name=_("efterträdare")
    )
    first_month = MonthField(_("från och med"))
    share = models.DecimalField(_("andel av de anställda"), max_digits=7, decimal_places=6)
    decision = models.CharField(_("beslut"), max_length=200)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="succession_shares_within_whole",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_WITHIN_WHOLE,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "first_month"],
                name="succession_once_per_pair_and_month",
                violation_error_message=_("Efterträdaren står redan med från den månaden."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_is_of_another",
                violation_error_message=_("En förvaltning kan inte efterträda sig själv."),
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1),
                name="succession_share_is_a_share",
                violation_error_message=_("Andelen är mer än 0 och högst 100 procent."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=""),
                name="succession_has_a_decision",
                violation_error_message=_("Skriv vilket beslut förändringen vilar på."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} {self.first_month}"

    @property
    def percent(self) -> str:
        """ "60" or "66,6667": the share in percent, exactly."""
        return exact_percent(self.share)
