"""The place bank as a list and a board: what is free, booked and filled, hosts short of their target first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisation.models import User
from placements.models import Booking, BookingState, Language, Opening, Place, PlaceState, understood_at

SHORT_FIRST = ""
OVER = "over"  # among the states that one may ask for: offered or approved, and the last day has been
_OPEN = (PlaceState.OFFERED, PlaceState.APPROVED)
_ORDERS = {
    "job_title": "job_title",
    "workplace": "workplace",
    "department": "department__code",
    "openings": "openings",
    "available_from": "available_from",
    "language": "language_order",
    "state": "state",
}


@dataclass(frozen=True, slots=True)
class PlaceSelection:
    """What the filters in the address say. `language`: what the person manages; `share`: at most, per cent."""

    words: str = ""
    job_title: str = ""
    tasks: str = ""
    area: str = ""
    supervisor: str = ""
    department: int | None = None
    kind: str = ""
    state: str = ""
    language: str = ""
    accessibility: tuple[str, ...] = ()
    share: int | None = None
    hours: str = ""
    starts_by: date | None = None
    only_free: bool = False
    only_short: bool = False
    sort: str = SHORT_FIRST


@dataclass(frozen=True, slots=True)
class OpeningTotals:
    """The openings of some places today. Those of a draft, of a withdrawn place or of one that is over are not free."""

    places: int
    openings: int
    free: int
    booked: int
    filled: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its openings counted today, and how many the host lacks (None: has no target)."""

    place: Place
    filled: int
    booked: int
    missing: int | None
    until: date | None  # when the first booking runs out
    is_over: bool = False

    @property
    def free(self) -> int:
        return self.place.openings - self.filled - self.booked if self.is_bookable else 0

    @property
    def is_bookable(self) -> bool:
        """Offered or approved, and its time is not out."""
        return self.place.is_open and not self.is_over

    @property
    def state_label(self) -> str:
        return str(PlaceState(self.place.state).label)

    @property
    def language_label(self) -> str:
        return str(Language(self.place.language).label)

    @property
    def dots(self) -> str:
        """●●○: filled, booked (half) and free, for the eye beside the words."""
        return "●" * self.filled + "◐" * self.booked + "○" * self.free

    @property
    def in_words(self) -> str:
        """As "2 av 3 lediga, 1 bokad"."""
        if self.is_bookable:
            said = _("%(free)s av %(all)s lediga") % {"free": self.free, "all": self.place.openings}
        else:
            said = ngettext("%(n)s plats", "%(n)s platser", self.place.openings) % {"n": self.place.openings}
        booked = ngettext("%(n)s bokad", "%(n)s bokade", self.booked) % {"n": self.booked}
        return f"{said}, {booked}" if self.booked else said

    @property
    def column(self) -> str:
        """Which column of the board the place stands in."""
        if self.is_over:
            return OVER
        if self.place.state != PlaceState.APPROVED:
            return str(self.place.state)
        if self.free:
            return "free"
        return "booked" if self.booked else "filled"


def selected_places(*, user: User, selection: PlaceSelection, today: date, short: Mapping[int, int]) -> QuerySet[Place]:
    """The places that the user may see and has asked for, not yet read. `short`: what hosts lack, by department id.

    Withdrawn ones, and those whose last day has been, only when asked for.
    """
    seen = Place.objects.visible_to(user).select_related("department", "supervisor")
    found = _in_state(seen, selection.state, today)
    found = found.filter(_words(selection), _needs(selection), _time(selection))
    for name in ("department", "kind"):
        if value := getattr(selection, name):
            found = found.filter(**{name: value})
    if selection.only_free:
        found = found.filter(_has_free(today), state=PlaceState.APPROVED)
    if selection.only_short:
        found = found.filter(department__in=[pk for pk, missing in short.items() if missing > 0])
    return _ordered(found, selection.sort, short)


def _in_state(found: QuerySet[Place], state: str, today: date) -> QuerySet[Place]:
    if state == OVER:
        return found.filter(over(today))
    found = found.exclude(over(today))
    return found.filter(state=state) if state else found.exclude(state=PlaceState.WITHDRAWN)


def over(today: date) -> Q:
    """Nobody can begin there any more. `PlaceRow.is_over` says the same of one."""
    return Q(state__in=_OPEN, available_to__lt=today)


def _bookable(today: date, place: str = "") -> Q:
    """Offered or approved, and not over; `place` is the way to the place."""
    lasts = Q(**{f"{place}available_to": None}) | Q(**{f"{place}available_to__gte": today})
    return Q(**{f"{place}state__in": _OPEN}) & lasts


