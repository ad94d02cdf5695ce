"""Those who end soon, and the vacancies that they are told of."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.form_fields import DayField
from organisation.models import Department, User
from placements.forms.filters import EmploymentFilter
from placements.sight import Sight

USUAL_DAYS = 60


class EndingFilter(EmploymentFilter):
    """As the list of employments, for those who are there now and end within some days."""

    def __init__(self, data: QueryDict, *, user: User, sight: Sight) -> None:
        data = data.copy()
        data.setdefault("ending", str(USUAL_DAYS))
        data.setdefault("sort", "ends")
        super().__init__(data, user=user, sight=sight)
        for name in ("state", "needs"):
            self.fields.pop(name, None)


class RecruitmentForm(forms.Form):
    job_title = forms.CharField(label=_("Yrkestitel"), max_length=120)
    employer = forms.CharField(label=_("Arbetsgivare"), max_length=120)
    department = forms.ModelChoiceField(
        Department.objects.in_order(),
        label=_("Förvaltning"),
        required=False,
        empty_label=_("utanför staden"),
    )
    apply_by = DayField(_("Sista ansökningsdag"))
    text = forms.CharField(
        label=_("Annons, eller var den finns"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
