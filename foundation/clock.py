"""The clock, read at the edge only (views, commands, tasks) and passed inwards as `today`."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """Which day it is in Sweden (TIME_ZONE Europe/Stockholm)."""
    return timezone.localdate()
