"""The filters of the lists; they live in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from organisation.models import Department, User
from organisation.roles import Act
from placements.models import EmploymentType, PlacementKind, PlaceState
from placements.queries.employments import ALL, COMING, ENDED, NOW, Selection
from placements.sight import Sight

STATES = [(NOW, _("pågår")), (COMING, _("kommande")), (ENDED, _("avslutade")), (ALL, _("alla"))]
_ANY = [("", _("alla"))]


class EmploymentFilter(forms.Form):
    q = forms.CharField(label=_("Sök"), required=False, widget=forms.SearchInput, max_length=100)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), required=False)
    type = forms.ModelChoiceField(EmploymentType.objects.none(), label=_("Anställningstyp"), required=False)
    state = forms.ChoiceField(label=_("Läge"), required=False, choices=STATES)
    kind = forms.ChoiceField(label=_("Slag av plats"), required=False, choices=_ANY + PlacementKind.choices)
    ending = forms.IntegerField(label=_("Slutar inom, dagar"), required=False, min_value=0, max_value=3650)

    def __init__(self, data: QueryDict, *, user: User, sight: Sight) -> None:
        data = data.copy()
        data.setdefault("state", NOW)
        super().__init__(data, use_required_attribute=False)
        departments = Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS).in_order()
        _choices(self, "department", departments)
        _choices(self, "type", EmploymentType.objects.order_by("name"))
        if not sight.details:
            del self.fields["type"]
        if not sight.past:
            del self.fields["state"]
        reach = user.reach(Act.SEE_EMPLOYMENTS)
        if len(reach.departments) == 1 and not reach.whole_city:
            del self.fields["department"]

    def selection(self) -> Selection:
        """A filter that cannot be understood is passed over; its field says so."""
        self.is_valid()
        values: dict[str, Any] = self.cleaned_data
        return Selection(
            words=values.get("q", "").strip(),
            department=values["department"].pk if values.get("department") else None,
            type=values["type"].pk if values.get("type") else None,
            state=values.get("state") or NOW,
            kind=values.get("kind", ""),
            ending_within=values.get("ending"),
            sort=self.data.get("sort", "department"),
        )


class PlaceFilter(forms.Form):
    q = forms.CharField(label=_("Sök"), required=False, widget=forms.SearchInput, max_length=100)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), required=False)
    kind = forms.ChoiceField(label=_("Slag av plats"), required=False, choices=_ANY + PlacementKind.choices)
    state = forms.ChoiceField(label=_("Läge"), required=False, choices=_ANY + PlaceState.choices)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, use_required_attribute=False)
        _choices(
            self, "department", Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS, Act.OFFER_PLACES).in_order()
        )


def _choices(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
    field.empty_label = str(_("alla"))
