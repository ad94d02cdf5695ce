"""Forms of the calendar and of one month."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import Cause, Reconciliation
from foundation.fields import MonthFormField
from foundation.periods import Month
from organisation.models import Department
from placements.models import Placement

LEAST_DAYS_TO_ANSWER = 7
DAYS_AFTER_MONTH = 9


def usual_deadline(month: Month, today: date) -> date:
    """The 9th of the following month, and never less than a week away (DOMAIN.md 6: both sides, with a deadline)."""
    return max(month.last_day + timedelta(days=DAYS_AFTER_MONTH), today + timedelta(days=LEAST_DAYS_TO_ANSWER))


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class DeadlineForm(forms.Form):
    deadline = forms.DateField(label=_("Svara senast"), widget=DayInput())


class DepartmentsForm(forms.Form):
    """A month, and which of the departments that it concerns."""

    month = MonthFormField(widget=forms.HiddenInput)
    departments = forms.ModelMultipleChoiceField(
        label=_("Förvaltningar"), queryset=Department.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Ingen förvaltning är vald. Välj minst en.")},
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Collection[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["departments"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Department.objects.filter(pk__in=[one.pk for one in choices]).in_order()
        field.initial = [one.pk for one in choices]


class ProposalsForm(DepartmentsForm, DeadlineForm):
    """Put a month before several departments."""


class ObjectionForm(forms.Form):
    """What is wrong, with one placement or (none given) with the month as a whole."""

    placement = forms.ModelChoiceField(queryset=Placement.objects.none(), required=False)
    text = forms.CharField(label=_("Vad stämmer inte?"), required=False, max_length=2000)

    def __init__(self, *args: Any, reconciliation: Reconciliation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["placement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Placement.objects.filter(pk__in=reconciliation.lines.values("placement"))


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Svar"), choices=[("accept", _("godta: registret är rättat")), ("reject", _("avslå"))]
    )
    answer = forms.CharField(label=_("Motivering"), max_length=2000, required=False)


class CausesForm(forms.Form):
    """How many of the missing employments had each cause."""

    def __init__(self, *args: Any, numbers: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cause in Cause:
            self.fields[cause.value] = forms.IntegerField(
                label=str(cause.label).capitalize(), min_value=0, required=False, initial=numbers.get(cause.value, 0)
            )

    def numbers(self) -> dict[str, int]:
        return {cause.value: self.cleaned_data[cause.value] or 0 for cause in Cause}
