"""What is filled in when many employments are worked on at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.models import User
from placements.forms.employments import EndForm
from placements.forms.ending import USUAL_DAYS
from placements.forms.jobs import ExtensionForm, OfficerForm
from placements.models import Recruitment

ACTS = {
    "extension": _("Förläng"),
    "end": _("Avsluta"),
    "officer": _("Byt handläggare"),
    "announcement": _("Berätta om en rekrytering"),
}


class AnnouncementForm(forms.Form):
    recruitment = forms.ModelChoiceField(Recruitment.objects.none(), label=_("Rekrytering"))
    within = forms.IntegerField(
        label=_("Slutar inom, dagar"),
        min_value=0,
        max_value=3650,
        initial=USUAL_DAYS,
        help_text=_("Den som slutar senare, eller inte alls, får inte veta."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recruitment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Recruitment.objects.filter(apply_by__gte=today).order_by("apply_by", "id")


def bulk_form(act: str, data: Any, *, officers: list[User], today: date) -> forms.Form:
    """The form of the act; the act is a key of ACTS."""
    if act == "officer":
        return OfficerForm(data, officers=officers, initial={"on": today})
    if act == "announcement":
        return AnnouncementForm(data, today=today)
    return ExtensionForm(data) if act == "extension" else EndForm(data, initial={"on": today})
