"""The navigation: what stands in the header, for whom; and the one context processor, as every page has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.access import acts_of
from organisation.models import User
from organisation.roles import Act


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where it leads, its label, and the acts of which one is enough to see it (none: everyone).

    `rooms`: lists beside the entry's own page that are reached from it, or how their addresses begin.
    """

    url_name: str
    label: Promise
    acts: frozenset[Act] = frozenset()
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: Promise
    current: bool


ENTRIES = (
    Entry("home", _("Översikt")),
    Entry(
        "allocation:quotas",
        _("Fördelning"),
        frozenset({Act.SEE_ALLOCATION}),
        rooms=("allocation:headcounts", "allocation:scenario", "organisation:proposals", "/model-years/"),
    ),
    Entry("agreements:list", _("Överenskommelser"), frozenset({Act.SEE_AGREEMENTS}), rooms=("agreements:transfers",)),
    Entry(
        "billing:place_bank",
        _("Platser"),
        frozenset({Act.SEE_EMPLOYMENTS, Act.OFFER_PLACES}),
        rooms=("placements:bookings",),
    ),
    Entry(
        "placements:employments",
        _("Anställningar"),
        frozenset({Act.SEE_EMPLOYMENTS}),
        rooms=(
            "placements:recruitments",
            "placements:supervisors",
            "placements:officers",
            "placements:employment_types",
            "placements:job_parameters",
        ),
    ),
    Entry("placements:costs", _("Kostnader"), frozenset({Act.SEE_COSTS})),
    Entry("billing:calendar", _("Avstämning"), frozenset({Act.SEE_RECONCILIATIONS})),
    Entry("billing:half_years", _("Fakturor"), frozenset({Act.SEE_INVOICES})),
    Entry("followup:reports", _("Uppföljning"), frozenset({Act.SEE_REPORTS})),
    Entry("privacy:search", _("Personuppgifter"), frozenset({Act.HANDLE_PERSONAL_DATA, Act.SEE_AUDIT_TRAIL})),
    Entry("privacy:retention", _("Gallring"), frozenset({Act.APPLY_RETENTION})),
    Entry(
        "organisation:people",
        _("Administration"),
        frozenset({Act.ADMINISTER}),
        rooms=("organisation:departments", "organisation:boards"),
    ),
    Entry("organisation:audit_trail", _("Ändringslogg"), frozenset({Act.SEE_AUDIT_TRAIL})),
)


def _address(url_name: str) -> str | None:
    """None when there is no such page: an entry without a page is left out."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def links(acts: frozenset[Act], path: str) -> list[Link]:
    """The entries that someone with these acts sees; the one whose address or room `path` lies under is current."""
    seen = [
        (address, entry)
        for entry in ENTRIES
        if (not entry.acts or entry.acts & acts) and (address := _address(entry.url_name)) is not None
    ]
    depths = {address: _depth(address, entry, path) for address, entry in seen}
    under = max(depths, key=depths.__getitem__, default="")
    return [Link(address, entry.label, address == under and depths[under] > 0) for address, entry in seen]


def _depth(address: str, entry: Entry, path: str) -> int:
    """How much of the path the entry's addresses cover; the first page covers itself alone."""
    if address == "/":
        return int(path == "/")
    rooms = [room for name in entry.rooms if (room := name if name[0] == "/" else _address(name)) is not None]
    return max((len(one) for one in (address, *rooms) if path.startswith(one)), default=0)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, `demonstration`, `search_url` for the header of every page."""
    user = getattr(request, "user", None)
    known = isinstance(user, User)
    return {
        "navigation": links(acts_of(user), request.path) if isinstance(user, User) else [],
        "demonstration": settings.DEMONSTRATION,
        "search_url": (_address("search") or _address("followup:search")) if known else None,
    }
