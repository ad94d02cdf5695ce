"""The clock, read at the edge only (views, commands, tasks) and passed inwards as `today`."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Which day it is in Sweden (TIME_ZONE Europe/Stockholm); in a demonstration the day of its story."""
    return settings.DEMONSTRATION_TODAY or timezone.localdate()


def real_day() -> date:
    """Which day it really is, also in a demonstration: what the operator's commands go by."""
    return timezone.localdate()
