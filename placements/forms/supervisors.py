"""Supervisors: who they are, and what the provider does to support them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.form_fields import DayField
from organisation.models import Department, User
from organisation.roles import Act
from placements.models import SupportKind


class SupervisorForm(forms.Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    workplace = forms.CharField(label=_("Arbetsplats"), max_length=120, required=False)
    contact = forms.CharField(
        label=_("Kontakt i tjänsten"), max_length=120, required=False, help_text=_("Telefon eller e-post i tjänsten.")
    )
    active_from = DayField(_("Handledare från och med"))


class NewSupervisorForm(SupervisorForm):
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), empty_label=None)
    field_order = ["department", "name", "workplace", "contact", "active_from"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Department.objects.visible_to(user, Act.NAME_SUPERVISORS).in_order()


class SupervisorChangeForm(SupervisorForm):
    active_to = DayField(_("Handledare till och med"), required=False, help_text=_("Tomt: tills vidare."))


class SupervisorSupportForm(forms.Form):
    on = DayField(_("Dag"))
    kind = forms.ChoiceField(label=_("Slag"), choices=SupportKind.choices)
    text = forms.CharField(label=_("Vad det gällde"), max_length=300, required=False)


class SupervisorFilter(forms.Form):
    q = forms.CharField(label=_("Sök"), required=False, widget=forms.SearchInput, max_length=100)
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Förvaltning"), required=False, empty_label=_("alla")
    )
    overloaded = forms.BooleanField(label=_("Bara de med många"), required=False)

    use_required_attribute = False

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS).in_order()
