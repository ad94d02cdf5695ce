"""One column of the scenario calculator, read from the address: ?a-rate=5.7&a-basis=permanent&…&b-rate=6.0&…"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from allocation.models import Basis, ModelYear, RoundingRule
from allocation.quota import Rounding
from allocation.scenario import Parameters
from foundation.form_fields import SwedishDecimalField
from foundation.periods import Month
from organisation.models import Department

LARGEST_TOTAL = 100_000


class ScenarioForm(forms.Form):
    """Parameters of one column; `prefix` is its letter."""

    use_required_attribute = False

    rate = SwedishDecimalField(
        label=_("Fördelningstal, procent"),
        min_value=Decimal("0.01"),
        max_value=Decimal("99.99"),
        max_digits=6,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    basis = forms.ChoiceField(label=_("Beräkningsgrund"), choices=Basis)
    date = forms.ChoiceField(label=_("Antal anställda per"))
    rounding = forms.ChoiceField(label=_("Avrundning"), choices=RoundingRule)
    total = forms.IntegerField(
        label=_("Summa att fördela"),
        required=False,
        min_value=0,
        max_value=LARGEST_TOTAL,
        help_text=_("Bara för största rest."),
    )
    fee = SwedishDecimalField(
        label=_("Avgift per saknad anställning och månad, kr"), min_value=Decimal(0), max_digits=10, decimal_places=2
    )
    start = forms.CharField(label=_("Avgift från och med"), widget=forms.TextInput(attrs={"type": "month"}))
    exempt = forms.MultipleChoiceField(label=_("Undantagna"), required=False)

    def __init__(
        self, *args: Any, dates: Sequence[datetime.date], departments: Sequence[Department], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.departments = departments
        self.fields["date"].choices = [(day.isoformat(),) * 2 for day in dates]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["exempt"].choices = [(one.code, one.name) for one in departments]  # type: ignore[attr-defined]  # the same

    def clean_start(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["start"])
        except ValueError:
            raise forms.ValidationError(
                _("”%(found)s” är ingen månad. Skriv år och månad, t.ex. 2021-04."),
                params={"found": self.cleaned_data["start"]},
            ) from None

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("rounding") == Rounding.LARGEST_REMAINDER and cleaned.get("total") is None:
            self.add_error("total", _("Största rest behöver en summa att fördela. Skriv ett tal, t.ex. 1000."))
        return cleaned

    def exempt_choices(self) -> SafeString:
        """A box for each department, put together in one go: a template's loop takes too long for all of a country."""
        chosen = set(self["exempt"].value() or [])
        return format_html_join(
            "\n",
            '<li><label><input type="checkbox" name="{}" value="{}"{}> {}</label></li>',
            (
                (self.add_prefix("exempt"), one.code, mark_safe(" checked") if one.code in chosen else "", one.name)
                for one in self.departments
            ),
        )

    def parameters(self) -> Parameters:
        """What the column says; only of a valid form."""
        found = self.cleaned_data
        largest = found["rounding"] == Rounding.LARGEST_REMAINDER
        return Parameters(
            rate=found["rate"] / 100,
            basis=found["basis"],
            day=datetime.date.fromisoformat(found["date"]),
            rounding=Rounding(found["rounding"]),
            total=found["total"] if largest else None,
            fee=found["fee"],
            charging_starts=found["start"],
            exempt=frozenset(found["exempt"]),
        )


def fields_of_year(year: ModelYear, exempt: Sequence[str]) -> dict[str, Any]:
    """The model year's own parameters, as a column says them in the address."""
    return {
        "rate": format((year.rate * 100).normalize(), "f"),
        "basis": year.basis,
        "date": year.headcount_date.isoformat(),
        "rounding": year.rounding,
        "total": "" if year.rounding_total is None else str(year.rounding_total),
        "fee": format(year.fee.normalize(), "f"),
        "start": str(year.charging_starts),
        "exempt": list(exempt),
    }


def hidden_fields(letter: str, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """One pair for each value: those with several stand several times."""
    pairs: list[tuple[str, str]] = []
    for name, value in with_prefix(letter, fields):
        pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return pairs


def with_prefix(letter: str, fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(f"{letter}-{name}", value) for name, value in fields.items()]
