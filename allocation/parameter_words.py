"""The parameters of a model year in words, and what two readings say differently (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from allocation.models import PARAMETERS, ModelYear, YearParameters
from allocation.wording import percentage
from foundation.money import kronor
from foundation.periods import Month
from foundation.templatetags.overens import month_name, number


@dataclass(frozen=True, slots=True)
class Difference:
    """One parameter that the two say differently, in words."""

    name: str
    label: str
    before: str
    after: str


def label_of(name: str) -> str:
    label = str(ModelYear._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a plain field
    return label[:1].upper() + label[1:]


def in_words(name: str, value: Any) -> str:
    """The value as a reader wants it: 5,7 %, 7 500 kr, april 2021."""
    if value is None or value == "":
        return "–"
    if name == "rate":
        return percentage(Decimal(value))
    if name == "year":
        return str(value)
    if name == "fee":
        return kronor(Decimal(value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, Month):
        return month_name(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return number(value)
    choices = dict(ModelYear._meta.get_field(name).flatchoices)  # type: ignore[union-attr]  # a plain field
    return str(choices.get(value, value))


def values_of(reading: YearParameters) -> dict[str, Any]:
    """The parameters of a reading by name."""
    return {name: getattr(reading, name) for name in PARAMETERS}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What `after` says otherwise than `before`, in the order of `after`."""
    return [
        Difference(name, label_of(name), in_words(name, before.get(name)), in_words(name, value))
        for name, value in after.items()
        if before.get(name) != value
    ]
