"""Forms of what goes to the ledger: the file's form, its columns, the month of an accrual, the ledger's answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.ledger_files import COLUMNS, LedgerForm, in_words
from billing.models import LedgerLayout
from foundation.fields import MonthFormField


class HandOverForm(forms.Form):
    """In which form, and for csv and workbooks with which columns: what is handed over is not handed over again."""

    form = forms.TypedChoiceField(
        label=_("Filens form"), choices=LedgerForm.choices, initial=LedgerForm.CSV, coerce=LedgerForm
    )
    layout = forms.ModelChoiceField(
        LedgerLayout.objects.order_by("name"), label=_("Kolumner (csv och Excel)"), required=False,
        empty_label=_("alla kolumner"),
    )  # fmt: skip


class AccrualForm(forms.Form):
    month = MonthFormField(label=_("Månad"))
    form = forms.TypedChoiceField(
        label=_("Filens form"), choices=LedgerForm.choices, initial=LedgerForm.SIE, coerce=LedgerForm
    )


class ReceiptForm(forms.Form):
    file = forms.FileField(label=_("Kvittensfil (xlsx eller csv)"))


class LayoutForm(forms.ModelForm[LedgerLayout]):
    """A place for each column: 1, 2, 3 … in the order wanted; a column without a place is left out."""

    class Meta:
        model = LedgerLayout
        fields = ("name",)
        labels = {"name": _("Layoutens namn")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {name: place for place, name in enumerate(self.instance.columns or (), start=1)}
        for column in COLUMNS:
            self.fields[f"place_{column.name}"] = forms.IntegerField(
                label=in_words(column), required=False, min_value=1, max_value=99, initial=places.get(column.name),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        placed = {column.name: given.get(f"place_{column.name}") for column in COLUMNS}
        chosen = sorted((name for name, place in placed.items() if place), key=lambda name: placed[name] or 0)
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Ge minst en kolumn en plats: skriv 1 vid den som ska stå först."))
        if len({placed[name] for name in chosen}) < len(chosen):
            raise forms.ValidationError(_("Två kolumner har samma plats. Ge varje kolumn en egen."))
        self.instance.columns = chosen
        return given
