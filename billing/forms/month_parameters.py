"""The form of the month's parameters: days written as people say them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _

from billing.models import MonthParameters
from foundation.form_fields import DayField

_STANDING = (
    "answer_days", "least_answer_days", "reminder_days", "parked_days", "most_unlisted", "far_times",
    "far_least_employments",
)  # fmt: skip


class MonthParametersForm(forms.ModelForm[MonthParameters]):
    reminder_days = SimpleArrayField(
        forms.IntegerField(min_value=-60, max_value=60),
        label=_("Påminnelser, dagar före sista svarsdag"),
        help_text=_("Skilj med komma. 3, 0, -1 betyder tre dagar före, samma dag och dagen efter. Tomt: inga."),
        required=False,
    )

    class Meta:
        model = MonthParameters
        fields = ("valid_from", *_STANDING, "source")
        localized_fields = ("far_times",)  # 2,5 as people write it
        field_classes = {"valid_from": DayField}  # Django reads it so

    @staticmethod
    def standing(now: MonthParameters) -> dict[str, Any]:
        """What stands filled in: all as it is, but for the source of what is new."""
        return {name: getattr(now, name) for name in _STANDING}
