"""Filters of the lists."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.models import ModelYear


class HeadcountFilter(forms.Form):
    """Which counted staff the list shows; lives in the address."""

    date = forms.ChoiceField(label=_("Datum"), required=False)
    q = forms.CharField(label=_("Sök förvaltning"), required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, dates: list[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(day.isoformat(), day.isoformat()) for day in dates]
        self.fields["date"].choices = [("", _("Alla datum")), *chosen]  # type: ignore[attr-defined]  # a ChoiceField


class ModelYearFilter(forms.Form):
    """Which model year a page shows; lives in the address."""

    year = forms.ChoiceField(label=_("Modellår"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = ModelYear.objects.order_by("-year").values_list("year", flat=True)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]  # as above
