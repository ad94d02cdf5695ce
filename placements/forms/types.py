"""Employment types, their terms from a day, and the city's parameters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from foundation.form_fields import DayField, PercentField
from placements.forms.employments import ReasonForm
from placements.forms.jobs import amount_field, share_of_support_field
from placements.models import ProtectedInFiles, TypeSupport


def _share(label: StrOrPromise) -> PercentField:
    return PercentField(
        label=label,
        min_value=Decimal(0),
        max_value=Decimal(1),
        max_digits=6,
        decimal_places=4,
        error_messages={
            "invalid": _("Det är inget tal. Skriv procent, t.ex. 40,15."),
            "max_value": _("Högst 100 procent."),
        },
    )


class TypeForm(ReasonForm):
    name = forms.CharField(label=_("Namn"), max_length=80)
    counts = forms.BooleanField(label=_("Räknas mot målet"), required=False)
    valid_from = DayField(_("Gäller från och med"), required=False, help_text=_("Tomt: ingen gräns."))
    valid_to = DayField(_("Gäller till och med"), required=False, help_text=_("Tomt: tills vidare."))
    support_kind = forms.ChoiceField(label=_("Stöd från Arbetsförmedlingen"), choices=TypeSupport.choices)
    support_share = share_of_support_field(_("80 procent skrivs 0,8. Tomt: varje beslut säger sin andel."))
    support_ceiling = amount_field(_("Stödtak, kronor i månaden"))
    has_supervisor_grant = forms.BooleanField(label=_("Ger handledarbidrag"), required=False)
    field_order = [
        "name", "counts", "valid_from", "valid_to", "support_kind", "support_share", "support_ceiling",
        "has_supervisor_grant", "reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["support_ceiling"].required = False
        self.fields["support_ceiling"].help_text = str(_("Tomt: stadens tak."))


class NewTypeForm(TypeForm):
    code = forms.SlugField(label=_("Kod"), max_length=40, help_text=_("Det filer kallar typen, t.ex. extratjanst."))
    field_order = ["code", *TypeForm.field_order]


class TermsForm(forms.Form):
    valid_from = DayField(_("Gäller från och med"))
    share = share_of_support_field(_("80 procent skrivs 0,8."))
    ceiling = amount_field(_("Stödtak, kronor i månaden"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ceiling"].required = False
        self.fields["ceiling"].help_text = str(_("Tomt: stadens tak."))


class ParametersForm(forms.Form):
    valid_from = DayField(_("Gäller från och med"))
    payroll_overhead = _share(_("Personalomkostnadspålägg (PO), procent av lönen"))
    statutory_fees = _share(_("Lagstadgade arbetsgivaravgifter, procent av lönen"))
    support_ceiling = amount_field(_("Högsta lön som stöd räknas på, kronor i månaden"))
    standard_wage = amount_field(_("Schablonlön, kronor i månaden"))
    grant_first = amount_field(_("Handledarbidrag de första månaderna, kronor"))
    grant_first_months = forms.IntegerField(label=_("Antal första månader"), min_value=0, max_value=60)
    grant_after = amount_field(_("Handledarbidrag därefter, kronor i månaden"))
    supervisor_load = forms.IntegerField(
        label=_("Varna när en handledare har fler personer än"), min_value=1, max_value=100
    )
    booking_days = forms.IntegerField(
        label=_("Så många dagar har förvaltningen på sig att svara på ett förslag"), min_value=1, max_value=365
    )
    booking_reminder_days = forms.IntegerField(
        label=_("Påminn när så många dagar är kvar av en bokning"), min_value=0, max_value=365
    )
    protected_in_files = forms.ChoiceField(
        label=_("Personer med skyddade personuppgifter i en inläst fil"), choices=ProtectedInFiles.choices
    )
    source = forms.CharField(label=_("Källa eller beslut"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard_wage"].required = False
        self.fields["standard_wage"].help_text = str(_("Används där anställningen inte har någon lön. Tomt: ingen."))
