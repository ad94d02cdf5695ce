"""What to show of the costs; it lives in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.fields import MonthFormField
from foundation.periods import Month, months_between
from organisation.models import Department
from placements.models import EmploymentType

MOST_MONTHS = 12
BY = [("job", _("jobb")), ("type", _("anställningstyp")), ("department", _("förvaltning")), ("month", _("månad"))]


class CostFilter(forms.Form):
    first = MonthFormField(label=_("Från och med"), required=False)
    last = MonthFormField(label=_("Till och med"), required=False)
    by = forms.ChoiceField(label=_("Visa per"), choices=BY, required=False)
    department = forms.ModelChoiceField(
        Department.objects.in_order(), label=_("Förvaltning"), required=False, empty_label=_("alla")
    )
    type = forms.ModelChoiceField(
        EmploymentType.objects.order_by("name"), label=_("Anställningstyp"), required=False, empty_label=_("alla")
    )
    use_required_attribute = False

    def __init__(self, data: QueryDict, *, now: Month) -> None:
        data = data.copy()
        for name in ("first", "last"):
            data.setdefault(name, str(now))
        data.setdefault("by", "department")
        super().__init__(data)
        self._now = now

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not 0 < len(months_between(first, last)) <= MOST_MONTHS:
            text = _("Välj en till tolv månader, med den första före den sista.")
            self.add_error("last", forms.ValidationError(text))
        return cleaned

    def months(self) -> list[Month]:
        """A period that cannot be understood is this month; its field says so."""
        found = self.cleaned_data if self.is_valid() else {}
        return months_between(found.get("first") or self._now, found.get("last") or self._now) or [self._now]

    def chosen(self) -> Q:
        found = self.cleaned_data
        chosen = Q()
        if found.get("department"):
            chosen &= Q(department=found["department"])
        if found.get("type"):
            chosen &= Q(employment__type=found["type"])
        return chosen

    @property
    def by_what(self) -> str:
        return self.cleaned_data.get("by") or "department"
