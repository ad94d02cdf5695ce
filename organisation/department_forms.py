"""Boards, departments, exemptions, successors and companies' proposals as they are filled in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthFormField
from foundation.form_fields import PercentField
from organisation.models import Board, Department, DepartmentKind, ProposalAnswer
from organisation.operations.reorganising import Part

SUCCESSORS = 4  # rows of the form; a further split is entered from the next month, or through the register's folder


class BoardForm(forms.Form):
    name = forms.CharField(label=_("Nämndens namn"), max_length=120)


class _OfBoard(forms.Form):
    board = forms.ModelChoiceField(Board.objects.order_by("name"), label=_("Nämnd"), empty_label=_("välj"))


class NewDepartmentForm(_OfBoard):
    code = forms.CharField(
        label=_("Kod"), max_length=12, help_text=_("Förvaltningens nummer i filer och listor. Den ändras inte sedan.")
    )
    name = forms.CharField(label=_("Namn"), max_length=120)
    kind = forms.ChoiceField(label=_("Slag"), choices=DepartmentKind, initial=DepartmentKind.DEPARTMENT)
    first_month = MonthFormField(
        label=_("Finns från och med"), required=False, help_text=_("Tomt: har alltid funnits. Hela månader.")
    )
    field_order = ["code", "name", "board", "kind", "first_month"]


class DepartmentForm(_OfBoard):
    name = forms.CharField(label=_("Namn"), max_length=120)
    field_order = ["name", "board"]


class ClosingForm(forms.Form):
    last_month = MonthFormField(
        label=_("Sista månaden"),
        required=False,
        help_text=_("Från månaden efter har förvaltningen ingen kvot. Tomt: den finns tills vidare."),
    )


class ExemptionForm(forms.Form):
    first_month = MonthFormField(label=_("Undantagen från och med"))
    last_month = MonthFormField(label=_("Undantagen till och med"), required=False, help_text=_("Tomt: tills vidare."))
    reason = forms.CharField(
        label=_("Därför att"), max_length=200, help_text=_("Skälet och beslutet, t.ex. KF 2020-12-22 § 291.")
    )


class ExemptionEndForm(forms.Form):
    last_month = MonthFormField(label=_("Sista månaden"))


class ReorganisationForm(forms.Form):
    """Who takes over: one to `SUCCESSORS` rows of a department and its percentage."""

    first_month = MonthFormField(label=_("Från och med"), help_text=_("Den första månaden med den nya organisationen."))
    decision = forms.CharField(label=_("Beslut"), max_length=200)
    closes = forms.BooleanField(
        label=_("Förvaltningen upphör"), required=False, help_text=_("Månaden före blir dess sista.")
    )

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Department.objects.exclude(pk=department.pk).in_order()
        for row in range(1, SUCCESSORS + 1):
            self.fields[f"successor_{row}"] = forms.ModelChoiceField(
                others,
                label=_("Efterträdare %(row)s") % {"row": row},
                required=row == 1,
                empty_label="–",
            )
            self.fields[f"share_{row}"] = PercentField(
                label=_("Procent av de anställda"), required=row == 1, min_value=Decimal("0.000001"), max_value=1
            )

    def clean(self) -> dict[str, Any]:
        for row in range(1, SUCCESSORS + 1):
            successor, share = (self.cleaned_data.get(f"{name}_{row}") for name in ("successor", "share"))
            if (successor is None) != (share is None) and not self.errors:
                self.add_error(f"share_{row}", _("Ange både efterträdaren och hur många procent, eller ingetdera."))
        return self.cleaned_data

    def parts(self) -> list[Part]:
        rows = [
            (self.cleaned_data[f"successor_{n}"], self.cleaned_data[f"share_{n}"]) for n in range(1, SUCCESSORS + 1)
        ]
        return [Part(successor, share) for successor, share in rows if successor is not None]


class ProposalForm(forms.Form):
    company = forms.ModelChoiceField(Department.objects.none(), label=_("Bolag"), empty_label=None)
    places = forms.IntegerField(label=_("Antal platser"), min_value=1, max_value=1000)
    first_month = MonthFormField(label=_("Från och med"))
    last_month = MonthFormField(label=_("Till och med"), required=False, help_text=_("Tomt: tills vidare."))
    text = forms.CharField(
        label=_("Vad bolaget kan erbjuda"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Arbetsuppgifter, handledning, krav. Inga namn på personer."),
    )

    def __init__(self, *args: Any, companies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = companies


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Svar"), choices=[(ProposalAnswer.ACCEPTED, _("anta")), (ProposalAnswer.DECLINED, _("avböj"))]
    )
    text = forms.CharField(label=_("Svar i ord"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
