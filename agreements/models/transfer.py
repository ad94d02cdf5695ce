"""Places that move between two departments, and what ends it before its time (D1; DOMAIN.md 4)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.models.proposal import LIVE, OPEN, Proposal, proposal_constraints, settled_is_frozen
from foundation.fields import MonthField
from foundation.frozen import append_only
from foundation.periods import Month
from organisation.models import Department, User
from organisation.roles import Act


class TransferQuerySet(models.QuerySet["QuotaTransfer"]):
    def visible_to(self, user: User) -> TransferQuerySet:
        """Both sides see it, and those who see the whole city."""
        seen = Department.objects.visible_to(user, Act.SEE_AGREEMENTS)
        return self.filter(Q(from_department__in=seen) | Q(to_department__in=seen))

    def waiting(self) -> TransferQuerySet:
        return self.filter(OPEN)

    def with_ends(self) -> TransferQuerySet:
        """Each with the month in which it ends early (`ended_from`), and the side that has proposed that it should."""
        ends = TransferEnding.objects.filter(transfer=OuterRef("pk"))
        return self.annotate(  # type: ignore[no-redef]  # declared below for those who read the rows
            ended_from=Subquery(ends.filter(signed_on__isnull=False).values("from_month")[:1]),
            ending_proposed_for=Subquery(ends.filter(OPEN).values("proposed_for")[:1]),
        )

    def signed(self) -> TransferQuerySet:
        """Those that both sides have agreed on, with their ends."""
        return self.exclude(signed_on=None).with_ends()

    def touching(self, department: Department) -> TransferQuerySet:
        return self.filter(Q(from_department=department) | Q(to_department=department))


@pghistory.track()
class QuotaTransfer(Proposal):
    """n places move from one department's target to another's, whole months; the city's sum is unchanged (D1).

    One row is read by both sides, so nothing is counted twice. Once accepted it never changes: that it ends before
    its time is a `TransferEnding`.
    """

    from_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="transfers_out")
    to_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="transfers_in")
    number = models.PositiveIntegerField(_("antal"))
    first_month = MonthField(_("första månaden"))
    last_month = MonthField(_("sista månaden"), null=True, blank=True)

    objects = TransferQuerySet.as_manager()
    ended_from: Month | None  # these two only of `with_ends()` and `signed()`
    ending_proposed_for: int | None

    class Meta:
        triggers = settled_is_frozen("settled_transfer_is_frozen")
        constraints = [
            *proposal_constraints("transfer"),
            models.CheckConstraint(
                condition=Q(proposed_for=None)
                | Q(proposed_for=F("from_department"))
                | Q(proposed_for=F("to_department")),
                name="transfer_proposed_by_one_of_two",
            ),
            models.CheckConstraint(
                condition=~Q(from_department=F("to_department")),
                name="transfer_between_two",
                violation_error_message=_("En överföring går mellan två olika förvaltningar."),
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="transfer_of_something"),
            models.CheckConstraint(
                condition=Q(last_month=None) | Q(last_month__gte=F("first_month")),
                name="transfer_ends_after_start",
                violation_error_message=_("Sista månaden är före den första."),
            ),
            models.UniqueConstraint(
                fields=["from_department", "to_department", "first_month"],
                condition=LIVE,
                name="transfer_once_per_start",
                violation_error_message=_(
                    "Det finns redan en överföring mellan samma förvaltningar från den månaden. Välj en annan månad."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.from_department_id} → {self.to_department_id}"

    @property
    def proposing_side(self) -> Department:
        """The giver where nobody knows who proposed it."""
        return self.to_department if self.proposed_for_id == self.to_department_id else self.from_department

    @property
    def answering_side(self) -> Department:
        return self.from_department if self.proposed_for_id == self.to_department_id else self.to_department


@pghistory.track()
class TransferEnding(Proposal):
    """Both sides agree that an accepted transfer moves nothing from a month on that is not closed."""

    transfer = models.ForeignKey(QuotaTransfer, on_delete=models.PROTECT, related_name="endings")
    from_month = MonthField(_("upphör från och med"))

    class Meta:
        triggers = [
            *settled_is_frozen("settled_transfer_ending_is_frozen"),
            pgtrigger.Trigger(
                name="transfer_ending_within_accepted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    PERFORM 1 FROM agreements_quotatransfer AS whole
                      WHERE whole.id = NEW.transfer_id AND whole.signed_on IS NOT NULL
                        AND NEW.from_month >= whole.first_month
                        AND (whole.last_month IS NULL OR NEW.from_month <= whole.last_month)
                        AND (NEW.proposed_for_id IS NULL
                             OR NEW.proposed_for_id IN (whole.from_department_id, whole.to_department_id));
                    IF NOT FOUND THEN
                      RAISE EXCEPTION 'transfer_ending_within_accepted: not a month or a side of an accepted transfer'
                        USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            *proposal_constraints("transfer_ending"),
            models.UniqueConstraint(
                fields=["transfer"],
                condition=LIVE,
                name="transfer_ending_one_per_transfer",
                violation_error_message=_("Det finns redan ett förslag om att avsluta överföringen, eller ett avslut."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} < {self.from_month}"

    @property
    def proposing_side(self) -> Department:
        transfer = self.transfer
        is_receivers = self.proposed_for_id == transfer.to_department_id
        return transfer.to_department if is_receivers else transfer.from_department

    @property
    def answering_side(self) -> Department:
        transfer = self.transfer
        return transfer.to_department if self.proposing_side == transfer.from_department else transfer.from_department


@pghistory.track()
class TransferNotice(models.Model):
    """ASF has taken note of an accepted transfer; written once."""

    transfer = models.OneToOneField(QuotaTransfer, on_delete=models.PROTECT, related_name="notice")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_on = models.DateField(_("noterad av ASF"))

    class Meta:
        triggers = append_only("transfer_notice_is_written_once")

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.noted_on}"
