"""The list of employments, one row per placement, as its reader may see it (DOMAIN.md 5, 10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from organisation.models import User
from placements.models import EndCause, Placement, PlacementKind, Sex
from placements.sight import Sight

NOW, COMING, ENDED, ALL = "now", "coming", "ended", "all"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which employments, in which order: what the filters in the address say. `sort` may begin with "-"."""

    words: str = ""
    department: int | None = None
    type: int | None = None
    state: str = NOW
    kind: str = ""
    ending_within: int | None = None  # days
    sort: str = "department"


@dataclass(frozen=True, slots=True)
class EmploymentListRow:
    """One placement of one employment. What the reader may not see is empty."""

    placement_id: int
    employment_id: int
    participant_id: int
    employment_key: str
    participant_key: str
    name: str
    is_protected: bool
    sex: str
    type_name: str
    employed_from: date
    employed_to: date | None
    department: str
    kind: str
    placed_from: date
    placed_to: date | None
    working_share: int
    end_cause: str
    today: date = field(repr=False)

    @property
    def ends(self) -> date | None:
        """The last day here: of the placement or of the employment, whichever is first."""
        return min((day for day in (self.placed_to, self.employed_to) if day), default=None)

    @property
    def starts(self) -> date:
        return max(self.placed_from, self.employed_from)

    @property
    def state(self) -> str:
        if self.ends is not None and self.ends < self.today:
            return ENDED
        return COMING if self.starts > self.today else NOW

    @property
    def kind_label(self) -> str:
        return str(PlacementKind(self.kind).label)

    @property
    def sex_label(self) -> str:
        return str(Sex(self.sex).label) if self.sex else ""

    @property
    def end_cause_label(self) -> str:
        return str(EndCause(self.end_cause).label) if self.end_cause in EndCause.values else self.end_cause


_FIELDS = (
    "id",
    "employment_id",
    "employment__participant_id",
    "employment__key",
    "employment__participant__key",
    "shown_name",
    "employment__participant__is_protected",
    "employment__participant__sex",
    "employment__type__name",
    "employment__employed_from",
    "employment__employed_to",
    "department__name",
    "kind",
    "placed_from",
    "placed_to",
    "working_share",
    "employment__end_cause",
)


def selected_placements(*, user: User, sight: Sight, selection: Selection, today: date) -> QuerySet[Placement]:
    """The placements that the user may see and has asked for, in the order asked for. Not yet read."""
    found = Placement.objects.visible_to(user).annotate(shown_name=_shown_name(sight))
    if not sight.past:
        found = found.current(today).filter(_employed(today))
    if selection.words:
        found = found.filter(
            Q(employment__key__icontains=selection.words)
            | Q(employment__participant__key__icontains=selection.words)
            | Q(shown_name__icontains=selection.words)
        )
    for name, value in (("department", selection.department), ("kind", selection.kind)):
        if value:
            found = found.filter(**{name: value})
    if selection.type and sight.details:
        found = found.filter(employment__type=selection.type)
    if selection.ending_within is not None:
        found = found.filter(ends_by(today, today + timedelta(days=selection.ending_within)))
    return _ordered(_in_state(found, selection.state, today), selection.sort, sight)


def listed(placements: QuerySet[Placement], *, sight: Sight, today: date) -> list[EmploymentListRow]:
    """The rows of these placements (a page of them, or all for a download). One query."""
    rows = []
    for values in placements.values_list(*_FIELDS):
        row = dict(zip(EmploymentListRow.__slots__, values, strict=False))
        row["name"] = sight.name_of(row["name"], is_protected=row["is_protected"])
        if not sight.details:
            row |= {"sex": "", "type_name": "", "end_cause": ""}
        rows.append(EmploymentListRow(**row, today=today))
    return rows


def _shown_name(sight: Sight) -> Any:
    """Search and order see no more than the reader does."""
    if not sight.names:
        return Value("")
    if sight.protected:
        return F("employment__participant__name")
    return Case(
        When(employment__participant__is_protected=True, then=Value("")),
        default=F("employment__participant__name"),
        output_field=CharField(),
    )


def _employed(day: date) -> Q:
    return Q(employment__employed_from__lte=day) & (
        Q(employment__employed_to=None) | Q(employment__employed_to__gte=day)
    )


def ends_by(first: date, last: date) -> Q:
    """The placement or its employment ends from `first` to `last`, and not before."""
    ends = Q(placed_to__range=(first, last)) | Q(employment__employed_to__range=(first, last))
    not_before = (Q(placed_to=None) | Q(placed_to__gte=first)) & (
        Q(employment__employed_to=None) | Q(employment__employed_to__gte=first)
    )
    return ends & not_before


def _in_state(found: QuerySet[Placement], state: str, today: date) -> QuerySet[Placement]:
    over = Q(placed_to__lt=today) | Q(employment__employed_to__lt=today)
    to_come = Q(placed_from__gt=today) | Q(employment__employed_from__gt=today)
    if state == ENDED:
        return found.filter(over)
    if state == COMING:
        return found.filter(to_come).exclude(over)
    return found.exclude(over).exclude(to_come) if state == NOW else found


def _swedish(name: str) -> Func:
    """Å, Ä, Ö after Z and in that order, whatever collation the database has."""
    return Func(Lower(name), Value("åäöéü"), Value("{|}eu"), function="translate", output_field=CharField())


_ORDERS: dict[str, Any] = {
    "employment": F("employment__key"),
    "name": _swedish("shown_name"),
    "type": F("employment__type__name"),
    "department": _swedish("department__name"),
    "employed_from": F("employment__employed_from"),
    "employed_to": F("employment__employed_to"),
    "placed_from": F("placed_from"),
    "placed_to": F("placed_to"),
}
SORTS = tuple(_ORDERS)


def _ordered(found: QuerySet[Placement], sort: str, sight: Sight) -> QuerySet[Placement]:
    name = sort.removeprefix("-")
    if name not in _ORDERS or (name == "type" and not sight.details):
        name, sort = "department", "department"
    order = _ORDERS[name]
    first = order.desc(nulls_last=True) if sort.startswith("-") else order.asc(nulls_last=True)
    return found.order_by(first, "employment__key", "placed_from", "id")


def in_words(selection: Selection, *, rows: int) -> str:
    """The selection for the access log and the download's second sheet: nothing that a user typed."""
    parts = [
        _("läge %(state)s") % {"state": selection.state},
        *([_("sökord")] if selection.words else []),
        *([_("förvaltning %(id)s") % {"id": selection.department}] if selection.department else []),
        *(
            [_("slutar inom %(n)s dagar") % {"n": selection.ending_within}]
            if selection.ending_within is not None
            else []
        ),
        _("%(n)s rader") % {"n": rows},
    ]
    return ", ".join(parts)
