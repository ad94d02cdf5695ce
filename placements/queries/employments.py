"""The list of employments, one row per placement, as its reader may see it (DOMAIN.md 5, 10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Least, Lower

from organisation.models import User
from placements.anonymous import anonymous
from placements.models import (
    CaseOfficerAssignment,
    Employment,
    EndCause,
    Participant,
    Placement,
    PlacementKind,
    Sex,
    SupportDecision,
)
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
    needs: str = ""  # a key of NEEDS
    officer: int | None = None
    job_title: str = ""
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
    job_title: str
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
    "job_title",
)


def selected_placements(*, user: User, sight: Sight, selection: Selection, today: date) -> QuerySet[Placement]:
    """The placements that the user may see and has asked for, in the order asked for. Not yet read."""
    found = Placement.objects.visible_to(user)
    if not sight.past:
        found = found.current(today)
    if selection.words:
        found = found.filter(employment__in=_found_by(selection.words, sight))
    for name, value in (("department", selection.department), ("kind", selection.kind)):
        if value:
            found = found.filter(**{name: value})
    if selection.type and sight.details:
        found = found.filter(employment__type=selection.type)
    if selection.ending_within is not None:
        found = found.filter(ends_by(today, today + timedelta(days=selection.ending_within)))
    if selection.state not in (NOW, COMING):  # an anonymous person has ended long ago, and is a number only
        found = found.exclude(anonymous("employment__key"))
    asked = _worked_on(found, selection, today) if sight.details else found
    return _ordered(_in_state(asked, selection.state, today), selection.sort, sight)


def listed(placements: QuerySet[Placement], *, sight: Sight, today: date) -> list[EmploymentListRow]:
    """The rows of these placements (a page of them, or all for a download). One query.

    Which they are is found out first, within it, so that only the shown rows fetch person and type.
    """
    rows = []
    chosen = Placement.objects.filter(pk__in=placements.values("pk")).annotate(shown_name=_shown_name(sight))
    for values in chosen.order_by(*placements.query.order_by).values_list(*_FIELDS):
        row = dict(zip(EmploymentListRow.__slots__, values, strict=False))
        row["name"] = sight.name_of(row["name"], is_protected=row["is_protected"])
        if not sight.details:
            row |= {"sex": "", "type_name": "", "end_cause": ""}
        rows.append(EmploymentListRow(**row, today=today))
    return rows


def _found_by(words: str, sight: Sight) -> QuerySet[Any, Any]:
    """Ids of the employments whose key, or whose participant's key or name as the reader sees it, has the words.

    Each table is asked by itself, so that its index of letters is used (placements.models).
    """
    people = Q(key__icontains=words)
    if sight.names:
        seen = Q() if sight.protected else Q(is_protected=False)
        people |= Q(name__icontains=words) & seen
    theirs = Employment.objects.filter(participant__in=Participant.objects.filter(people))
    return Employment.objects.filter(key__icontains=words).values("pk").union(theirs.values("pk"))


def _worked_on(found: QuerySet[Placement], selection: Selection, today: date) -> QuerySet[Placement]:
    """What a case officer goes by: what is still to be done, whose the person is, what the job is."""
    theirs = CaseOfficerAssignment.objects.on(today).filter(participant=OuterRef("employment__participant"))
    if selection.officer:
        found = found.filter(Exists(theirs.filter(officer=selection.officer)))
    if selection.job_title:
        found = found.filter(job_title__icontains=selection.job_title)
    if selection.needs == "officer":
        return found.filter(~Exists(theirs))
    return found.filter(NEEDS[selection.needs](today)) if selection.needs in NEEDS else found


def _outside_decisions(today: date) -> Q:
    """A type with support, and no decision of that type on the first day or, as long as it lasts, today."""
    of_type = SupportDecision.objects.filter(employment=OuterRef("employment"), type=OuterRef("employment__type"))
    first = of_type.filter(
        valid_from__lte=OuterRef("employment__employed_from"), valid_to__gte=OuterRef("employment__employed_from")
    )
    on_the_day = of_type.filter(valid_from__lte=today, valid_to__gte=today)
    going = _employed(today)
    return ~Q(employment__type__support_kind="none") & (~Q(Exists(first)) | (going & ~Q(Exists(on_the_day))))


# what may be still to be done → the placements of which it is
NEEDS: dict[str, Callable[[date], Q]] = {
    "decision": _outside_decisions,
    "supervisor": lambda today: Q(supervisor=None),
    "checklist": lambda today: Q(supervisor=None) | Q(onboarding_on=None) | Q(responsibility_on=None),
    "officer": lambda today: Q(),  # see _worked_on: it is the person's
}


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
    return ends & _lasts(first)


def _in_state(found: QuerySet[Placement], state: str, today: date) -> QuerySet[Placement]:
    if state == ENDED:
        return found.filter(Q(placed_to__lt=today) | Q(employment__employed_to__lt=today))
    if state == COMING:
        return found.filter(_lasts(today), Q(placed_from__gt=today) | Q(employment__employed_from__gt=today))
    if state == NOW:
        return found.filter(there(today))
    return found


def there(day: date) -> Q:
    """Placed and employed on the day: what the list shows when nothing else is asked for."""
    return _lasts(day) & Q(placed_from__lte=day, employment__employed_from__lte=day)


def _lasts(day: date) -> Q:
    """Neither placement nor employment has ended before the day."""
    return (Q(placed_to=None) | Q(placed_to__gte=day)) & (
        Q(employment__employed_to=None) | Q(employment__employed_to__gte=day)
    )


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
    "ends": Least("placed_to", "employment__employed_to"),  # of two, one may be empty
    "job_title": _swedish("job_title"),
}
SORTS = tuple(_ORDERS)


def _ordered(found: QuerySet[Placement], sort: str, sight: Sight) -> QuerySet[Placement]:
    name = sort.removeprefix("-")
    if name not in _ORDERS or (name == "type" and not sight.details):
        name, sort = "department", "department"
    if name == "name":
        found = found.annotate(shown_name=_shown_name(sight))
    order = _ORDERS[name]
    first = order.desc(nulls_last=True) if sort.startswith("-") else order.asc(nulls_last=True)
    return found.order_by(first, "employment__key", "placed_from", "id")
