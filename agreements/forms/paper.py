"""What stands on a paper that was signed in ink."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.operations import PaperSaid
from agreements.scans import MOST_BYTES, Scan, read_scan
from foundation.form_fields import DayField


class PaperForm(forms.Form):
    scan = forms.FileField(
        label=gettext_lazy("Det inskannade papperet"),
        help_text=gettext_lazy("PDF, PNG eller JPEG, högst 10 MB. Alla sidor i en fil. Den sparas precis som den är."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    signed_on = DayField(
        label=gettext_lazy("Undertecknad den"),
        help_text=gettext_lazy("Den dag då den sista undertecknade, enligt papperet."),
    )
    department_signer = forms.CharField(
        label=gettext_lazy("Undertecknade för förvaltningen"),
        max_length=120,
        help_text=gettext_lazy("Namnförtydligandet på papperet."),
    )
    provider_signer = forms.CharField(
        label=gettext_lazy("Undertecknade för ASF"),
        max_length=120,
        help_text=gettext_lazy("En annan person än den som undertecknade för förvaltningen."),
    )

    def clean_scan(self) -> Scan:
        """Judged by size and content; the name says nothing."""
        upload = self.cleaned_data["scan"]
        if upload.size > MOST_BYTES:
            text = _("Filen är %(size)s MB. Den får vara högst 10 MB. Skanna med lägre upplösning.")
            raise ValidationError(text % {"size": -(-upload.size // (1024 * 1024))})
        scan = read_scan(upload.read())
        if scan is None:
            raise ValidationError(
                _("Filen är inte en hel PDF, PNG eller JPEG, vad den än heter. Skanna papperet på nytt och välj filen.")
            )
        return scan

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("department_signer", ""), cleaned.get("provider_signer", "")
        if first and first.casefold() == second.casefold():
            self.add_error("provider_signer", _("Samma namn på båda sidor. Två olika personer ska ha undertecknat."))
        return cleaned

    def said(self) -> PaperSaid:
        cleaned = self.cleaned_data
        return PaperSaid(cleaned["signed_on"], cleaned["department_signer"], cleaned["provider_signer"])
