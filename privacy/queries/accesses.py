"""Who looked at a person, when and what for: for the auditor, and for the person (DOMAIN.md 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from foundation.models import AccessLogEntry
from organisation.audit_words import ACCESS_ACTS
from organisation.models import Membership
from organisation.purposes import purpose_in_words


@dataclass(frozen=True, slots=True)
class Access:
    """One look. `roles`: what the one who looked was that day, in words."""

    at: datetime
    who: str
    roles: str
    act: str
    purpose: str


def accesses_of(participant_id: int) -> QuerySet[AccessLogEntry]:
    """Every look that showed the person, alone or in a list, newest first. Not yet read."""
    found = AccessLogEntry.objects.filter(people__contains=[participant_id])
    return found.select_related("user").order_by("-at", "-pk")


def in_words(entries: Iterable[AccessLogEntry]) -> list[Access]:
    """One query, for the roles."""
    rows = list(entries)
    memberships: defaultdict[int, list[Membership]] = defaultdict(list)
    for one in Membership.objects.filter(user__in={row.user_id for row in rows}).select_related("department"):
        memberships[one.user_id].append(one)
    return [
        Access(
            at=row.at,
            who=row.user.full_name,
            roles=", ".join(_words(one) for one in memberships[row.user_id] if _held(one, timezone.localdate(row.at))),
            act=str(ACCESS_ACTS.get(row.act, row.act)),
            purpose=purpose_in_words(row.purpose),
        )
        for row in rows
    ]


def _held(membership: Membership, day: date) -> bool:
    return membership.valid_from <= day and (membership.valid_to is None or membership.valid_to >= day)


def _words(membership: Membership) -> str:
    role = str(membership.get_role_display())
    return f"{role}, {membership.department.name}" if membership.department else role
