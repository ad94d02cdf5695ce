"""The place bank: what hosts offer, and what is said about it before it is approved (DOMAIN.md 5)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Department, User
from organisation.roles import Act
from placements.models.placement import PlacementKind
from placements.models.supervisor import Supervisor


class PlaceState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    OFFERED = "offered", _("erbjuden")
    APPROVED = "approved", _("godkänd")
    WITHDRAWN = "withdrawn", _("återtagen")


class Accessibility(models.TextChoices):
    """What the place can offer someone who needs it; searched for, so it is choices and not text alone."""

    STEP_FREE = "step_free", _("nås utan trappor")
    SEATED = "seated", _("kan göras sittande")
    NO_LIFTING = "no_lifting", _("inga tunga lyft")
    QUIET = "quiet", _("lugn miljö")
    FLEXIBLE = "flexible", _("anpassade tider")
    STRUCTURED = "structured", _("tydliga rutiner, en uppgift i taget")


class Language(models.TextChoices):
    """How much Swedish the work asks for, least first."""

    NONE = "none", _("ingen svenska krävs")
    SFI_B = "sfi_b", _("sfi B")
    SFI_C = "sfi_c", _("sfi C")
    SFI_D = "sfi_d", _("sfi D")
    FLUENT = "fluent", _("flytande")


def understood_at(level: str) -> list[str]:
    """The levels that someone at `level` can manage: it and those below."""
    return Language.values[: Language.values.index(level) + 1]


class UnionOutcome(models.TextChoices):
    AGREED = "agreed", _("enighet")
    NO_OBJECTION = "no_objection", _("inga synpunkter")
    DISAGREED = "disagreed", _("oenighet")


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: User) -> PlaceQuerySet:
        """Those of the departments that the user sees; a draft only to those who may offer it."""
        offers = Department.objects.visible_to(user, Act.OFFER_PLACES)
        seen = Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS, Act.OFFER_PLACES)
        return self.filter(Q(department__in=offers) | Q(department__in=seen) & ~Q(state=PlaceState.DRAFT))


_SYNC_OPENINGS = """
    IF EXISTS (
      SELECT 1 FROM placements_booking b JOIN placements_opening o ON o.id = b.opening_id
       WHERE o.place_id = NEW.id AND o.number > NEW.openings
    ) THEN
      RAISE EXCEPTION 'place_openings_in_use' USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM placements_opening WHERE place_id = NEW.id AND number > NEW.openings;
    INSERT INTO placements_opening (place_id, number)
      SELECT NEW.id, n FROM generate_series(1, NEW.openings) AS n
      ON CONFLICT (place_id, number) DO NOTHING;
    RETURN NEW;
