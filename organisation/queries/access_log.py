"""Who looked at whom (DOMAIN.md 10). Holds keys and descriptions of selections, no personal data."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from foundation.models import AccessLogEntry


def entries(*, words: str, day: date | None, person: int | None, act: str) -> QuerySet[AccessLogEntry]:
    """Newest first. `words` is looked for in what was looked at. One query."""
    found = AccessLogEntry.objects.select_related("user").order_by("-at", "-id")
    if words:
        found = found.filter(subject__icontains=words)
    if day is not None:
        found = found.filter(at__date=day)
    if person is not None:
        found = found.filter(user_id=person)
    return found.filter(act=act) if act else found
