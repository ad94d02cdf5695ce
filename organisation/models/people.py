"""People and the roles that they hold (DOMAIN.md 2)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models.departments import Department
from organisation.reach import Reach, reach_of
from organisation.roles import CITY_WIDE, SEES_WHOLE_CITY, Act, Role


class User(AbstractUser):
    """Someone who logs in. What the person may do is in its memberships, never in Django's own flags."""

    @property
    def full_name(self) -> str:
        return self.get_full_name() or self.username

    def current_memberships(self) -> list[Membership]:
        """Memberships in force today; read once per user object."""
        if not hasattr(self, "_memberships"):
            self._memberships = list(self.memberships.select_related("department").in_force())
        return self._memberships

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(m.role for m in self.current_memberships())

    def reach(self, *acts: Act) -> Reach:
        """Where the user may do at least one of `acts` today; the one answer that access and lists rest on."""
        return reach_of(self.current_memberships(), acts)

    @property
    def has_city_business(self) -> bool:
        """Works for the whole city with something, which opens no list of its own: for long work's progress only."""
        return bool(self.roles & SEES_WHOLE_CITY)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, day: date | None = None) -> MembershipQuerySet:
        """Memberships in force on `day`; without it, on today in Sweden, by the database's clock."""
        on = models.Value(day) if day else models.functions.TruncDate(models.functions.Now())
        return self.filter(Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on)))


@pghistory.track()
class Membership(models.Model):
    """A role that a person has, for one department or for the whole city, from a day to a day (both included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("roll"), max_length=24, choices=Role)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("förvaltning"),
    )
    valid_from = models.DateField(_("från och med"))
    valid_to = models.DateField(_("till och med"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=sorted(CITY_WIDE), department=None)
                | ~Q(role__in=sorted(CITY_WIDE)) & Q(department__isnull=False),
                name="membership_department_fits_role",
                violation_error_message=_("Välj förvaltning för en roll som gäller en, annars ingen."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_start",
                violation_error_message=_("Sista dagen är före den första."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"