"""


@pghistory.track()
class Place(models.Model):
    """A place that a host offers in the place bank: one for own work teams and external places alike (D2).

    `draft_key` is given by the form before anything is saved, so that saving as one types makes one place and not two.
    """

    draft_key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="places", verbose_name=_("förvaltning")
    )
    kind = models.CharField(_("slag av plats"), max_length=10, choices=PlacementKind, default=PlacementKind.EXTERNAL)
    state = models.CharField(_("läge"), max_length=10, choices=PlaceState, default=PlaceState.OFFERED)
    workplace = models.CharField(_("arbetsplats"), max_length=120, blank=True)
    area = models.CharField(_("område i staden"), max_length=60, blank=True)
    job_title = models.CharField(_("yrkestitel"), max_length=120, blank=True)
    tasks = models.TextField(_("arbetsuppgifter"), blank=True)
    working_share = models.PositiveSmallIntegerField(_("sysselsättningsgrad, procent"), default=100)
    hours = models.CharField(_("arbetstider"), max_length=120, blank=True)
    accessibility = ArrayField(
        models.CharField(max_length=12, choices=Accessibility), default=list, blank=True, verbose_name=_("anpassning")
    )
    accessibility_note = models.CharField(_("mer om anpassning"), max_length=300, blank=True)
    language = models.CharField(_("svenska som krävs"), max_length=8, choices=Language, default=Language.NONE)
    supervisor = models.ForeignKey(
        Supervisor, on_delete=models.PROTECT, null=True, blank=True, related_name="places",
        verbose_name=_("handledare"),
    )  # fmt: skip
    supervisor_name = models.CharField(_("handledare som inte finns i listan"), max_length=120, blank=True)
    openings = models.PositiveSmallIntegerField(_("antal platser"), default=1)
    available_from = models.DateField(_("från och med"))
    available_to = models.DateField(_("till och med"), null=True, blank=True)
    value_for_person = models.TextField(_("mervärde för den enskilde"), blank=True)
    value_for_service = models.TextField(_("mervärde för verksamheten"), blank=True)
    union_on = models.DateField(_("facklig samverkan, dag"), null=True, blank=True)
    union_name = models.CharField(_("facklig organisation"), max_length=120, blank=True)
    union_outcome = models.CharField(_("utfall av samverkan"), max_length=12, choices=UnionOutcome, blank=True)
    offered_on = models.DateField(_("erbjuden"), null=True, blank=True)
    returned_on = models.DateField(_("skickad tillbaka"), null=True, blank=True)  # while it waits for the host
    withdrawn_on = models.DateField(_("återtagen den"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("återtagen därför att"), max_length=200, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(openings__gte=1), name="place_has_openings"),
            models.CheckConstraint(
                condition=Q(available_to=None) | Q(available_to__gte=F("available_from")),
                name="place_ends_after_start",
                violation_error_message=_("Platsens sista dag är före den första."),
            ),
            models.CheckConstraint(
                condition=Q(working_share__gte=1, working_share__lte=100),
                name="place_share_within_100",
                violation_error_message=_("Sysselsättningsgraden är 1–100 procent."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | ~Q(workplace="") & ~Q(job_title="") & ~Q(value_for_person="") & ~Q(value_for_service=""),
                name="place_offered_is_complete",
                violation_error_message=_(
                    "En erbjuden plats har arbetsplats, yrkestitel och mervärde för verksamheten och den enskilde."
                ),
            ),
            models.CheckConstraint(
                condition=Q(union_on=None, union_name="", union_outcome="")
                | Q(union_on__isnull=False) & ~Q(union_name="") & ~Q(union_outcome=""),
                name="place_union_consultation_is_whole",
                violation_error_message=_("Facklig samverkan har dag, organisation och utfall, eller inget av dem."),
            ),
        ]
        indexes = [models.Index(fields=["state", "department"], name="place_by_state")]
        triggers = [
            pgtrigger.Trigger(
                name="place_has_a_row_per_opening",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("openings"),  # type: ignore[no-untyped-call]  # pgtrigger says no types
                func=_SYNC_OPENINGS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_title}, {self.workplace}" if self.job_title else str(_("Plats utan titel"))

    @property
    def is_open(self) -> bool:
        return self.state in (PlaceState.OFFERED, PlaceState.APPROVED)

    @property
    def supervised_by(self) -> str:
        return self.supervisor.name if self.supervisor else self.supervisor_name

    @property
    def lacks_union_consultation(self) -> bool:
        return self.union_on is None

    @property
    def accessibility_words(self) -> list[str]:
        return [str(Accessibility(one).label) for one in self.accessibility if one in Accessibility.values]

    def set_state(self, state: str) -> Place:
        self.state = state
        self.save(update_fields=["state"])
        return self


class CommentKind(models.TextChoices):
    COMMENT = "comment", _("kommentar")
    SENT_BACK = "sent_back", _("skickad tillbaka")
    APPROVED = "approved", _("godkänd")


@pghistory.track()
class PlaceComment(models.Model):
    """What the provider and the host say to each other about a place, until it is as both want it."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="comments")
    kind = models.CharField(_("slag"), max_length=10, choices=CommentKind, default=CommentKind.COMMENT)
    text = models.CharField(_("text"), max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("när"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="approved") | ~Q(text=""),
                name="place_comment_says_something",
                violation_error_message=_("Skriv vad som ska ändras eller vad ni undrar."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind}"
