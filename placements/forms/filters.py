"""The filters of the lists; they live in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.form_fields import DayField
from organisation.models import Department, User
from organisation.roles import Act
from placements.forms.jobs import officer_choices
from placements.models import Accessibility, EmploymentType, Language, PlacementKind, PlaceState
from placements.operations.case_officers import case_officers
from placements.queries.employments import NOW, Selection
from placements.queries.places import OVER, PlaceSelection
from placements.selection_words import STATE_WORDS
from placements.sight import Sight

_ANY = [("", _("alla"))]
_TO_DO = [
    *_ANY,
    ("decision", _("beslut saknas eller räcker inte")),
    ("supervisor", _("handledare saknas")),
    ("checklist", _("startlistan är inte klar")),
    ("officer", _("handläggare saknas")),
]


class EmploymentFilter(forms.Form):
    q = forms.CharField(label=_("Sök"), required=False, widget=forms.SearchInput, max_length=100)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), required=False)
    type = forms.ModelChoiceField(EmploymentType.objects.none(), label=_("Anställningstyp"), required=False)
    state = forms.ChoiceField(label=_("Läge"), required=False, choices=list(STATE_WORDS.items()))
    kind = forms.ChoiceField(label=_("Slag av plats"), required=False, choices=_ANY + PlacementKind.choices)
    ending = forms.IntegerField(label=_("Slutar inom, dagar"), required=False, min_value=0, max_value=3650)
    needs = forms.ChoiceField(label=_("Att göra"), required=False, choices=_TO_DO)
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Handläggare"), required=False)
    job_title = forms.CharField(label=_("Yrkestitel"), required=False, max_length=100)

    def __init__(self, data: QueryDict, *, user: User, sight: Sight) -> None:
        data = data.copy()
        data.setdefault("state", NOW)
        super().__init__(data, use_required_attribute=False)
        departments = Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS).in_order()
        _choices(self, "department", departments)
        _choices(self, "type", EmploymentType.objects.order_by("name"))
        if sight.details:
            officer_choices(self, "officer", case_officers())
            _empty_label(self, "officer")
        else:
            for name in ("type", "needs", "officer", "job_title"):
                del self.fields[name]
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
            needs=values.get("needs", ""),
            officer=values["officer"].pk if values.get("officer") else None,
            job_title=values.get("job_title", "").strip(),
            sort=self.data.get("sort", "department"),
        )


_PLACE_STATES = [*_ANY, *PlaceState.choices, (OVER, _("tiden är ute"))]
_ALL_LEVELS = [("", _("alla nivåer")), *Language.choices]


class PlaceFilter(forms.Form):
    q = forms.CharField(label=_("Sök"), required=False, widget=forms.SearchInput, max_length=100)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Förvaltning"), required=False)
    state = forms.ChoiceField(label=_("Läge"), required=False, choices=_PLACE_STATES)
    only_free = forms.BooleanField(label=_("bara med ledig plats"), required=False)
    only_short = forms.BooleanField(label=_("bara där anställningar saknas"), required=False)
    # the rest stands folded (`more`)
    job_title = forms.CharField(label=_("Yrkestitel"), required=False, max_length=100)
    tasks = forms.CharField(label=_("Arbetsuppgifter"), required=False, max_length=100)
    area = forms.CharField(label=_("Område i staden"), required=False, max_length=60)
    supervisor = forms.CharField(label=_("Handledare"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Slag av plats"), required=False, choices=_ANY + PlacementKind.choices)
    language = forms.ChoiceField(label=_("Personens svenska"), required=False, choices=_ALL_LEVELS)
    share = forms.IntegerField(label=_("Högst så många procent"), required=False, min_value=1, max_value=100)
    hours = forms.CharField(label=_("Arbetstider"), required=False, max_length=100)
    starts_by = DayField(_("Kan börja den"), required=False)
    accessibility = forms.MultipleChoiceField(
        label=_("Anpassning som behövs"),
        choices=Accessibility.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    FIRST = ("q", "department", "state", "only_free", "only_short")

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, use_required_attribute=False)
        _choices(
            self, "department", Department.objects.visible_to(user, Act.SEE_EMPLOYMENTS, Act.OFFER_PLACES).in_order()
        )

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def is_more_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields if name not in self.FIRST)

    def selection(self) -> PlaceSelection:
        """A filter that cannot be understood is passed over; its field says so."""
        self.is_valid()
        values: dict[str, Any] = self.cleaned_data
        words = {
            name: (values.get(name) or "").strip() for name in ("job_title", "tasks", "area", "supervisor", "hours")
        }
        return PlaceSelection(
            words=(values.get("q") or "").strip(),
            **words,
            department=values["department"].pk if values.get("department") else None,
            kind=values.get("kind") or "",
            state=values.get("state") or "",
            language=values.get("language") or "",
            accessibility=tuple(values.get("accessibility") or ()),
            share=values.get("share"),
            starts_by=values.get("starts_by"),
            only_free=bool(values.get("only_free")),
            only_short=bool(values.get("only_short")),
            sort=self.data.get("sort", ""),
        )


def _choices(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
    _empty_label(form, name)


def _empty_label(form: forms.Form, name: str) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.empty_label = str(_("alla"))
