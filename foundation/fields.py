"""Model fields for the project's own values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from foundation.periods import HalfYear, Month

_NOT_A_MONTH = _("”%(text)s” är inte en månad. Skriv t.ex. 2021-04.")


class MonthFormField(forms.CharField):
    """Text "2021-04" (the browser's own month picker) to a `Month`."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2021-04"})

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return value if isinstance(value, Month) else Month.likely(str(value))
        except ValueError as error:
            raise ValidationError(_NOT_A_MONTH, params={"text": value}) from error


class MonthField(models.DateField):  # type: ignore[type-arg]  # stubs want two parameters, Django has none
    """A `Month`, kept in a date column as its first day and held there by a CHECK."""

    description = _("månad")
    # for the type checker only: what may be set and what is got
    _pyi_private_set_type: Month | date | str | Combinable  # type: ignore[assignment]  # ours, not the base's
    _pyi_private_get_type: Month  # type: ignore[assignment]  # ours, not the base's
    _pyi_lookup_exact_type: Month | date | str  # type: ignore[assignment]  # ours, not the base's

    def db_check(self, connection: Any) -> str:
        return f"EXTRACT(day FROM {connection.ops.quote_name(self.column)}) = 1"

    def from_db_value(self, value: date | None, expression: Any, connection: Any) -> Month | None:
        return None if value is None else Month.of(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Month):
            return value
        if isinstance(value, date):
            return Month.of(value)
        try:
            return Month.parse(str(value)[:7])
        except ValueError as error:
            raise ValidationError(_NOT_A_MONTH, params={"text": value}) from error

    def get_prep_value(self, value: Any) -> date | None:
        month = self.to_python(value)
        return None if month is None else month.first_day

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]  # whatever is asked for, passed on
        return super(models.DateField, self).formfield(**{"form_class": MonthFormField, **kwargs})


class HalfYearField(models.CharField):  # type: ignore[type-arg]  # as above
    """A `HalfYear`, kept as "2021-H1" (which also sorts rightly)."""

    _pyi_private_set_type: HalfYear | str | Combinable  # type: ignore[assignment]  # ours, not the base's
    _pyi_private_get_type: HalfYear  # type: ignore[assignment]  # ours, not the base's
    _pyi_lookup_exact_type: HalfYear | str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> HalfYear | None:
        return None if value is None else HalfYear.parse(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, HalfYear):
            return value
        try:
            return HalfYear.parse(str(value))
        except ValueError as error:
            raise ValidationError(
                _("”%(text)s” är inte ett halvår. Skriv t.ex. 2021-H1."), params={"text": value}
            ) from error

    def get_prep_value(self, value: Any) -> str | None:
        half_year = self.to_python(value)
        return None if half_year is None else str(half_year)


class FractionField(models.CharField):  # type: ignore[type-arg]  # as above
    """An exact `Fraction`, kept as "17" or "527/31": daily averages are never rounded in storage (DOMAIN.md 6)."""

    _pyi_private_set_type: Fraction | int | str | Combinable  # type: ignore[assignment]  # ours, not the base's
    _pyi_private_get_type: Fraction  # type: ignore[assignment]  # ours, not the base's
    _pyi_lookup_exact_type: Fraction | int | str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 24
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, Fraction) else Fraction(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(Fraction(value))
