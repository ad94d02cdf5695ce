"""Leave, preparatory training and the teaching modules of an employment (D1; DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.checked import save_checked
from placements.models import Employment, Leave, Training
from placements.operations.employments import check_within, locked


@transaction.atomic
def record_leave(
    *,
    employment: Employment,
    days: tuple[date, date | None],
    is_paid: bool,
    leave: Leave | None = None,
) -> Leave:
    """Leave within the employment, new or (with `leave`) changed; it goes on counting (DOMAIN.md 9).

    Raises OutsideEmployment and RowRefused.
    """
    employment = locked(employment)
    check_within(days, (employment.employed_from, employment.employed_to))
    one = leave or Leave(employment=employment)
    one.first_day, one.last_day = days
    one.is_paid = is_paid
    return save_checked(one)


@transaction.atomic
def record_training(
    *,
    employment: Employment,
    module: str,
    offered_on: date,
    started_on: date | None,
    completed_on: date | None,
    training: Training | None = None,
) -> Training:
    """A module offered, and begun and completed when it has been. Raises RowRefused."""
    locked(employment)
    one = training or Training(employment=employment)
    one.module, one.offered_on = module, offered_on
    one.started_on, one.completed_on = started_on, completed_on
    return save_checked(one)
