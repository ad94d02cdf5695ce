"""Finding an employment by the person's identity number; sent by POST so that it never stands in an address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.clock import today
from foundation.identity_numbers import InvalidIdentityNumber, normalised


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Personnummer"),
        max_length=20,
        error_messages={"required": _("Skriv ett personnummer och sök igen.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Tio eller tolv siffror, med eller utan bindestreck. Numret sparas inte."),
    )

    def clean_number(self) -> str:
        """The twelve digits."""
        try:
            return normalised(self.cleaned_data["number"], today=today())
        except InvalidIdentityNumber:
            raise forms.ValidationError(
                _("Det är inget personnummer. Kontrollera siffrorna och sök igen."), code="invalid"
            ) from None