def _words(selection: PlaceSelection) -> Q:
    wanted = Q()
    if words := selection.words:
        wanted &= (
            Q(job_title__icontains=words)
            | Q(workplace__icontains=words)
            | Q(tasks__icontains=words)
            | Q(department__name__icontains=words)
        )
    for name in ("job_title", "tasks", "area", "hours"):
        if value := getattr(selection, name):
            wanted &= Q(**{f"{name}__icontains": value})
    if led_by := selection.supervisor:
        wanted &= Q(supervisor__name__icontains=led_by) | Q(supervisor_name__icontains=led_by)
    return wanted


def _needs(selection: PlaceSelection) -> Q:
    wanted = Q()
    if selection.language:
        wanted &= Q(language__in=understood_at(selection.language))
    if selection.accessibility:
        wanted &= Q(accessibility__contains=list(selection.accessibility))
    if selection.share:
        wanted &= Q(working_share__lte=selection.share)
    return wanted


def _time(selection: PlaceSelection) -> Q:
    """Someone can begin there on the day."""
    day = selection.starts_by
    return Q(available_from__lte=day) & (Q(available_to=None) | Q(available_to__gte=day)) if day else Q()


def _has_free(today: date) -> Exists:
    """One of its openings is held by nobody today."""
    holding = Booking.objects.holding(today).filter(opening=OuterRef("pk"))
    return Exists(Opening.objects.filter(~Exists(holding), place=OuterRef("pk")))


def _ordered(found: QuerySet[Place], sort: str, short: Mapping[int, int]) -> QuerySet[Place]:
    name = sort.removeprefix("-")
    if name not in _ORDERS:
        lacks = [When(department=pk, then=Value(missing)) for pk, missing in short.items() if missing > 0]
        ranked = Case(*lacks, default=Value(0), output_field=IntegerField()) if lacks else Value(0)
        return found.annotate(host_lacks=ranked).order_by("-host_lacks", "available_from", "id")
    if name == "language":
        levels = [When(language=level, then=Value(n)) for n, level in enumerate(understood_at("fluent"))]
        found = found.annotate(language_order=Case(*levels, default=Value(0), output_field=IntegerField()))
    return found.order_by(f"-{_ORDERS[name]}" if sort.startswith("-") else _ORDERS[name], "id")


def opening_totals(places: QuerySet[Place], *, today: date) -> OpeningTotals:
    """The sums of what `place_rows` says of each of them. Two queries."""
    chosen = places.order_by()
    is_open, at_open = _bookable(today), _bookable(today, "opening__place__")
    offered = chosen.aggregate(number=Count("pk"), all=Sum("openings"), open=Sum("openings", filter=is_open))
    started = Q(state=BookingState.STARTED)
    held = (
        Booking.objects.holding(today)
        .filter(opening__place__in=chosen.values("pk"))
        .aggregate(
            filled=Count("opening", distinct=True, filter=started),
            all=Count("opening", distinct=True),
            open=Count("opening", distinct=True, filter=at_open),
        )
    )
    return OpeningTotals(
        places=offered["number"],
        openings=offered["all"] or 0,
        free=(offered["open"] or 0) - held["open"],
        booked=held["all"] - held["filled"],
        filled=held["filled"],
    )


def place_rows(places: Iterable[Place], *, today: date, short: Mapping[int, int]) -> list[PlaceRow]:
    """The places with their openings counted. One query."""
    places = list(places)
    filled: defaultdict[int, set[int]] = defaultdict(set)
    booked: defaultdict[int, set[int]] = defaultdict(set)
    until: dict[int, date] = {}
    held = Booking.objects.holding(today).filter(opening__place__in=[place.pk for place in places])
    for place_id, opening_id, state, expires in held.values_list("opening__place", "opening", "state", "expires_on"):
        if state == BookingState.STARTED:
            filled[place_id].add(opening_id)
        else:
            booked[place_id].add(opening_id)
        if state == BookingState.PROPOSED:
            until[place_id] = min(until.get(place_id, expires), expires)
    return [
        PlaceRow(
            place=place,
            filled=len(filled[place.pk]),
            booked=len(booked[place.pk] - filled[place.pk]),
            missing=short.get(place.department_id),
            until=until.get(place.pk),
            is_over=place.is_open and place.available_to is not None and place.available_to < today,
        )
        for place in places
    ]
