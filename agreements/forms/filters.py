"""Filters of the list of agreements; they live in the address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.standing import Stage
from allocation.forms import ModelYearFilter

STAGES = [
    ("", _("Alla lägen")),
    (Stage.MISSING, _("utkast saknas")),
    (Stage.DRAFT, _("utkast")),
    (Stage.SENT, _("skickad för underskrift")),
    (Stage.SIGNED_BY_DEPARTMENT, _("väntar på ASF:s underskrift")),
    (Stage.SIGNED_BY_PROVIDER, _("väntar på förvaltningens underskrift")),
    (Stage.COMING, _("undertecknad, gäller senare")),
    (Stage.IN_FORCE, _("gäller")),
    (Stage.ENDED, _("har upphört")),
]


class AgreementFilter(ModelYearFilter):
    q = forms.CharField(
        label=_("Sök förvaltning eller diarienummer"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    stage = forms.ChoiceField(label=_("Läge"), required=False, choices=STAGES)
    mine = forms.BooleanField(label=_("Bara det som väntar på er"), required=False)
