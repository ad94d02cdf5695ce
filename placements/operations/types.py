"""Employment types, their terms from a day, and the city's dated parameters (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
from django.db import transaction

from foundation.checked import save_checked
from placements.models import EmploymentType, JobParameters, SupportTerms
from placements.operations.support import check_share


@transaction.atomic
def save_type(*, values: dict[str, Any], reason: str, type: EmploymentType | None = None) -> EmploymentType:
    """A new type, or (with `type`) one changed. `values` are its fields. Raises ShareNotOfType and RowRefused.

    Whether it counts and when it is valid hold for all months: a difference in a closed one becomes a correction.
    """
    one = EmploymentType.objects.select_for_update().get(pk=type.pk) if type else EmploymentType()
    for name, value in values.items():
        setattr(one, name, value)
    check_share(one, one.support_share)
    with pghistory.context(reason=reason):
        return save_checked(one)


@transaction.atomic
def set_terms(
    *, type: EmploymentType, valid_from: date, share: Decimal | None, ceiling: Decimal | None
) -> SupportTerms:
    """Another share or ceiling from a day on; the same day again puts it right. Raises ShareNotOfType, RowRefused."""
    EmploymentType.objects.select_for_update().get(pk=type.pk)
    check_share(type, share)
    one = type.terms.filter(valid_from=valid_from).first() or SupportTerms(type=type, valid_from=valid_from)
    one.share, one.ceiling = share, ceiling
    return save_checked(one)


@transaction.atomic
def set_parameters(*, valid_from: date, values: dict[str, Any]) -> JobParameters:
    """The city's parameters from a day on; the same day again puts them right. Raises RowRefused.

    What `values` does not say stays as it is on that day.
    """
    one = JobParameters.objects.select_for_update().on(valid_from)
    if one.valid_from != valid_from or not one.is_stored:
        one.pk, one.valid_from, one._state.adding = None, valid_from, True
    for name, value in values.items():
        setattr(one, name, value)
    return save_checked(one)
