"""A transfer of places between two departments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import QuotaTransfer
from organisation.models import Department, DepartmentKind


class TransferForm(forms.ModelForm[QuotaTransfer]):
    class Meta:
        model = QuotaTransfer
        fields = ["from_department", "to_department", "number", "first_month", "last_month"]
        labels = {
            "from_department": _("Från"),
            "to_department": _("Till"),
            "number": _("Antal platser"),
            "first_month": _("Första månaden"),
            "last_month": _("Sista månaden"),
        }
        help_texts = {
            "number": _(
                "Målet sjunker lika mycket hos den ena som det stiger hos den andra. Stadens summa är densamma."
            ),
            "first_month": _("Hela månader. Skriv t.ex. 2021-05."),
            "last_month": _("Tom betyder tills vidare."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_department", "to_department"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Department.objects.exclude(kind=DepartmentKind.COMPANY).in_order()
        self.fields["number"].widget.attrs["min"] = 1
