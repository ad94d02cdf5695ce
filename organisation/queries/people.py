"""People with the roles that they have, will have and have had."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from organisation.models import Membership, User


def people(*, words: str, role: str, today: date) -> QuerySet[User]:
    """By name; `role` chooses those who have it today. Two queries: the people of a page and their memberships."""
    found = User.objects.filter(is_active=True).order_by("last_name", "first_name", "id")
    for word in words.split():
        found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__icontains=word))
    if role:
        found = found.filter(Exists(Membership.objects.in_force(today).filter(user=OuterRef("pk"), role=role)))
    memberships = Membership.objects.select_related("department").order_by("valid_from", "id")
    return found.prefetch_related(
        Prefetch("memberships", memberships.in_force(today), to_attr="memberships_today"),
    )
