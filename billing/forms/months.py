"""Forms of the calendar and of one month."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from billing.answer_time import first_deadline, last_deadline
from billing.models import Cause, MonthParameters, Reconciliation
from billing.operations.months.mending import Mended
from billing.operations.months.refusals import DeadlineTooLate, NoDecision, NotOnTheList, TextTooLong, UnreadableFigure
from foundation.fields import MonthFormField
from foundation.form_fields import DayField
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import Department
from placements.models import Placement


class UnreadableDay(Refusal):
    def __init__(self, text: str) -> None:
        super().__init__(_("”%(text)s” är inte en dag. Skriv t.ex. 2021-04-30. Inget är ändrat.") % {"text": text})


def usual_deadline(month: Month, today: date, *, running: date | None = None) -> date:
    """So many days after the month, as the parameters of the day say, and no earlier than the month may be put
    forward with; `running` is the last day to answer that it has already."""
    days = MonthParameters.objects.on(today)
    usual = month.last_day + timedelta(days=days.answer_days)
    least_days = days.least_answer_days
    return max(usual, first_deadline(month_ends=month.last_day, today=today, least_days=least_days, running=running))


def parking_deadline(today: date) -> date:
    return today + timedelta(days=MonthParameters.objects.on(today).parked_days)


def within_reach(deadline: date, *, today: date, running: date | None = None) -> date:
    """The day that somebody wrote, if it can be meant. Raises DeadlineTooLate."""
    if deadline > (latest := last_deadline(today=today, running=running)):
        raise DeadlineTooLate(deadline, latest=latest)
    return deadline


class DeadlineForm(forms.Form):
    deadline = DayField(
        label=_("Svara senast"),
        error_messages={
            "required": _("Ange vilken dag förvaltningen senast ska svara."),
            "invalid": _("Ange vilken dag förvaltningen senast ska svara, som år-månad-dag."),
        },
    )  # fmt: skip


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


class ParkingsForm(DepartmentsForm):
    """Until when the disputed lines of the chosen departments are to be settled."""

    deadline = DayField(
        label=_("Avgör det omtvistade senast"),
        error_messages={
            "required": _("Ange när det omtvistade senast ska vara avgjort."),
            "invalid": _("Ange när det omtvistade senast ska vara avgjort, som år-månad-dag."),
        },
    )  # fmt: skip


# short, and no exponent: a number such as 1e999999 would take all the memory there is
WRITTEN_FIGURE = re.compile(r"-?\d{1,6}([.,]\d{1,6}|/[1-9]\d{0,3})?", re.ASCII)


class FigureField(forms.CharField):
    """An exact number of employments: "17", "0,5" or "10/30"."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found = WRITTEN_FIGURE.fullmatch("".join(text.split()))
        if found is None:
            raise ValidationError(_("Skriv antalet med siffror, t.ex. 17 eller 0,5."))
        return Fraction(found[0].replace(",", "."))


LONGEST_TEXT = 2000


class ObjectionForm(forms.Form):
    """What is wrong, with one placement or (none given) with the month as a whole."""

    placement = forms.ModelChoiceField(queryset=Placement.objects.none(), required=False)
    text = forms.CharField(label=_("Vad stämmer inte?"), required=False, max_length=LONGEST_TEXT)
    figure = FigureField(label=_("Vad ska det vara?"))

    def __init__(self, *args: Any, reconciliation: Reconciliation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["placement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Placement.objects.filter(pk__in=reconciliation.lines.values("placement"))
        self._row = reconciliation

    def refusal(self) -> Refusal:
        """What is wrong with a form that is not valid, in words."""
        if "figure" in self.errors:
            return UnreadableFigure(self.data.get("figure", "")[:40])
        if "text" in self.errors:
            return TextTooLong(LONGEST_TEXT)
        return NotOnTheList(self._row)


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Svar"), choices=[("accept", _("godta: registret är rättat")), ("reject", _("avslå"))]
    )
    answer = forms.CharField(label=_("Motivering"), max_length=LONGEST_TEXT, required=False)
    # the placement's right days, when a line is accepted and the register is what was wrong
    placed_from = DayField(label=_("Rätt första dag"), required=False)
    placed_to = DayField(label=_("Rätt sista dag"), required=False)

    @property
    def accepts(self) -> bool:
        """Whether it is a yes; what is neither yes nor no is no answer. Raises NoDecision and TextTooLong."""
        if "decision" in self.errors:
            raise NoDecision
        if "answer" in self.errors:
            raise TextTooLong(LONGEST_TEXT)
        return str(self.cleaned_data["decision"]) == "accept"

    def mended(self) -> Mended | None:
        """The days given, None where the form asked for none. Raises UnreadableDay."""
        if wrong := [name for name in ("placed_from", "placed_to") if name in self.errors]:
            raise UnreadableDay(self.data.get(wrong[0], ""))
        first = self.cleaned_data.get("placed_from")
        return Mended(first, self.cleaned_data.get("placed_to")) if first else None


class CausesForm(forms.Form):
    """How many of the missing employments had each cause."""

    def __init__(self, *args: Any, numbers: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cause in Cause:
            self.fields[cause.value] = forms.IntegerField(
                label=capfirst(str(cause.label)), min_value=0, required=False, initial=numbers.get(cause.value, 0)
            )

    def numbers(self) -> dict[str, int]:
        return {cause.value: self.cleaned_data[cause.value] or 0 for cause in Cause}
