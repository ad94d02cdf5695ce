"""What a few more starts would save: asked on the forecast's page, or by a form that offers places or plans starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.form_fields import DayField
from organisation.models import Department, User
from organisation.roles import Act

MOST_STARTS = 500


class StartsForm(forms.Form):
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), empty_label=None)
    starts = forms.IntegerField(label=_("Antal nya"), min_value=1, max_value=MOST_STARTS, initial=1)
    from_day = DayField(label=_("Från och med"))
    until = DayField(label=_("Till och med"), required=False, help_text=_("Tomt: tills vidare."))
    working_share = forms.IntegerField(
        label=_("Sysselsättningsgrad, procent"), required=False, min_value=1, max_value=100, initial=100
    )

    def __init__(self, *args: Any, user: User, key: str = "code", **kwargs: Any) -> None:
        """`key` is what the department is named by: its code in our own addresses, "pk" in other forms."""
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.to_field_name = key
        field.queryset = Department.objects.visible_to(user, Act.SEE_RECONCILIATIONS, Act.EDIT_EMPLOYMENTS).in_order()

    def clean_working_share(self) -> int:
        return self.cleaned_data["working_share"] or 100

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        first, last = given.get("from_day"), given.get("until")
        if first and last and last < first:
            self.add_error("until", gettext("Sista dagen är före den första. Välj en senare sista dag."))
        return given


def as_asked(sent: Mapping[str, str]) -> dict[str, str]:
    """The form's fields from another form's, which `day`, `last`, `number` and `part` name: its fields for the first
    and last day, how many they are and the working share.

    Without a number of its own that form means one start, without a last day no end, without a share full time.
    """
    day, number = sent.get("day", "from_day"), sent.get("number", "starts")
    last, part = sent.get("last", "until"), sent.get("part", "working_share")
    return {
        "department": sent.get("department", ""),
        "from_day": sent.get(day, ""),
        "until": sent.get(last, ""),
        "starts": sent.get(number, "") or "1",
        "working_share": sent.get(part, ""),
    }
