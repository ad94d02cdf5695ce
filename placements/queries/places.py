"""The place bank as a list (DOMAIN.md 5)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from organisation.models import User
from placements.models import Place

_ORDERS = {
    "job_title": "job_title",
    "workplace": "workplace",
    "department": "department__code",
    "openings": "openings",
    "available_from": "available_from",
    "state": "state",
}


def selected_places(*, user: User, chosen: dict[str, Any], sort: str) -> QuerySet[Place]:
    """The places that the user may see and has asked for; withdrawn ones only when asked for. One query."""
    found = Place.objects.visible_to(user).select_related("department")
    if words := (chosen.get("q") or "").strip():
        found = found.filter(
            Q(job_title__icontains=words) | Q(workplace__icontains=words) | Q(department__name__icontains=words)
        )
    for name in ("department", "kind", "state"):
        if chosen.get(name):
            found = found.filter(**{name: chosen[name]})
    if not chosen.get("state"):
        found = found.exclude(state="withdrawn")
    name = sort.removeprefix("-")
    order = _ORDERS.get(name, "available_from")
    return found.order_by(f"-{order}" if sort.startswith("-") else order, "id")
