"""Employments by hand: add, end, change, move. A change says why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from foundation.form_fields import DayField
from foundation.refusals import Refusal
from organisation.models import Department
from placements.keys import refuse_identity_number
from placements.models import EmploymentType, EndCause, PlacementKind, Sex
from placements.validity import check_type_holds


def key_field(label: StrOrPromise, *, required: bool = True, **kwargs: Any) -> forms.SlugField:
    """The key of a participant or an employment, which stands in clear and is no identity number."""
    return forms.SlugField(label=label, max_length=40, required=required, validators=[refuse_identity_number], **kwargs)


def protected_field() -> forms.BooleanField:
    """For someone who is registered now: protected before anyone else sees the name."""
    return forms.BooleanField(
        label=_("Personen har skyddade personuppgifter"),
        required=False,
        help_text=_("Namnet visas då bara för ASF-administratörer och arbetsmarknadssekreterare."),
    )


def share_field(**kwargs: Any) -> forms.IntegerField:
    given = {"initial": 100, "help_text": _("Heltid är 100."), **kwargs}
    return forms.IntegerField(label=_("Sysselsättningsgrad, procent"), min_value=1, max_value=100, **given)


def refuse_type(form: forms.Form, type: EmploymentType | None, first_day: date | None) -> None:
    """By the field: the type does not hold on the employment's first day. What is not filled in is said elsewhere."""
    try:
        if type and first_day:
            check_type_holds(type, first_day)
    except Refusal as refusal:
        form.add_error("type", list(refusal.messages))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför"),
        max_length=200,
        widget=forms.TextInput,
        help_text=_("Står i anställningens historik. Skriv inget om hälsa eller ekonomi."),
    )


class EndForm(ReasonForm):
    on = DayField(_("Sista anställningsdag"), help_text=_("Dagen räknas med. Placeringen slutar samma dag."))
    cause = forms.ChoiceField(label=_("Avslutsorsak"), choices=EndCause.choices)
    field_order = ["on", "cause", "reason"]


class EmploymentForm(ReasonForm):
    type = forms.ModelChoiceField(EmploymentType.objects.order_by("name"), label=_("Anställningstyp"))
    employed_from = DayField(_("Första anställningsdag"))
    employed_to = DayField(_("Sista anställningsdag"), required=False)
    end_cause = forms.ChoiceField(
        label=_("Avslutsorsak"), required=False, choices=[("", _("inte avslutad")), *EndCause.choices]
    )
    field_order = ["type", "employed_from", "employed_to", "end_cause", "reason"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("type") != self.initial.get("type"):  # what it has already may stay
            refuse_type(self, given.get("type"), given.get("employed_from"))
        return given


class PlacementForm(ReasonForm):
    placed_from = DayField(_("Första dag på platsen"))
    placed_to = DayField(_("Sista dag på platsen"), required=False)
    kind = forms.ChoiceField(label=_("Slag av plats"), choices=PlacementKind.choices)
    working_share = share_field()
    field_order = ["placed_from", "placed_to", "kind", "working_share", "reason"]


class MoveForm(ReasonForm):
    department = forms.ModelChoiceField(Department.objects.in_order(), label=_("Till förvaltning"))
    first_day = DayField(_("Första dag där"), help_text=_("Den nuvarande placeringen slutar dagen före."))
    kind = forms.ChoiceField(label=_("Slag av plats"), choices=PlacementKind.choices)
    working_share = share_field()
    field_order = ["department", "first_day", "kind", "working_share", "reason"]


class ProtectionForm(ReasonForm):
    is_protected = protected_field()
    field_order = ["is_protected", "reason"]


class NewEmploymentForm(ReasonForm):
    participant_key = key_field(_("Deltagarnyckel"), help_text=_("Finns deltagaren redan används den."))
    name = forms.CharField(label=_("Namn"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Kön enligt register"), required=False, choices=Sex.choices)
    is_protected = protected_field()
    key = key_field(_("Anställningsnyckel"), required=False, help_text=_("Tomt: nästa lediga."))
    type = forms.ModelChoiceField(EmploymentType.objects.order_by("name"), label=_("Anställningstyp"))
    employed_from = DayField(_("Första anställningsdag"))
    employed_to = DayField(_("Sista anställningsdag"), required=False, help_text=_("Tomt: tills vidare."))
    department = forms.ModelChoiceField(Department.objects.in_order(), label=_("Mottagande förvaltning"))
    kind = forms.ChoiceField(label=_("Slag av plats"), choices=PlacementKind.choices)
    placed_from = DayField(_("Första dag på platsen"), required=False, help_text=_("Tomt: första anställningsdagen."))
    working_share = share_field()
    field_order = [
        "participant_key", "name", "sex", "is_protected", "key", "type", "employed_from", "employed_to",
        "department", "kind", "placed_from", "working_share", "reason",
    ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        refuse_type(self, self.cleaned_data.get("type"), self.cleaned_data.get("employed_from"))
        return self.cleaned_data
