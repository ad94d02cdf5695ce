"""Who is there: places, participants, employments and placements (DOMAIN.md 5, 10)."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.frozen import frozen_when
from organisation.access import may
from organisation.models import Department, User
from organisation.roles import Act


class EmploymentType(models.Model):
    """A kind of labour-market employment, whether it counts, and from when to when (D1; DOMAIN.md 5)."""

    code = models.SlugField(_("kod"), max_length=40, unique=True)
    name = models.CharField(_("namn"), max_length=80)
    counts = models.BooleanField(_("räknas mot målet"), default=True)
    valid_from = models.DateField(_("från och med"), null=True, blank=True)
    valid_to = models.DateField(_("till och med"), null=True, blank=True)
    support_share = models.DecimalField(_("stödandel"), max_digits=5, decimal_places=4, null=True, blank=True)
    support_ceiling = models.DecimalField(_("stödtak, kronor"), max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="employment_type_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Sex(models.TextChoices):
    WOMAN = "woman", _("kvinna")
    MAN = "man", _("man")
    NOT_RECORDED = "", _("inte angivet")


@pghistory.track(exclude=["identity_number"])
class Participant(models.Model):
    """A person in a labour-market employment. Elsewhere known only by the key."""

    key = models.CharField(_("deltagarnyckel"), max_length=40, unique=True)
    sex = models.CharField(_("kön enligt register"), max_length=5, choices=Sex, blank=True)
    name = models.CharField(_("namn"), max_length=120, blank=True)
    identity_number = models.BinaryField(null=True, editable=False)  # encrypted, see placements.identity
    identity_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  # unique when given
    is_protected = models.BooleanField(_("skyddade personuppgifter"), default=False)

    def __str__(self) -> str:
        return self.key


class EndCause(models.TextChoices):
    WORK = "work", _("arbete")
    STUDIES = "studies", _("studier")
    PERIOD_OVER = "period_over", _("tiden var slut")
    DISCONTINUED = "discontinued", _("avbruten planering")
    ILLNESS = "illness", _("sjukdom")
    MOVED = "moved", _("flyttat")
    OTHER = "other", _("annat")


@pghistory.track()
class Employment(models.Model):
    """A labour-market employment; the employer is always the provider (D1)."""

    key = models.CharField(_("anställningsnyckel"), max_length=40, unique=True)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="employments")
    type = models.ForeignKey(EmploymentType, on_delete=models.PROTECT, related_name="employments")
    employed_from = models.DateField(_("anställd från och med"))
    employed_to = models.DateField(_("anställd till och med"), null=True, blank=True)
    end_cause = models.CharField(_("avslutsorsak"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(employed_to=None) | Q(employed_to__gte=F("employed_from")),
                name="employment_ends_after_start",
                violation_error_message=_("Anställningens sista dag är före den första."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def end(self, *, on: date, cause: str) -> None:
        self.employed_to, self.end_cause = on, cause
        self.save(update_fields=["employed_to", "end_cause"])


class PlacementKind(models.TextChoices):
    EXTERNAL = "external", _("extern plats")
    OWN_TEAM = "own_team", _("särskilt arbetslag")


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: User) -> PlacementQuerySet:
        """Whole-city roles that may see employments see all; host departments their own (DOMAIN.md 10)."""
        if not may(user, Act.SEE_EMPLOYMENTS):
            return self.none()
        return self.filter(department__in=Department.objects.visible_to(user))

    def current(self, today: date) -> PlacementQuerySet:
        return self.filter(placed_from__lte=today).filter(Q(placed_to=None) | Q(placed_to__gte=today))

    def overlapping(self, first: date, last: date) -> PlacementQuerySet:
        return self.filter(placed_from__lte=last).filter(Q(placed_to=None) | Q(placed_to__gte=first))


@pghistory.track()
class Placement(models.Model):
    """Where an employed person works, from a day to a day, both included. Employed and placed are two dates."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="placements")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="placements", verbose_name=_("förvaltning")
    )
    kind = models.CharField(_("slag av plats"), max_length=10, choices=PlacementKind, default=PlacementKind.EXTERNAL)
    placed_from = models.DateField(_("placerad från och med"))
    placed_to = models.DateField(_("placerad till och med"), null=True, blank=True)
    working_share = models.PositiveSmallIntegerField(_("sysselsättningsgrad, procent"), default=100)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(placed_to=None) | Q(placed_to__gte=F("placed_from")),
                name="placement_ends_after_start",
                violation_error_message=_("Placeringens sista dag är före den första."),
            ),
            models.CheckConstraint(
                condition=Q(working_share__gte=1, working_share__lte=100),
                name="placement_share_within_100",
                violation_error_message=_("Sysselsättningsgraden är 1–100 procent."),
            ),
            models.UniqueConstraint(
                fields=["employment", "department", "placed_from", "kind"],
                name="placement_once_per_start",
                violation_error_message=_("Anställningen är redan placerad på förvaltningen från den dagen."),
            ),
        ]
        indexes = [
            models.Index(fields=["department", "placed_from"], name="placement_by_department"),
        ]

    def __str__(self) -> str:
        return f"{self.employment_id} → {self.department_id}"

    def end(self, *, on: date) -> None:
        self.placed_to = on
        self.save(update_fields=["placed_to"])


class PlaceState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    OFFERED = "offered", _("erbjuden")
    APPROVED = "approved", _("godkänd")
    WITHDRAWN = "withdrawn", _("återtagen")


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: User) -> PlaceQuerySet:
        return self.filter(department__in=Department.objects.visible_to(user))


@pghistory.track()
class Place(models.Model):
    """A place that a host offers in the place bank: one for own work teams and external places alike (D2)."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="places")
    kind = models.CharField(_("slag av plats"), max_length=10, choices=PlacementKind, default=PlacementKind.EXTERNAL)
    state = models.CharField(_("läge"), max_length=10, choices=PlaceState, default=PlaceState.OFFERED)
    workplace = models.CharField(_("arbetsplats"), max_length=120)
    job_title = models.CharField(_("yrkestitel"), max_length=120)
    tasks = models.TextField(_("arbetsuppgifter"), blank=True)
    openings = models.PositiveSmallIntegerField(_("antal platser"), default=1)
    available_from = models.DateField(_("från och med"))
    available_to = models.DateField(_("till och med"), null=True, blank=True)
    value_for_person = models.TextField(_("mervärde för den enskilde"))
    value_for_service = models.TextField(_("mervärde för verksamheten"), blank=True)
    offered_on = models.DateField(_("erbjuden"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(openings__gte=1), name="place_has_openings"),
            models.CheckConstraint(
                condition=Q(available_to=None) | Q(available_to__gte=F("available_from")),
                name="place_ends_after_start",
                violation_error_message=_("Platsens sista dag är före den första."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_title}, {self.workplace}"


class EmploymentImportState(models.TextChoices):
    WAITING = "waiting", _("väntar på ert godkännande")
    ACCEPTED = "accepted", _("godkänd")
    CANCELLED = "cancelled", _("avbruten")


class EmploymentImport(models.Model):
    """An employment file that someone has uploaded: first compared, then accepted or cancelled.

    The read rows are kept encrypted: they may hold identity numbers.
    """

    file_name = models.CharField(_("fil"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.BinaryField()
    row_count = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=EmploymentImportState, default=EmploymentImportState.WAITING)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        triggers = frozen_when("employment_import_settled", pgtrigger.Q(old__state__in=["accepted", "cancelled"]))
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="employment_import_settled_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
