"""Offering a place, what is said about it, and withdrawing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from foundation.clock import today
from foundation.form_fields import DayField
from organisation.models import Department, User
from organisation.roles import Act
from placements.forms.employments import share_field
from placements.models import Accessibility, Language, Place, PlacementKind, Supervisor, UnionOutcome
from placements.operations.places import FIELDS

_NONE_YET = [("", _("inte angivet"))]


def _long(label: StrOrPromise, help_text: StrOrPromise = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class PlaceForm(forms.Form):
    """All that is said of a place. `draft_key` makes what is saved as one types the same place each time."""

    draft_key = forms.UUIDField(widget=forms.HiddenInput)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), empty_label=None)
    kind = forms.ChoiceField(label=_("Slag av plats"), choices=PlacementKind.choices)
    job_title = forms.CharField(label=_("Yrkestitel"), max_length=120)
    workplace = forms.CharField(label=_("Arbetsplats"), max_length=120)
    area = forms.CharField(label=_("Område i staden"), max_length=60, required=False)
    tasks = _long(_("Arbetsuppgifter"), required=False)
    openings = forms.IntegerField(label=_("Antal platser"), min_value=1, max_value=500, initial=1)
    available_from = DayField(_("Från och med"))
    available_to = DayField(_("Till och med"), required=False, help_text=_("Tomt: tills vidare."))
    working_share = share_field()
    hours = forms.CharField(
        label=_("Arbetstider"), max_length=120, required=False, help_text=_("T.ex. vardagar 7–16, eller varannan helg.")
    )
    language = forms.ChoiceField(label=_("Svenska som krävs"), choices=Language.choices)
    accessibility = forms.MultipleChoiceField(
        label=_("Anpassning som finns"),
        choices=Accessibility.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accessibility_note = forms.CharField(label=_("Mer om anpassning"), max_length=300, required=False)
    supervisor = forms.ModelChoiceField(
        Supervisor.objects.none(), label=_("Handledare"), required=False, empty_label=_("inte utsedd än")
    )
    supervisor_name = forms.CharField(
        label=_("Handledare som inte finns i listan"), max_length=120, required=False, help_text=_("Namn i tjänsten.")
    )
    value_for_person = _long(
        _("Mervärde för den enskilde"), _("Vad personen får ut av platsen: yrkeskunskap, språk, kontakter.")
    )
    value_for_service = _long(_("Mervärde för verksamheten"), _("Vad som blir bättre för er och dem ni är till för."))
    union_on = DayField(
        _("Facklig samverkan, dag"), required=False, help_text=_("Kan fyllas i senare. ASF ser om den saknas.")
    )
    union_name = forms.CharField(label=_("Facklig organisation"), max_length=120, required=False)
    union_outcome = forms.ChoiceField(
        label=_("Utfall av samverkan"), choices=[*_NONE_YET, *UnionOutcome.choices], required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.visible_to(user, Act.OFFER_PLACES).in_order()
        self._choose("department", departments)
        supervisors = Supervisor.objects.active(today()).filter(department__in=departments)
        self._choose("supervisor", supervisors.order_by("department__code", "name"))

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        supervisor, department = given.get("supervisor"), given.get("department")
        if supervisor and department and supervisor.department_id != department.pk:
            self.add_error(
                "supervisor", gettext("Handledaren hör till en annan förvaltning. Välj en av platsens egna.")
            )
        union = [given.get(name) for name in ("union_on", "union_name", "union_outcome")]
        if any(union) and not all(union):
            self.add_error("union_on", gettext("Fyll i dag, organisation och utfall, eller lämna alla tre tomma."))
        if given.get("union_on") and given["union_on"] > today():
            self.add_error("union_on", gettext("Dagen har inte varit än. Skriv in samverkan när den är gjord."))
        if given.get("available_to") and given["available_to"] < today():
            self.add_error("available_to", gettext("Dagen har varit. Skriv en senare dag, eller lämna den tom."))
        return given

    @property
    def given(self) -> dict[str, Any]:
        """What was understood, as the operations want it."""
        return {name: value for name, value in self.cleaned_data.items() if name in FIELDS}


class DraftForm(PlaceForm):
    """The same, half written: what is understood is saved, and the rest waits."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name, field in self.fields.items():
            field.required = name in ("draft_key", "department")

    @property
    def given(self) -> dict[str, Any]:
        """What is empty and may not be so keeps its value."""
        kept = {"kind", "openings", "available_from", "working_share", "language"}
        union = {"union_on", "union_name", "union_outcome"} if "union_on" in self.errors else set()
        return {
            name: value
            for name, value in super().given.items()
            if not (name in kept and value in (None, "")) and name not in union and name not in self.errors
        }


def initial_of(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("draft_key", *FIELDS)}


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Varför"), max_length=200)


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Vad ska ändras eller vad undrar ni?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Förvaltningen och ASF läser det. Skriv inget om enskilda personer."),
    )
