"""Who a participant is: name, sex and identity number. A correction says why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.identity_numbers import InvalidIdentityNumber, normalised
from placements.forms.employments import ReasonForm
from placements.models import Sex


class ParticipantForm(ReasonForm):
    """The identity number that the register has is never shown."""

    name = forms.CharField(label=_("Namn"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Kön enligt register"), required=False, choices=Sex.choices)
    identity_number = forms.CharField(
        label=_("Nytt personnummer"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Tolv siffror. Tomt: numret som finns står kvar."),
    )
    field_order = ["name", "sex", "identity_number", "reason"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["reason"].help_text = _(
            "Står i historiken. Skriv inget personnummer, och inget om hälsa eller ekonomi."
        )

    def clean_identity_number(self) -> str:
        written: str = self.cleaned_data["identity_number"]
        try:
            return normalised(written, today=self.today) if written else ""
        except InvalidIdentityNumber:
            raise forms.ValidationError(
                _("Det är inget personnummer. Skriv tolv siffror, t.ex. ååååmmdd-nnnn, och kontrollera den sista.")
            ) from None
