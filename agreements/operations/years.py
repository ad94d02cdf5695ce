"""A model year written by hand: made, changed while nothing rests on it, revised when something does (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.closed_months import refuse_closed
from agreements.operations.adopting import require_free
from agreements.operations.drafting import OutsideModelYear
from allocation.models import PARAMETERS, ModelYear, ModelYearRevision
from allocation.parameter_words import values_of
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import Department, User


class YearThere(Refusal):
    def __init__(self, year: int) -> None:
        super().__init__(_("Modellår %(year)s finns redan. Ändra det, eller välj ett annat år.") % {"year": year})


class YearsOverlap(Refusal):
    def __init__(self, other: ModelYear) -> None:
        super().__init__(
            _("Dagarna ligger delvis i modellår %(year)s (%(first)s–%(last)s). Varje dag hör till ett modellår.")
            % {"year": other.year, "first": other.starts.isoformat(), "last": other.ends.isoformat()}
        )


class NothingChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Inget skiljer sig från det som gäller. Ändra något först."))


@transaction.atomic
def create_model_year(*, values: Mapping[str, Any], by: User) -> ModelYear:
    """`values`: year, starts, ends and every parameter. Raises YearThere and YearsOverlap."""
    if ModelYear.objects.filter(year=values["year"]).exists():
        raise YearThere(values["year"])
    _refuse_overlap(values, but=None)
    with pghistory.context(reason=values["decision"]):
        return ModelYear.objects.create(**values)


@transaction.atomic
def change_model_year(*, model_year: ModelYear, values: Mapping[str, Any], by: User, today: date) -> ModelYear:
    """Only while no agreement rests on it and it charges nothing yet; the database refuses the first too.

    Raises AgreementRestsOnYear, YearUnderWay, YearsOverlap and NothingChanged.
    """
    locked = ModelYear.objects.select_for_update().get(pk=model_year.pk)
    require_free(locked, today)
    _refuse_overlap(values, but=locked)
    if all(getattr(locked, name) == value for name, value in values.items()):
        raise NothingChanged
    for name, value in values.items():
        setattr(locked, name, value)
    with pghistory.context(reason=locked.decision):
        locked.save()
    return locked


@transaction.atomic
def revise_model_year(
    *, model_year: ModelYear, values: Mapping[str, Any], first_month: Month, reason: str, by: User
) -> ModelYearRevision:
    """The parameters anew from a month on, by a decision of its own. Both readings are kept.

    Signed versions keep their targets and terms, and closed months are not touched: the month must be open for all.
    Raises OutsideModelYear, TouchesClosedMonth and NothingChanged.
    """
    locked = ModelYear.objects.select_for_update(no_key=True).get(pk=model_year.pk)
    if not locked.first_month <= first_month <= locked.last_month:
        raise OutsideModelYear(locked)
    refuse_closed(list(Department.objects.all()), first=first_month, last=None)
    held = values_of(locked.at(first_month))
    if all(held[name] == values[name] for name in PARAMETERS if name != "decision"):
        raise NothingChanged
    return ModelYearRevision.objects.create(
        model_year=locked,
        number=max((one.number for one in locked.readings), default=0) + 1,
        first_month=first_month,
        reason=reason,
        made_by=by,
        made_at=timezone.now(),
        **{name: values[name] for name in PARAMETERS},
    )


def _refuse_overlap(values: Mapping[str, Any], *, but: ModelYear | None) -> None:
    others = ModelYear.objects.exclude(pk=but.pk) if but else ModelYear.objects.all()
    if other := others.filter(starts__lte=values["ends"], ends__gte=values["starts"]).first():
        raise YearsOverlap(other)
