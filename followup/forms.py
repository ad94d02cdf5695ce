"""Which reports to show, which to order, and which measures to look at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from allocation.models import ModelYear
from followup.models import SteeringGroupReport
from followup.queries.statistics import By, What
from foundation.fields import MonthFormField
from foundation.periods import Month
from foundation.templatetags.overens import month_name
from organisation.models import Department, DepartmentKind, User
from organisation.roles import Act
from placements.models import Employment


class ReportForm(forms.Form):
    """An order: a month that has ended, and departments for which the user may make reports."""

    month = MonthFormField(label=_("Månad"), help_text=_("Rapporten visar läget vid månadens slut, t.ex. 2021-06."))
    departments = forms.ModelMultipleChoiceField(
        label=_("Förvaltningar"),
        queryset=Department.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en förvaltning.")},
    )

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        own = Department.objects.visible_to(user, Act.MAKE_REPORTS).exclude(kind=DepartmentKind.COMPANY).in_order()
        self.fields["departments"].queryset = own  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        if len(only := list(own[:2])) == 1:
            self.initial.setdefault("departments", only)

    def clean_month(self) -> Month:
        month: Month = self.cleaned_data["month"]
        if month.last_day >= self.today:
            text = _("%(month)s är inte slut än. Välj en månad som har tagit slut.")
            raise ValidationError(text, params={"month": month_name(month).capitalize()})
        if not ModelYear.objects.covering(month).exists():
            text = _("%(month)s ligger utanför alla modellår. Välj en månad som ett modellår omfattar.")
            raise ValidationError(text, params={"month": month_name(month).capitalize()})
        return month


class ReportFilter(forms.Form):
    """Which reports the list shows; lives in the address."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), required=False)
    month = forms.ChoiceField(label=_("Månad"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reports = SteeringGroupReport.objects.visible_to(user)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Department.objects.filter(pk__in=reports.values("department")).in_order()
        field.empty_label, field.to_field_name = str(_("alla")), "code"
        months = reports.order_by("-month").values_list("month", flat=True).distinct()
        chosen = [(str(month), month_name(month)) for month in months]
        self.fields["month"].choices = [("", _("alla")), *chosen]  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self) -> dict[str, Any]:
        """As conditions on reports. What cannot be understood is passed over; its field says so."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if value}
        if "month" in values:
            values["month"] = Month.parse(values["month"])
        return values


class MeasuresFilter(forms.Form):
    """Which model year, and at the end of which month the departments are shown; lives in the address."""

    year = forms.ChoiceField(label=_("Modellår"), required=False)
    month = forms.ChoiceField(label=_("Förvaltningarna vid slutet av"), required=False)

    def __init__(self, *, model_year: ModelYear, months: tuple[Month, ...], month: Month | None) -> None:
        super().__init__({"year": str(model_year.year), "month": str(month or "")})
        years = ModelYear.objects.order_by("-year").values_list("year", flat=True)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["month"].choices = [(str(one), month_name(one)) for one in months]  # type: ignore[attr-defined]  # as above


class StatisticsFilter(forms.Form):
    """Which year, whom and by what; lives in the address. Whole years only: two periods that overlap could tell, by
    their difference, of a group that each of them hides."""

    year = forms.ChoiceField(label=_("År"), required=False)
    what = forms.ChoiceField(label=_("Vilka"), required=False, choices=What.choices)
    by = forms.ChoiceField(label=_("Fördelat på"), required=False, choices=By.choices)

    def __init__(self, data: Any, *, today: date) -> None:
        usual = {"year": str(today.year), "what": What.STARTED.value, "by": By.TYPE.value}
        super().__init__(
            {**usual, **{name: value for name, value in data.items() if value}}, use_required_attribute=False
        )
        self.usual = usual
        first = Employment.objects.aggregate(first=Min("employed_from"))["first"] or today
        years = [(str(year), str(year)) for year in range(today.year, min(first, today).year - 1, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self) -> dict[str, Any]:
        """What cannot be understood is as if it were not said."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or usual for name, usual in self.usual.items()}
        return {"year": int(said["year"]), "what": What(said["what"]), "by": By(said["by"])}
