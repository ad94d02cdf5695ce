"""A model year's parameters as they are filled in: a new year, a copy, a change, or a revision from a month on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.models import (
    PARAMETERS,
    Basis,
    CountingRuleChoice,
    FractionRuleChoice,
    ModelYear,
    RoundingRule,
    YearParameters,
)
from allocation.parameter_words import values_of
from allocation.quota import Rounding
from allocation.scenario_form import LARGEST_TOTAL
from foundation.fields import MonthFormField
from foundation.form_fields import DayField, SwedishDecimalField
from foundation.periods import Month

_MOST = 1_000_000


class ParametersForm(forms.Form):
    """Everything that a reading says; the rate is written in percent."""

    rate = SwedishDecimalField(
        label=_("Fördelningstal, procent"),
        min_value=Decimal("0.0001"),
        max_value=Decimal("99.9999"),
        max_digits=6,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    basis = forms.ChoiceField(label=_("Beräkningsgrund"), choices=Basis)
    headcount_date = DayField(_("Antal anställda per"))
    rounding = forms.ChoiceField(label=_("Avrundning"), choices=RoundingRule)
    rounding_total = forms.IntegerField(
        label=_("Summa att fördela"),
        required=False,
        min_value=0,
        max_value=LARGEST_TOTAL,
        help_text=_("Bara för största rest."),
    )
    fee = SwedishDecimalField(
        label=_("Avgift per saknad anställning och månad, kr"), min_value=Decimal(0), max_digits=10, decimal_places=2
    )
    charging_starts = MonthFormField(label=_("Avgift från och med"))
    counting_rule = forms.ChoiceField(label=_("Räkneregel"), choices=CountingRuleChoice)
    fraction_rule = forms.ChoiceField(label=_("Delar av anställningar"), choices=FractionRuleChoice)
    silence_confirms = forms.BooleanField(
        label=_("Tystnad bekräftar"),
        required=False,
        help_text=_("Den förvaltning som inte svarar i tid har bekräftat månaden."),
    )
    increase_target = forms.IntegerField(label=_("Mål: nettoökning"), min_value=0, max_value=_MOST)
    created_target = forms.IntegerField(label=_("Mål: skapade anställningar"), min_value=0, max_value=_MOST)
    offered_target = forms.IntegerField(label=_("Mål: erbjudna platser"), min_value=0, max_value=_MOST)
    baseline_date = DayField(_("Jämförelsedag"), help_text=_("Nettoökningen räknas från den dagen."))
    decision = forms.CharField(
        label=_("Beslut"), max_length=200, help_text=_("T.ex. KF 2020-12-22 § 291, STK-2020-1509.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        largest = cleaned.get("rounding") == Rounding.LARGEST_REMAINDER
        if largest and cleaned.get("rounding_total") is None:
            self.add_error("rounding_total", _("Största rest behöver en summa att fördela. Skriv ett tal, t.ex. 1000."))
        if not largest:
            cleaned["rounding_total"] = None
        return cleaned

    def parameters(self) -> dict[str, Any]:
        """By name, as the model year keeps them; only of a valid form."""
        found = {name: self.cleaned_data[name] for name in PARAMETERS}
        return found | {"rate": found["rate"] / 100}


class YearForm(ParametersForm):
    year = forms.IntegerField(label=_("Modellår"), min_value=1900, max_value=9999)
    starts = DayField(_("Börjar"), help_text=_("Den första dagen i en månad."))
    ends = DayField(_("Slutar"), help_text=_("Den sista dagen i en månad."))
    field_order = ["year", "starts", "ends"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and starts != Month.of(starts).first_day:
            self.add_error("starts", _("Modellåret börjar den första dagen i en månad, t.ex. 2022-01-01."))
        if ends and ends != Month.of(ends).last_day:
            self.add_error("ends", _("Modellåret slutar den sista dagen i en månad, t.ex. 2022-12-31."))
        if starts and ends and ends < starts:
            self.add_error("ends", _("Sista dagen är före den första. Rätta den ena."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The parameters, and which days the year is."""
        return {name: self.cleaned_data[name] for name in ("year", "starts", "ends")} | self.parameters()


class RevisionForm(ParametersForm):
    first_month = MonthFormField(
        label=_("Revisionen gäller från och med"), help_text=_("En månad som inte är stängd för någon förvaltning.")
    )
    reason = forms.CharField(label=_("Varför"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["first_month", "reason", "decision"]


def initial_of(reading: YearParameters) -> dict[str, Any]:
    """A reading as the form shows it."""
    values = values_of(reading)
    return values | {
        "rate": format((values["rate"] * 100).normalize(), "f"),
        "fee": format(values["fee"].normalize(), "f"),
    }


def initial_of_year(model_year: ModelYear) -> dict[str, Any]:
    days = {"year": model_year.year, "starts": model_year.starts, "ends": model_year.ends}
    return initial_of(model_year) | days


def initial_of_copy(model_year: ModelYear) -> dict[str, Any]:
    """The year after, as the latest reading has it, charging from its first month (DOMAIN.md 9: 2022)."""
    values = initial_of(max((model_year, *model_year.readings), key=lambda one: one.reading))
    first = model_year.last_month.next()
    last = Month(first.year + (first.month + 10) // 12, (first.month + 10) % 12 + 1)
    days = {"year": model_year.year + 1, "starts": first.first_day, "ends": last.last_day}
    return values | days | {"charging_starts": first, "decision": ""}
