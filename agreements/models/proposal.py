"""What two departments agree on: one proposes, the other accepts or declines, and it is settled once (DOMAIN.md 4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.frozen import frozen_when
from foundation.models import Document
from organisation.models import Department, User

OPEN = Q(signed_on=None, declined_on=None, withdrawn_on=None)
LIVE = Q(declined_on=None, withdrawn_on=None)


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("föreslagen")
    ACCEPTED = "accepted", _("accepterad")
    DECLINED = "declined", _("avböjd")
    WITHDRAWN = "withdrawn", _("tillbakadragen")


class Proposal(models.Model):
    """Who proposed it for which side and who answered; at most one of the three days says how it was settled."""

    reason = models.TextField(_("varför"), blank=True)
    proposed_for = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_on = models.DateField(_("föreslagen"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    signed_on = models.DateField(_("undertecknad"), null=True, blank=True)  # both sides have agreed
    declined_on = models.DateField(_("avböjd"), null=True, blank=True)
    decline_reason = models.TextField(_("varför den avböjdes"), blank=True)
    withdrawn_on = models.DateField(_("tillbakadragen"), null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def state(self) -> ProposalState:
        if self.signed_on is not None:
            return ProposalState.ACCEPTED
        if self.declined_on is not None:
            return ProposalState.DECLINED
        return ProposalState.PROPOSED if self.withdrawn_on is None else ProposalState.WITHDRAWN

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.PROPOSED

    def accept(self, *, by: User | None, at: datetime, on: date, document: Document | None) -> None:
        """From now on the row is never changed."""
        self.answered_by, self.answered_at, self.signed_on, self.document = by, at, on, document
        self.save(update_fields=["answered_by", "answered_at", "signed_on", "document"])

    def decline(self, *, by: User, at: datetime, on: date, reason: str) -> None:
        self.answered_by, self.answered_at, self.declined_on, self.decline_reason = by, at, on, reason
        self.save(update_fields=["answered_by", "answered_at", "declined_on", "decline_reason"])

    def withdraw(self, *, on: date) -> None:
        self.withdrawn_on = on
        self.save(update_fields=["withdrawn_on"])


def settled_is_frozen(name: str) -> list[pgtrigger.Trigger]:
    """Accepted, declined or withdrawn: the row is never changed again."""
    settled = (
        pgtrigger.Q(old__signed_on__isnull=False)
        | pgtrigger.Q(old__declined_on__isnull=False)
        | pgtrigger.Q(old__withdrawn_on__isnull=False)
    )
    return frozen_when(name, settled)


def proposal_constraints(name: str) -> list[models.BaseConstraint]:
    """What holds for every proposal; `name` begins the names of the constraints."""
    not_accepted, not_declined, not_withdrawn = (
        Q(**{f"{day}_on": None}) for day in ("signed", "declined", "withdrawn")
    )
    same: dict[str, Any] = {"answered_by": F("proposed_by")}
    return [
        models.CheckConstraint(
            condition=not_accepted & not_declined | not_accepted & not_withdrawn | not_declined & not_withdrawn,
            name=f"{name}_settled_once",
        ),
        models.CheckConstraint(
            condition=not_declined | ~Q(decline_reason=""),
            name=f"{name}_declined_has_reason",
            violation_error_message=_("Den som avböjer säger varför."),
        ),
        models.CheckConstraint(
            condition=Q(proposed_by=None) | Q(answered_by=None) | ~Q(**same),
            name=f"{name}_nobody_acts_for_both",
            violation_error_message=_("Den som har föreslagit svarar inte för den andra sidan."),
        ),
    ]
