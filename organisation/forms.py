"""People, roles, and the filters of lists and logs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from foundation.form_fields import DayField
from organisation.audit_words import ACCESS_ACTS, KINDS
from organisation.models import Department, User
from organisation.roles import Role

_ANY = ("", _("alla"))


class PersonForm(forms.Form):
    first_name = forms.CharField(label=_("Förnamn"), max_length=150)
    last_name = forms.CharField(label=_("Efternamn"), max_length=150)
    username = forms.RegexField(
        r"[\w.@+-]+",
        label=_("Användarnamn"),
        max_length=150,
        help_text=_("Det personen loggar in med. Bokstäver, siffror och @ . + - _."),
    )
    password = forms.CharField(
        label=_("Första lösenord"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("Lämna det till personen på ett säkert sätt."),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Roll"), choices=Role.choices)
    department = forms.ModelChoiceField(
        Department.objects.in_order(),
        label=_("Förvaltning"),
        required=False,
        empty_label=_("hela staden"),
        help_text=_("Bara för roller på en förvaltning."),
    )
    valid_from = DayField(_("Från och med"))
    valid_to = DayField(_("Till och med"), required=False, help_text=_("Tomt: tills vidare."))


class RoleEndForm(forms.Form):
    on = DayField(_("Sista dag"))


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Sök namn"), required=False, widget=forms.SearchInput, max_length=100)
    role = forms.ChoiceField(label=_("Roll i dag"), required=False, choices=[_ANY, *Role.choices])


def _full_name(obj: Any) -> str:
    return str(obj.full_name)


class _LogFilter(forms.Form):
    day = DayField(_("Dag"), required=False)
    person = forms.ModelChoiceField(
        User.objects.order_by("last_name", "first_name"), label=_("Person"), required=False, empty_label=_("alla")
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, use_required_attribute=False)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.label_from_instance = _full_name  # type: ignore[method-assign]  # Django's own way

    def chosen(self) -> dict[str, Any]:
        """What the filters say; one that cannot be understood is passed over."""
        self.is_valid()
        person = self.cleaned_data.get("person")
        return {"day": self.cleaned_data.get("day"), "person": person.pk if person else None}


class AuditTrailFilter(_LogFilter):
    kind = forms.ChoiceField(label=_("Slag"), required=False)
    field_order = ["kind", "day", "person"]

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [_ANY, *sorted(KINDS.items(), key=lambda pair: str(pair[1]))]

    def chosen(self) -> dict[str, Any]:
        return super().chosen() | {"kind": self.cleaned_data.get("kind", "")}


class AccessLogFilter(_LogFilter):
    q = forms.CharField(label=_("Sök nyckel"), required=False, widget=forms.SearchInput, max_length=80)
    act = forms.ChoiceField(label=_("Vad"), required=False, choices=[_ANY, *ACCESS_ACTS.items()])
    field_order = ["q", "act", "day", "person"]

    def chosen(self) -> dict[str, Any]:
        chosen = super().chosen()
        return chosen | {"words": self.cleaned_data.get("q", ""), "act": self.cleaned_data.get("act", "")}
