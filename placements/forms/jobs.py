"""What is filled in about one job: decisions, wages, leave, training, its case officer and the start checklist."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from foundation.form_fields import DayField, NumberField
from organisation.models import User
from placements.forms.employments import ReasonForm
from placements.models import EmploymentType, GrantPurpose, Module, Placement, Supervisor


def amount_field(label: StrOrPromise) -> NumberField:
    """Kronor with öre, more than 0; comma or point."""
    return NumberField(
        label=label,
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        error_messages={"invalid": _("Det är inget belopp. Skriv kronor med siffror, t.ex. 21 000 eller 21000,50.")},
    )


def share_of_support_field(help_text: StrOrPromise) -> NumberField:
    """A share of the wage, or how many times the fees."""
    return NumberField(
        label=_("Andel eller antal gånger"),
        help_text=help_text,
        required=False,
        min_value=Decimal("0.0001"),
        max_digits=5,
        decimal_places=4,
        error_messages={"invalid": _("Det är inget tal. Skriv t.ex. 0,8 eller 2,5.")},
    )


class ExtensionForm(ReasonForm):
    until = DayField(_("Ny sista anställningsdag"), help_text=_("Dagen räknas med. Placeringen följer med."))
    field_order = ["until", "reason"]


class DecisionForm(forms.Form):
    number = forms.CharField(label=_("Beslutsnummer"), max_length=40)
    type = forms.ModelChoiceField(EmploymentType.objects.order_by("name"), label=_("Anställningstyp i beslutet"))
    valid_from = DayField(_("Beslutet gäller från och med"))
    valid_to = DayField(_("Beslutet gäller till och med"))
    share = share_of_support_field(_("Bara om beslutet säger annat än typen. 80 procent skrivs 0,8."))


class WageForm(forms.Form):
    valid_from = DayField(_("Lönen gäller från och med"))
    monthly = amount_field(_("Månadslön vid heltid, kronor"))


class GrantUseForm(forms.Form):
    on = DayField(_("Dag"))
    purpose = forms.ChoiceField(label=_("Användes till"), choices=GrantPurpose.choices)
    amount = amount_field(_("Belopp, kronor"))
    text = forms.CharField(label=_("Beskrivning"), max_length=200, required=False)


class LeaveForm(forms.Form):
    first_day = DayField(_("Ledig från och med"))
    last_day = DayField(_("Ledig till och med"), required=False, help_text=_("Tomt: tills vidare."))
    is_paid = forms.BooleanField(
        label=_("Med lön"),
        required=False,
        help_text=_("Ledighet räknas mot målet i båda fallen. Varför personen är ledig skrivs inte här."),
    )


class TrainingForm(forms.Form):
    module = forms.ChoiceField(label=_("Utbildning"), choices=Module.choices)
    offered_on = DayField(_("Erbjuden"))
    started_on = DayField(_("Påbörjad"), required=False)
    completed_on = DayField(_("Genomförd"), required=False)


class OfficerForm(forms.Form):
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Ny handläggare"))
    on = DayField(_("Från och med"))
    note = forms.CharField(
        label=_("Överlämnat"),
        max_length=300,
        required=False,
        help_text=_("Vad den nya handläggaren behöver veta. Skriv inget om hälsa eller ekonomi."),
    )

    def __init__(self, *args: Any, officers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer_choices(self, "officer", officers)


class HandOverForm(OfficerForm):
    giver = forms.ModelChoiceField(User.objects.none(), label=_("Nuvarande handläggare"))
    field_order = ["giver", "officer", "on", "note"]

    def __init__(self, *args: Any, givers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer_choices(self, "giver", givers)


def officer_choices(form: forms.Form, name: str, officers: list[User]) -> None:
    """These people, by name."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = User.objects.filter(pk__in=[one.pk for one in officers]).order_by("last_name", "first_name")
    field.label_from_instance = _full_name  # type: ignore[method-assign,assignment]  # Django's own way


def _full_name(user: Any) -> str:
    return str(user.full_name)


class ChecklistForm(forms.Form):
    job_title = forms.CharField(label=_("Yrkestitel"), max_length=120, required=False)
    supervisor = forms.ModelChoiceField(Supervisor.objects.none(), label=_("Handledare"), required=False)
    onboarding_on = DayField(_("Introduktion hållen"), required=False)
    responsibility_on = DayField(
        _("Arbetsmiljöansvaret klarlagt"),
        required=False,
        help_text=_("Dagen då ni gick igenom vem som har det dagliga arbetsmiljöansvaret för personen."),
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["supervisor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Supervisor.objects.filter(department=placement.department_id).order_by("name")
        field.empty_label = str(_("ingen än"))
