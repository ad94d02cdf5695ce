"""A table of terms to read in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class TermsUpload(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fil med villkor"),
        help_text=gettext_lazy(
            "Excel (.xlsx) eller csv, som den ni laddade ner. Ni ser vad filen ändrar innan något ändras. "
            "Bara utkast kan ändras så här."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
