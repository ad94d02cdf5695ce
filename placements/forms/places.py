"""Offering a place and withdrawing it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.models import Department, User
from organisation.roles import Act
from placements.forms.employments import day_field
from placements.models import PlacementKind


class PlaceForm(forms.Form):
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), empty_label=None)
    kind = forms.ChoiceField(label=_("Slag av plats"), choices=PlacementKind.choices)
    workplace = forms.CharField(label=_("Arbetsplats"), max_length=120)
    job_title = forms.CharField(label=_("Yrkestitel"), max_length=120)
    tasks = forms.CharField(label=_("Arbetsuppgifter"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    openings = forms.IntegerField(label=_("Antal platser"), min_value=1, max_value=500, initial=1)
    available_from = day_field(_("Från och med"))
    available_to = day_field(_("Till och med"), required=False, help_text=_("Tomt: tills vidare."))
    value_for_person = forms.CharField(
        label=_("Mervärde för den enskilde"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vad personen får ut av platsen: yrkeskunskap, språk, kontakter."),
    )
    value_for_service = forms.CharField(
        label=_("Mervärde för verksamheten"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, user: User) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Department.objects.visible_to(user, Act.OFFER_PLACES).in_order()


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Varför"), max_length=200)
