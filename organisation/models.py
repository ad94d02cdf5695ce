"""Who: boards, departments, people and what each may do (DOMAIN.md 2)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.reach import Reach, reach_of
from organisation.roles import CITY_WIDE, SEES_WHOLE_CITY, Act, Role


@pghistory.track()
class Board(models.Model):
    """A board (nämnd). The agreement is its department's, the debt is the board's."""

    name = models.CharField(_("nämnd"), max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class DepartmentKind(models.TextChoices):
    DEPARTMENT = "department", _("förvaltning")
    PROVIDER = "provider", _("anordnare (ASF)")
    COMPANY = "company", _("bolag")


class DepartmentQuerySet(models.QuerySet["Department"]):
    def visible_to(self, user: User, *acts: Act) -> DepartmentQuerySet:
        """Those for which the user may do at least one of `acts`: name the act that the shown things need."""
        reach = user.reach(*acts)
        return self if reach.whole_city else self.filter(pk__in=reach.departments)

    def with_quota(self) -> DepartmentQuerySet:
        """Departments and the provider that are allotted a quota: neither exempt nor a company."""
        return self.filter(exempt_reason="").exclude(kind=DepartmentKind.COMPANY)

    def in_order(self) -> DepartmentQuerySet:
        return self.order_by("code")


@pghistory.track()
class Department(models.Model):
    """A department (förvaltning), the provider (ASF), or a city-owned company that hosts without quota."""

    code = models.CharField(_("kod"), max_length=12, unique=True)
    name = models.CharField(_("namn"), max_length=120)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="departments", verbose_name=_("nämnd"))
    kind = models.CharField(_("slag"), max_length=12, choices=DepartmentKind, default=DepartmentKind.DEPARTMENT)
    exempt_reason = models.CharField(_("undantagen därför att"), max_length=200, blank=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="provider"),
                name="department_one_provider",
                violation_error_message=_("Det finns redan en anordnare. En stad har en."),
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="department_has_code_and_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_provider(self) -> bool:
        return self.kind == DepartmentKind.PROVIDER

    @property
    def has_quota(self) -> bool:
        return not self.exempt_reason and self.kind != DepartmentKind.COMPANY


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
        """Memberships in force on `day`; without it, on the database's today."""
        on = models.Value(day, output_field=models.DateField()) if day else models.functions.Now()
        return self.filter(Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=models.functions.TruncDate(on))))


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
