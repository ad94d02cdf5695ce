"""Booking someone, answering, planning and confirming the start."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.form_fields import DayField
from organisation.models import Department, User
from organisation.roles import Act
from placements.forms.employments import key_field, protected_field, refuse_type, share_field
from placements.models import BY_HOST, BookingState, DeclineCause, EmploymentType, Participant, Sex


class BookingForm(forms.Form):
    """Whom, and when. The key of someone whom the register does not have makes a new participant, with a name."""

    participant_key = key_field(
        _("Deltagarnyckel"),
        widget=forms.TextInput(attrs={"list": "participants", "autocomplete": "off"}),
        help_text=_("Skriv nyckeln, eller välj bland dem som inte har någon plats."),
    )
    starts_on = DayField(_("Första dag"))
    ends_on = DayField(_("Sista dag"), required=False, help_text=_("Tomt: så länge platsen finns."))
    working_share = share_field()
    presentation = forms.CharField(
        label=_("Presentation för förvaltningen"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Erfarenhet, språk och tider. Inget namn, och inget om hälsa eller ekonomi."),
    )
    name = forms.CharField(label=_("Namn, om deltagaren är ny"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Kön enligt register, om deltagaren är ny"), required=False, choices=Sex.choices)
    is_protected = protected_field()

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        key = given.get("participant_key")
        if key and not given.get("name") and not Participant.objects.filter(key=key).exists():
            self.add_error(
                "participant_key",
                gettext(
                    "Deltagaren %(key)s finns inte i registret. Rätta nyckeln, eller skriv namnet på en ny deltagare."
                )
                % {"key": key},
            )
        return given


class DeclineForm(forms.Form):
    cause = forms.ChoiceField(label=_("Orsak"), choices=DeclineCause.choices)
    note = forms.CharField(
        label=_("Kommentar"), max_length=300, required=False, help_text=_("Skriv inget om hälsa eller ekonomi.")
    )

    def __init__(self, *args: Any, by_host: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cause"]
        assert isinstance(field, forms.ChoiceField)
        causes = BY_HOST if by_host else DeclineCause
        field.choices = [("", _("välj")), *((cause.value, cause.label) for cause in causes)]


class PlanForm(forms.Form):
    starts_on = DayField(_("Första dag på platsen"))
    ends_on = DayField(_("Sista dag på platsen"), required=False, help_text=_("Tomt: tills vidare."))
    working_share = share_field()


class StartForm(forms.Form):
    """`type` is asked for only when the person has no employment that day."""

    type = forms.ModelChoiceField(EmploymentType.objects.order_by("name"), label=_("Anställningstyp"))
    employed_to = DayField(_("Sista anställningsdag"), required=False, help_text=_("Tomt: samma dag som platsen."))
    key = key_field(_("Anställningsnyckel"), required=False, help_text=_("Tomt: nästa lediga."))

    def __init__(self, *args: Any, is_employed: bool, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on
        if is_employed:
            self.fields.clear()

    def clean(self) -> dict[str, Any]:
        refuse_type(self, self.cleaned_data.get("type"), self.starts_on)
        return self.cleaned_data


class BookingFilter(forms.Form):
    q = forms.CharField(label=_("Sök"), required=False, widget=forms.SearchInput, max_length=100)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), required=False)
    state = forms.ChoiceField(label=_("Läge"), required=False, choices=[("", _("på väg")), *BookingState.choices])
    mine = forms.BooleanField(label=_("bara mina"), required=False)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, use_required_attribute=False)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS).in_order()
        field.empty_label = str(_("alla"))
        reach = user.reach(Act.SEE_EMPLOYMENTS)
        if not reach.whole_city:
            del self.fields["mine"]
            if len(reach.departments) == 1:
                del self.fields["department"]
