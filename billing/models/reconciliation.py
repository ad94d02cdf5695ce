"""The month as two sides' work: opened, counted, confirmed or objected to, closed (DOMAIN.md 6)."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from functools import partial

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementVersion, PartTimeRuleChoice
from allocation.models import CountingRuleChoice, FractionRuleChoice, ModelYear
from billing.answer_time import answerable_until
from billing.models.reconciliation_guards import CLOSED_MONTH_GUARDS, REOPENED
from foundation.fields import FractionField, MonthField
from foundation.frozen import frozen_with_parent
from organisation.models import Department, User
from organisation.roles import Act
from placements.models import Placement


class ReconciliationState(models.TextChoices):
    OPEN = "open", _("öppen")
    PROPOSED = "proposed", _("väntar på förvaltningen")
    CONFIRMED = "confirmed", _("bekräftad")
    DISPUTED = "disputed", _("invändning")
    CLOSED = "closed", _("stängd")


class ReconciliationQuerySet(models.QuerySet["Reconciliation"]):
    def visible_to(self, user: User) -> ReconciliationQuerySet:
        return self.filter(department__in=Department.objects.visible_to(user, Act.SEE_RECONCILIATIONS))

    def closed(self) -> ReconciliationQuerySet:
        return self.filter(state=ReconciliationState.CLOSED)


def none_parked() -> Fraction:
    return Fraction(0)


@pghistory.track()
class Reconciliation(models.Model):
    """One department's month. Until it is closed the figures are a count of the register; then they are frozen."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="reconciliations")
    model_year = models.ForeignKey(ModelYear, on_delete=models.PROTECT, related_name="reconciliations")
    month = MonthField(_("månad"))
    state = models.CharField(_("läge"), max_length=10, choices=ReconciliationState, default=ReconciliationState.OPEN)

    # the figures, as last counted; final when closed
    formula_quota = models.PositiveIntegerField(_("kvot"))
    target = models.PositiveIntegerField(_("mål"))
    target_trail = models.JSONField(default=dict)  # how the target came about, for "why this amount?"
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, null=True, related_name="+")
    counted = FractionField(_("räknade"))
    missing = FractionField(_("saknas"))
    excused = FractionField(_("undantas"))
    # of the counted: what the department counts beyond the lines, counted until it is settled so that nothing disputed
    # is charged
    parked = FractionField(_("parkerade"), default=none_parked, db_default=models.Value("0"))
    chargeable = FractionField(_("avgiftsgrundande"))
    fee_each = models.DecimalField(_("avgift per utebliven anställning"), max_digits=10, decimal_places=2)
    fee = models.DecimalField(_("avgift"), max_digits=12, decimal_places=2)
    counting_rule = models.CharField(_("räkneregel"), max_length=12, choices=CountingRuleChoice)
    fraction_rule = models.CharField(_("delar"), max_length=5, choices=FractionRuleChoice)
    counted_at = models.DateTimeField()
    # what the excused and the chargeable rest on, kept so that a correction measures with the terms of the closing
    charges = models.BooleanField(_("avgiftsgrundande månad"))
    unfilled_place_excuses = models.BooleanField(_("en plats som ASF inte kunde fylla räknas bort"))
    causes = models.JSONField(_("orsaker"), default=dict)  # {"no_candidate": 2}

    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    deadline = models.DateField(_("svara senast"), null=True)
    # the day that the proposer went by (in a demonstration the story's), and the least number of days to answer then
    proposed_on = models.DateField(_("föreslagen den"), null=True)
    least_days = models.PositiveSmallIntegerField(_("minsta antal dagar att svara på"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    by_silence = models.BooleanField(_("bekräftad genom tystnad"), default=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        triggers = CLOSED_MONTH_GUARDS
        constraints = [
            models.UniqueConstraint(fields=["department", "month"], name="reconciliation_once_per_month"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | ~Q(state="closed") & Q(closed_at=None),
                name="reconciliation_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "closed"]) | Q(confirmed_at__isnull=False),
                name="reconciliation_confirmed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(closed_by=None) | ~Q(confirmed_by=models.F("closed_by")),
                name="reconciliation_nobody_acts_for_both",
                violation_error_message=_("Samma person kan inte både bekräfta för förvaltningen och stänga för ASF."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=models.F("proposed_by")),
                name="reconciliation_proposer_does_not_confirm",
                violation_error_message=_("Samma person kan inte både föreslå för ASF och bekräfta för förvaltningen."),
            ),
            models.CheckConstraint(condition=Q(fee__gte=0), name="reconciliation_fee_not_negative"),
            models.CheckConstraint(
                condition=Q(proposed_on=None) | Q(deadline__gt=models.F("proposed_on"), least_days__isnull=False),
                name="reconciliation_deadline_after_proposal",
                violation_error_message=_("Svarsdagen ska ligga efter den dag då månaden föreslås."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.month}"

    @property
    def silence_confirms(self) -> bool:
        """Whether the month counts as confirmed when the department does not answer in time."""
        return self.model_year.at(self.month).silence_confirms

    @property
    def answerable_until(self) -> date | None:
        """The last day of the time to answer; None while the month is not put before the department."""
        if self.deadline is None or self.proposed_on is None or self.least_days is None:
            return None
        return answerable_until(deadline=self.deadline, proposed_on=self.proposed_on, least_days=self.least_days)

    def time_is_out(self, today: date) -> bool:
        """The department has had its time to answer."""
        until = self.answerable_until
        return until is not None and until < today

    def is_silent(self, today: date) -> bool:
        """The time to answer has passed, and the model year takes silence for a yes."""
        return self.time_is_out(today) and self.silence_confirms

    def has_ended(self, today: date) -> bool:
        last_day: date = self.month.last_day
        return last_day < today

    @property
    def lines_have_parts(self) -> bool:
        """Whether a line may add a part of an employment: its part of the days, or its working share."""
        part_time = self.target_trail.get("part_time_rule") == PartTimeRuleChoice.SHARE
        return part_time or self.counting_rule == CountingRuleChoice.AVERAGE

    @property
    def counts_parts(self) -> bool:
        """Whether the month's own number may have parts: its lines do, and they are not rounded."""
        return self.lines_have_parts and self.fraction_rule == FractionRuleChoice.EXACT

    def can_park(self, today: date) -> bool:
        """Whether the rest of a disputed month stands, so that it can close without what is disputed."""
        stands = self.confirmed_at is not None or self.is_silent(today)
        return self.is_disputed and self.has_ended(today) and stands

    @property
    def is_closed(self) -> bool:
        return self.state == ReconciliationState.CLOSED

    @property
    def awaits_department(self) -> bool:
        return self.state == ReconciliationState.PROPOSED

    @property
    def is_disputed(self) -> bool:
        return self.state == ReconciliationState.DISPUTED

    def propose(self, *, now: datetime, today: date, deadline: date, least_days: int, by: User | None) -> None:
        """Put before the department, afresh: an earlier confirmation falls."""
        self.state, self.proposed_at, self.proposed_by = ReconciliationState.PROPOSED, now, by
        self.proposed_on, self.deadline, self.least_days = today, deadline, least_days
        self.confirmed_by, self.confirmed_at, self.by_silence = None, None, False
        self.save(
            update_fields=[
                "state", "proposed_at", "proposed_by", "proposed_on", "deadline", "least_days", "confirmed_by",
                "confirmed_at", "by_silence",
            ]
        )  # fmt: skip

    def confirm(self, *, now: datetime, by: User | None) -> None:
        """Confirmed by a person, or by silence when `by` is None."""
        self.state, self.confirmed_at, self.confirmed_by = ReconciliationState.CONFIRMED, now, by
        self.by_silence = by is None
        self.save(update_fields=["state", "confirmed_at", "confirmed_by", "by_silence"])

    def dispute(self) -> None:
        self.state = ReconciliationState.DISPUTED
        self.confirmed_by, self.confirmed_at, self.by_silence = None, None, False
        self.save(update_fields=["state", "confirmed_by", "confirmed_at", "by_silence"])

    def confirm_the_rest(self, *, now: datetime, by: User | None) -> None:
        """All but the lines objected to are right; the month still waits for those."""
        self.confirmed_at, self.confirmed_by, self.by_silence = now, by, by is None
        self.save(update_fields=["confirmed_at", "confirmed_by", "by_silence"])

    def close(self, *, now: datetime, by: User | None) -> None:
        self.state, self.closed_at, self.closed_by = ReconciliationState.CLOSED, now, by
        self.save(update_fields=["state", "closed_at", "closed_by"])

    def reopen(self) -> None:
        """As when it was first opened; the database lets it pass only with a reopening that two people stand for."""
        self.state, self.closed_at, self.closed_by = ReconciliationState.OPEN, None, None
        self.proposed_at, self.proposed_by, self.proposed_on = None, None, None
        self.deadline, self.least_days = None, None
        self.confirmed_at, self.confirmed_by, self.by_silence = None, None, False
        self.save(update_fields=[*REOPENED])


class LineReason(models.TextChoices):
    """Why a placement counted that month or did not; the values are those of billing.counting.Reason."""

    COUNTED = "counted", _("räknas")
    TYPE_DOES_NOT_QUALIFY = "type_does_not_qualify", _("anställningsformen räknas inte")
    TYPE_NOT_IN_FORCE = "type_not_in_force", _("anställningsformen gällde inte då")
    NOT_YET_STARTED = "not_yet_started", _("började senare")
    ENDED_BEFORE = "ended_before", _("slutade före räknedagen")
    NOT_YET_EMPLOYED = "not_yet_employed", _("inte anställd än")
    EMPLOYMENT_ENDED = "employment_ended", _("anställningen hade slutat")
    OTHER_DEPARTMENT = "other_department", _("räknas på en annan förvaltning")
    SECOND_PLACEMENT = "second_placement", _("personen räknas redan genom en annan placering")
    NOT_WHOLE_MONTH = "not_whole_month", _("inte placerad hela månaden")


frozen_with_month = partial(
    frozen_with_parent,
    parent="billing_reconciliation",
    column="reconciliation_id",
    frozen="parent.state = 'closed'",
)


class ReconciliationLine(models.Model):
    """One placement in one month's count, as known when counted: a person-month with its reason."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="lines")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    employment_key = models.CharField(_("anställning"), max_length=40)
    participant_key = models.CharField(_("deltagare"), max_length=40)
    sex = models.CharField(max_length=5, blank=True)
    type_code = models.CharField(max_length=40)
    type_name = models.CharField(_("anställningsform"), max_length=80)
    placed_from = models.DateField(_("från"))
    placed_to = models.DateField(_("till"), null=True)
    counted = models.BooleanField(_("räknas"))
    share = FractionField(_("del av månaden"))
    reason = models.CharField(_("skäl"), max_length=24, choices=LineReason)

    known_from = "reconciliation__closed_at"  # foundation.history: those of a month that was open are not kept

    class Meta:
        triggers = frozen_with_month("line_of_closed_month_is_frozen", comes_in_bulk=True)
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "placement"], name="line_once_per_placement"),
        ]

    def __str__(self) -> str:
        return f"{self.employment_key}: {self.reason}"


class Cause(models.TextChoices):
    """Why an employment was missing (register/FORMAT.md, missing_causes.csv)."""

    NO_PLACE_OFFERED = "no_place_offered", _("ingen plats erbjuden")
    NO_CANDIDATE = "no_candidate", _("ASF hade ingen till en godkänd plats")
    SUPPORT_REFUSED = "support_refused", _("stöd nekat eller inte finansierat")
    DECLINED = "declined", _("tackade nej")
    ENDED_EARLY = "ended_early", _("slutade i förtid")
    OTHER = "other", _("annat")


@pghistory.track()
class MissingCause(models.Model):
    """How many of a month's missing employments had a cause."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="missing_causes")
    month = MonthField(_("månad"))
    cause = models.CharField(_("orsak"), max_length=20, choices=Cause)
    number = models.PositiveIntegerField(_("antal"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "month", "cause"], name="missing_cause_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.cause}: {self.number}"
