"""Numbers as people write them in a form: "30 000,50", "30000.50", "7 500 kr", "40,15 %"; and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.money import exact_percent, kronor
from foundation.periods import LIKELY_YEARS

NOT_A_DAY = gettext_lazy("Det är ingen dag. Skriv år, månad och dag, t.ex. 2021-04-30.")


def likely_year(day: date) -> None:
    """A validator: a browser's date field makes 0021 of a year that was typed as 21."""
    if day.year not in LIKELY_YEARS:
        told = _("Året %(year)s kan inte stämma. Skriv alla fyra siffrorna, t.ex. 2021; lämna dagen tom om den saknas.")
        raise ValidationError(told % {"year": f"{day.year:04d}"})


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class DayField(forms.DateField):
    """A day as year-month-day, in a year that can be meant."""

    def __init__(self, label: Any = None, *, error_messages: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            input_formats=["%Y-%m-%d"],
            widget=DayInput(),
            validators=[likely_year],
            error_messages={"invalid": NOT_A_DAY, **(error_messages or {})},
            **kwargs,
        )


class SwedishDecimalField(forms.DecimalField):
    """Takes "5,7" as well as "5.7"; as it is for a browser's own number field."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class NumberField(SwedishDecimalField):
    """A decimal in a text field, with spaces between thousands and the unit after it, or without."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
    unit = ""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.strip().removesuffix(self.unit).split())
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Without the zeros that the database adds."""
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A text field: the limits are told in words, not as attributes of a number field."""
        return {}


class KronorField(NumberField):
    """A sum of kronor with at most two decimals."""

    unit = "kr"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **{"min_value": 0, **kwargs})
        for limit in self.validators:
            if isinstance(limit, MaxValueValidator):
                limit.message = _("Skriv högst %(sum)s.") % {"sum": kronor(Decimal(kwargs["max_value"]))}


class PercentField(NumberField):
    """ "40,15" per cent to the share 0.4015, and back."""

    unit = "%"

    def to_python(self, value: Any) -> Any:
        percent = super().to_python(value)
        return None if percent is None else percent / 100

    def prepare_value(self, value: Any) -> Any:
        return exact_percent(value) if isinstance(value, Decimal) else value
