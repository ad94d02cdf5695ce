"""What city-owned companies can offer: a proposal and its answer, outside every 5.7 % sum (D1, decision 1)."""

from __future__ import annotations

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthField
from organisation.models.departments import Department
from organisation.models.people import User
from organisation.roles import Act


class ProposalAnswer(models.TextChoices):
    WAITING = "", _("väntar på svar")
    ACCEPTED = "accepted", _("antaget")
    DECLINED = "declined", _("avböjt")
    WITHDRAWN = "withdrawn", _("återtaget")


class ProposalQuerySet(models.QuerySet["CompanyProposal"]):
    def visible_to(self, user: User) -> ProposalQuerySet:
        """A company sees its own; those who see the city's allocation see all."""
        seen = Department.objects.visible_to(user, Act.FILE_PROPOSAL, Act.SEE_ALLOCATION)
        return self.filter(company__in=seen)

    def waiting(self) -> ProposalQuerySet:
        return self.filter(answer=ProposalAnswer.WAITING)


@pghistory.track()
class CompanyProposal(models.Model):
    """So many places from a month to a month, in the company's own words. It promises nothing and costs nothing."""

    company = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("bolag"))
    places = models.PositiveSmallIntegerField(_("antal platser"))
    first_month = MonthField(_("från och med"))
    last_month = MonthField(_("till och med"), null=True, blank=True)
    text = models.TextField(_("vad bolaget kan erbjuda"))
    # nobody in a proposal that was loaded from a register folder
    filed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("lämnat av")
    )
    filed_at = models.DateTimeField(_("lämnat"))
    answer = models.CharField(
        _("svar"), max_length=10, choices=ProposalAnswer, blank=True, default=ProposalAnswer.WAITING
    )
    answer_text = models.TextField(_("svar i ord"), blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("besvarat av")
    )
    answered_at = models.DateTimeField(_("besvarat"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="proposal_has_places",
                violation_error_message=_("Ange minst en plats."),
            ),
            models.CheckConstraint(
                condition=Q(last_month=None) | Q(last_month__gte=F("first_month")),
                name="proposal_ends_after_start",
                violation_error_message=_("Sista månaden är före den första."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="proposal_has_a_text"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="proposal_answer_has_its_day",
            ),
            models.CheckConstraint(  # as it was filed, so it is answered: here by someone, or in the folder by nobody
                condition=Q(answer="") | Q(filed_by=None) | Q(answered_by__isnull=False),
                name="proposal_answer_has_who",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["accepted", "declined"]) | ~Q(answer_text=""),
                name="proposal_answer_has_words",
                violation_error_message=_("Skriv ett svar som bolaget kan läsa."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.first_month}"

    @property
    def is_waiting(self) -> bool:
        return self.answer == ProposalAnswer.WAITING

    def settle(self, answer: ProposalAnswer, *, text: str, by: User, now: datetime) -> None:
        self.answer, self.answer_text, self.answered_by, self.answered_at = answer, text, by, now
        self.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
