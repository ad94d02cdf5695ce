"""Choosing an employment file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("Excel (.xlsx) eller csv, en rad för varje placering. Inget ändras förrän ni har godkänt."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
