"""A transfer of places between two departments: proposed, answered, ended; and the filter of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import ProposalState, QuotaTransfer
from allocation.forms import ModelYearFilter
from foundation.fields import MonthFormField
from organisation.models import Department, DepartmentKind


class TransferFilter(ModelYearFilter):
    state = forms.ChoiceField(label=_("Läge"), required=False, choices=[("", _("Alla lägen")), *ProposalState.choices])
    q = forms.CharField(label=_("Sök förvaltning"), required=False, widget=forms.TextInput(attrs={"type": "search"}))


class TransferForm(forms.ModelForm[QuotaTransfer]):
    class Meta:
        model = QuotaTransfer
        fields = ["from_department", "to_department", "number", "first_month", "last_month", "reason"]
        labels = {
            "from_department": _("Från"),
            "to_department": _("Till"),
            "number": _("Antal platser"),
            "first_month": _("Första månaden"),
            "last_month": _("Sista månaden"),
            "reason": _("Varför"),
        }
        help_texts = {
            "number": _(
                "Målet sjunker lika mycket hos den ena som det stiger hos den andra. Stadens summa är densamma."
            ),
            "first_month": _("Hela månader. Skriv t.ex. 2021-05."),
            "last_month": _("Tom betyder tills vidare."),
            "reason": _("Den andra förvaltningen läser det här, och det står i dokumentet."),
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, own: Department | None = None, **kwargs: Any) -> None:
        """`own` is the department that the reader speaks for: the usual giver."""
        super().__init__(*args, **kwargs)
        self.fields["from_department"].initial = own
        for name in ("from_department", "to_department"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.empty_label = _("välj förvaltning")
            field.queryset = Department.objects.exclude(kind=DepartmentKind.COMPANY).in_order()
        self.fields["number"].widget.attrs["min"] = 1


class TransferEndingForm(forms.Form):
    from_month = MonthFormField(
        label=_("Upphör från och med"), help_text=_("Den första månaden utan överföring. Skriv t.ex. 2021-09.")
    )
    reason = forms.CharField(
        label=_("Varför"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Den andra förvaltningen läser det här, och det står i dokumentet."),
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför ni avböjer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Den som har föreslagit läser det här."),
    )
