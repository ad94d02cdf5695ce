"""Boards and the departments that serve them, with the months in which each department exists (DOMAIN.md 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthField
from foundation.periods import Month
from organisation.roles import Act
from organisation.spans import Span, bears_quota, months_with_quota

if TYPE_CHECKING:
    from organisation.models.exemption import Exemption
    from organisation.models.people import User


@pghistory.track()
class Board(models.Model):
    """A board (nämnd). The agreement is its department's, the debt is the board's."""

    name = models.CharField(
        _("nämnd"), max_length=120, unique=True, error_messages={"unique": _("Det finns redan en nämnd som heter så.")}
    )

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

    def existing(self, first: Month, last: Month | None = None) -> DepartmentQuerySet:
        """Those that exist in the month, or in some month from `first` to `last`."""
        begun = Q(first_month=None) | Q(first_month__lte=last or first)
        return self.filter(begun, Q(last_month=None) | Q(last_month__gte=first))

    def with_quota(self, first: Month, last: Month | None = None) -> DepartmentQuerySet:
        """Those that are allotted a quota in the month, or in some month from `first` to `last`.

        Departments and the provider that exist then and are not exempt; never a company. Reads the exemptions, one
        query, when it is called.
        """
        last = last or first
        wholly_exempt = [
            department.pk
            for department in Department.objects.existing(first, last)
            .filter(exemptions__isnull=False)
            .distinct()
            .prefetch_related("exemptions")
            if not department.has_quota(first, last)
        ]
        return self.existing(first, last).exclude(kind=DepartmentKind.COMPANY).exclude(pk__in=wholly_exempt)

    def in_order(self) -> DepartmentQuerySet:
        return self.order_by("code")


@pghistory.track()
class Department(models.Model):
    """A department (förvaltning), the provider (ASF), or a city-owned company that hosts without quota.

    It exists from its first to its last month; empty is from the beginning, and until further notice.
    """

    code = models.CharField(
        _("kod"), max_length=12, unique=True, error_messages={"unique": _("Koden används redan. Välj en annan.")}
    )
    name = models.CharField(_("namn"), max_length=120)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="departments", verbose_name=_("nämnd"))
    kind = models.CharField(_("slag"), max_length=12, choices=DepartmentKind, default=DepartmentKind.DEPARTMENT)
    first_month = MonthField(_("finns från och med"), null=True, blank=True)
    last_month = MonthField(_("finns till och med"), null=True, blank=True)

    objects = DepartmentQuerySet.as_manager()

    if TYPE_CHECKING:
        exemptions: models.Manager[Exemption]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="provider"),
                name="department_one_provider",
                violation_error_message=_("Det finns redan en anordnare. En stad har en."),
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="department_has_code_and_name"),
            models.CheckConstraint(
                condition=Q(first_month=None) | Q(last_month=None) | Q(last_month__gte=F("first_month")),
                name="department_ends_after_start",
                violation_error_message=_("Sista månaden är före den första."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_provider(self) -> bool:
        return self.kind == DepartmentKind.PROVIDER

    @property
    def is_company(self) -> bool:
        return self.kind == DepartmentKind.COMPANY

    @property
    def exists(self) -> Span:
        return Span(self.first_month, self.last_month)

    def months_with_quota(self, first: Month, last: Month) -> list[Month]:
        """The months in which it has a quota. Reads its exemptions unless they are already fetched."""
        if self.is_company:
            return []
        return months_with_quota(first, last, exists=self.exists, exempt=[one.span for one in self.exemptions.all()])

    def has_quota(self, first: Month, last: Month | None = None) -> bool:
        """In the month, or in some month from `first` to `last`. Reads its exemptions unless they are fetched."""
        if self.is_company:
            return False
        if last is None or last == first:
            return bears_quota(first, exists=self.exists, exempt=[one.span for one in self.exemptions.all()])
        return bool(self.months_with_quota(first, last))

    def exemption_in(self, first: Month, last: Month | None = None) -> Exemption | None:
        """The exemption that covers the month, or the first that touches one from `first` to `last`."""
        touching = [one for one in self.exemptions.all() if one.touches(first, last or first)]
        return min(touching, key=lambda one: one.first_month or first, default=None)
