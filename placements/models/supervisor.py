"""Supervisors at the hosts, and what the provider does to support them (D1 "handledare"; DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Department, User
from organisation.roles import Act


class SupervisorQuerySet(models.QuerySet["Supervisor"]):
    def visible_to(self, user: User) -> SupervisorQuerySet:
        """Who may see employments sees those of the departments that it sees."""
        return self.filter(department__in=Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS))

    def active(self, day: date) -> SupervisorQuerySet:
        return self.filter(active_from__lte=day).filter(Q(active_to=None) | Q(active_to__gte=day))


@pghistory.track()
class Supervisor(models.Model):
    """Someone at a host who leads and teaches the people placed there. `key` is what files call the supervisor."""

    key = models.CharField(_("handledarnyckel"), max_length=40, unique=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="supervisors", verbose_name=_("förvaltning")
    )
    name = models.CharField(_("namn"), max_length=120)
    workplace = models.CharField(_("arbetsplats"), max_length=120, blank=True)
    contact = models.CharField(_("kontakt i tjänsten"), max_length=120, blank=True)
    active_from = models.DateField(_("handledare från och med"))
    active_to = models.DateField(_("handledare till och med"), null=True, blank=True)

    objects = SupervisorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
                name="supervisor_ends_after_start",
                violation_error_message=_("Handledarens sista dag är före den första."),
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(name=""),
                name="supervisor_has_key_and_name",
                violation_error_message=_("En handledare har nyckel och namn."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_active(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or self.active_to >= day)


class SupportKind(models.TextChoices):
    VISIT = "visit", _("besök")
    COURSE = "course", _("utbildning")
    QUESTION = "question", _("fråga")


@pghistory.track()
class SupervisorSupport(models.Model):
    """The provider visited, taught or answered a supervisor (D1: ASF supports the supervisors)."""

    supervisor = models.ForeignKey(Supervisor, on_delete=models.PROTECT, related_name="support")
    on = models.DateField(_("dag"))
    kind = models.CharField(_("slag"), max_length=10, choices=SupportKind)
    text = models.CharField(_("vad det gällde"), max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("vem på ASF"))

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
