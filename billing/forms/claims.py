"""Forms of the claim decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import ClaimExtent
from foundation.form_fields import KronorField


class DelegationForm(forms.Form):
    delegation = forms.CharField(
        label=_("Delegation eller beslut"), max_length=120, help_text=_("t.ex. delegationsordningen punkt 4.2")
    )


class ClaimForm(DelegationForm):
    """All, a part or nothing of what is computed."""

    extent = forms.ChoiceField(label=_("Beslut"), choices=ClaimExtent.choices, widget=forms.RadioSelect)
    claimed = KronorField(label=_("Summa i kronor, om en del begärs"), required=False)
    reason = forms.CharField(
        label=_("Skäl, om inte allt begärs"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("extent", "claimed", "reason", "delegation")
