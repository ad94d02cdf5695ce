"""What is filled in when many bookings are answered, planned or started at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.form_fields import DayField
from organisation.access import may
from organisation.models import User
from organisation.roles import Act
from placements.forms.bookings import DeclineForm
from placements.forms.employments import share_field
from placements.models import EmploymentType

ANSWERS = {"accept": _("Säg ja"), "decline": _("Säg nej")}
OFFICERS_ACTS = {
    "plan": _("Planera starten"),
    "start": _("Bekräfta starten"),
    "remind": _("Påminn om svar"),
    "extend": _("Förläng svarstiden"),
    "cancel": _("Avboka"),
}


def acts_for(user: User) -> dict[str, str | Promise]:
    """What the user may do with chosen bookings: {act: label}; the host answers, the case officer does the rest."""
    edits, answers = may(user, Act.EDIT_EMPLOYMENTS), may(user, Act.OFFER_PLACES)
    said = {act: label for act, label in ANSWERS.items() if answers or (edits and act == "decline")}
    return {**said, **(OFFICERS_ACTS if edits else {})}


class PlanTogetherForm(forms.Form):
    """What is left empty stays as each booking says."""

    starts_on = DayField(_("Första dag på platsen"), required=False, help_text=_("Tomt: som i varje bokning."))
    ends_on = DayField(_("Sista dag på platsen"), required=False, help_text=_("Tomt: som i varje bokning."))
    working_share = share_field(required=False, initial=None, help_text=_("Tomt: som i varje bokning."))


class StartTogetherForm(forms.Form):
    """For those who have no employment on the day of the start; the keys are the next free ones."""

    type = forms.ModelChoiceField(
        EmploymentType.objects.order_by("name"),
        label=_("Anställningstyp"),
        required=False,
        help_text=_("För dem som inte redan är anställda den dagen."),
    )
    employed_to = DayField(_("Sista anställningsdag"), required=False, help_text=_("Tomt: samma dag som platsen."))


def together_form(act: str, data: Any, *, by_host: bool) -> forms.Form:
    """The form of the act, a key of ANSWERS or OFFICERS_ACTS; some ask for nothing."""
    if act == "decline":
        return DeclineForm(data, by_host=by_host)
    plain = {"plan": PlanTogetherForm, "start": StartTogetherForm}.get(act, forms.Form)
    return plain(data)
