"""Celery: an id or nothing in, one operation."""

from __future__ import annotations

from celery import shared_task

from foundation.clock import today
from placements.operations.bookings import expire_bookings


@shared_task
def expire_bookings_nightly() -> int:
    """Write what is so already: proposals whose time is out hold no opening (DOMAIN.md 5)."""
    return expire_bookings(today=today())
