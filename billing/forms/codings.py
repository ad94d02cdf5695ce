"""Forms of account codings: one by hand, and a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import AccountCoding
from billing.models.coding import PARTS
from foundation.form_fields import DayField


class CodingForm(forms.ModelForm[AccountCoding]):
    """A department's account coding from a day on; an earlier one stays for what was issued before."""

    class Meta:
        model = AccountCoding
        fields = ("department", "valid_from", "valid_to", *PARTS, "reference_code")
        field_classes = {"valid_from": DayField, "valid_to": DayField}
        help_texts = {
            "counterpart": _("Koden som andra bokför er på. På en faktura får varje sida den andras."),
            "valid_to": _("Tomt: tills vidare. En tidigare kontering slutar dagen före den här."),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Sista dagen kan inte vara före den första."))
        return given

    def _get_validation_exclusions(self) -> set[str]:
        """Periods that meet are moved apart when it is kept, so that they do not overlap is not asked here."""
        return {*super()._get_validation_exclusions(), "department"}  # type: ignore[misc]  # Django's, not in its types


class CodingFileForm(forms.Form):
    file = forms.FileField(label=_("Fil (xlsx eller csv)"))
