"""Small forms of single acts: sign, give a reason, choose an amendment's first month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.fields import MonthFormField
from organisation.models import User


class SignForm(forms.Form):
    """Whoever signs proves anew who it is. `seen` is the hash of what the page showed."""

    password = forms.CharField(
        label=gettext_lazy("Ert lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("Vi frågar igen för att vara säkra på att det är ni."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("Lösenordet stämmer inte. Inget är undertecknat. Skriv det ni loggar in med."))
        return password


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Varför"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Den andra sidan läser det här, och det står kvar bland händelserna."),
    )


class EndingForm(forms.Form):
    last_month = MonthFormField(
        label=gettext_lazy("Sista månaden"),
        help_text=gettext_lazy(
            "Överenskommelsen gäller till och med den månaden, sedan är kvoten målet. Skriv t.ex. 2021-08. "
            "Månaden före den första betyder att den aldrig har gällt."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Varför"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Den andra sidan läser det här, och det står kvar på överenskommelsen."),
    )


class AmendForm(forms.Form):
    valid_from = MonthFormField(
        label=gettext_lazy("Gäller från och med"),
        help_text=gettext_lazy("Alltid från den första i en månad som inte är stängd. Skriv t.ex. 2021-07."),
    )
