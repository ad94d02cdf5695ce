"""Taking back a placement that has not begun."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from placements.forms.employments import ReasonForm
from placements.models import Placement


class WithdrawalForm(ReasonForm):
    """`earlier`: the placement that ended the day before, which may go on instead."""

    earlier_goes_on = forms.BooleanField(label=_("Den tidigare placeringen går vidare"), required=False, initial=True)
    field_order = ["earlier_goes_on", "reason"]

    def __init__(self, *args: Any, earlier: Placement | None, until: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if earlier is None:
            del self.fields["earlier_goes_on"]
        else:
            self.fields["earlier_goes_on"].help_text = gettext(
                "Placeringen på %(department)s slutar då inte %(day)s utan gäller %(until)s."
            ) % {"department": earlier.department.name, "day": earlier.placed_to, "until": until}
