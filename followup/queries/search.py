"""One search over what the user may see: departments, agreements, invoices, places, employment keys (UX.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement
from billing.models import Invoice
from organisation.access import acts_of
from organisation.models import User
from organisation.roles import Act
from placements.models import Place
from placements.queries.employments import ALL, Selection, selected_placements
from placements.sight import sight_of

MOST = 10  # of each kind: whoever gets so many should search in the list itself


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    text: str
    url: str


def search(*, user: User, words: str, today: date) -> list[Hit]:
    """At most `MOST` hits of each kind, at most one query per kind; nothing for fewer than two characters.

    People are found by the employment's key only, never by name or identity number; a host finds those it has today.
    """
    words = words.strip()
    if len(words) < 2:
        return []
    acts, found = acts_of(user), []
    if Act.SEE_AGREEMENTS in acts:
        found += _agreements(user, words)
    if Act.SEE_INVOICES in acts:
        found += _invoices(user, words)
    if Act.SEE_EMPLOYMENTS in acts:
        found += _employments(user, words, today)
    if acts & {Act.SEE_EMPLOYMENTS, Act.OFFER_PLACES}:
        found += _places(user, words)
    return found


def _agreements(user: User, words: str) -> list[Hit]:
    rows = (
        Agreement.objects.visible_to(user)
        .filter(
            Q(department__name__icontains=words)
            | Q(department__board__name__icontains=words)
            | Q(department__code=words)
            | Q(registry_number__icontains=words)
        )
        .select_related("department", "model_year")
        .order_by("department__code", "model_year__year")[:MOST]
    )
    return [
        Hit(
            _("Överenskommelse"),
            f"{row.department.name} {row.model_year.year}",
            reverse("agreements:detail", args=[row.pk]),
        )
        for row in rows
    ]


def _invoices(user: User, words: str) -> list[Hit]:
    rows = (
        Invoice.objects.visible_to(user)
        .filter(Q(number__icontains=words) | Q(board__name__icontains=words))
        .select_related("board")
        .order_by("number")[:MOST]
    )
    return [
        Hit(_("Faktura"), f"{row.number} {row.board.name}", reverse("billing:invoice", args=[row.pk])) for row in rows
    ]


def _employments(user: User, words: str, today: date) -> list[Hit]:
    selection = Selection(words=words, state=ALL)
    seen = selected_placements(user=user, sight=sight_of(user), selection=selection, today=today)
    rows = (
        seen.filter(employment__key__istartswith=words)
        .values_list("employment_id", "employment__key")
        .order_by("employment__key")
        .distinct()[:MOST]
    )
    return [Hit(_("Anställning"), key, reverse("placements:employment", args=[pk])) for pk, key in rows]


def _places(user: User, words: str) -> list[Hit]:
    rows = (
        Place.objects.visible_to(user)
        .filter(Q(job_title__icontains=words) | Q(workplace__icontains=words))
        .select_related("department")
        .order_by("job_title", "pk")[:MOST]
    )
    return [
        Hit(_("Plats"), f"{row}, {row.department.name}", reverse("placements:place", args=[row.pk])) for row in rows
    ]
