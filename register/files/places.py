"""places.csv: the place bank (DOMAIN.md 5). Bookings are about people on the way and are not part of the folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables import Column, Kind
from organisation.models import Department
from placements.models import Accessibility, Booking, Language, Place, PlacementKind, PlaceState, UnionOutcome
from register.entries import (
    Counts,
    Entry,
    Key,
    Values,
    Whole,
    counted,
    ends_before_start,
    pending,
    repeated,
    unknown_department,
)
from register.faults import Fault, Remark

NAME = "places.csv"


def _choice(name: str, label: Any, choices: Any, **more: Any) -> Column:
    return Column(name, label, Kind.CHOICE, choices={one.value: one.label for one in choices}, **more)


COLUMNS: tuple[Column, ...] = (
    Column("place", gettext_lazy("platsnyckel"), required=True, longest=40),
    Column("department", gettext_lazy("förvaltning"), required=True, longest=12, aliases=("förvaltningskod",)),
    _choice("kind", gettext_lazy("slag av plats"), PlacementKind, required=True),
    _choice("state", gettext_lazy("läge"), PlaceState),
    Column("job_title", gettext_lazy("yrkestitel"), longest=120),
    Column("workplace", gettext_lazy("arbetsplats"), longest=120),
    Column("area", gettext_lazy("område i staden"), longest=60),
    Column("tasks", gettext_lazy("arbetsuppgifter"), longest=2000),
    Column("openings", gettext_lazy("antal platser"), Kind.INTEGER, minimum=1),
    Column("available_from", gettext_lazy("från och med"), Kind.DATE, required=True),
    Column("available_to", gettext_lazy("till och med"), Kind.DATE),
    Column("working_share", gettext_lazy("sysselsättningsgrad, procent"), Kind.INTEGER, minimum=1),
    Column("hours", gettext_lazy("arbetstider"), longest=120),
    _choice("language", gettext_lazy("svenska som krävs"), Language),
    Column("accessibility", gettext_lazy("anpassning"), longest=100),
    Column("accessibility_note", gettext_lazy("mer om anpassning"), longest=300),
    Column("supervisor", gettext_lazy("handledare"), longest=120),
    Column("value_for_person", gettext_lazy("mervärde för den enskilde"), longest=2000),
    Column("value_for_service", gettext_lazy("mervärde för verksamheten"), longest=2000),
    Column("union_on", gettext_lazy("facklig samverkan, dag"), Kind.DATE),
    Column("union_name", gettext_lazy("facklig organisation"), longest=120),
    _choice("union_outcome", gettext_lazy("utfall av samverkan"), UnionOutcome),
    Column("offered_on", gettext_lazy("erbjuden"), Kind.DATE),
    Column("withdrawn_on", gettext_lazy("återtagen den"), Kind.DATE),
    Column("withdrawal_reason", gettext_lazy("återtagen därför att"), longest=200),
)
_DEFAULTS: Values = {"state": "offered", "openings": 1, "working_share": 100, "language": "none", "union_outcome": ""}
_AS_THEY_ARE = [
    column.name for column in COLUMNS if column.name not in ("place", "department", "accessibility", "supervisor")
]


def key(values: Values, whole: Whole) -> Key:
    return (values["place"],)


def filled_in(values: Values, whole: Whole) -> Values:
    """Any code of the city's own becomes a key of the register's kind, the same each time."""
    empty = {name: default for name, default in _DEFAULTS.items() if values[name] in (None, "")}
    needs = sorted(one.strip() for one in values["accessibility"].split(",") if one.strip())
    return values | empty | {"place": _key_of(values["place"]), "accessibility": ",".join(needs)}


def _key_of(code: str) -> str:
    try:
        return str(UUID(code))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"place:{code}"))


def stored() -> dict[Key, Values]:
    places = Place.objects.select_related("department", "supervisor").order_by("department__code", "pk")
    return {(str(place.draft_key),): _values(place) for place in places.iterator()}


def _values(place: Place) -> Values:
    special = {
        "place": str(place.draft_key),
        "department": place.department.code,
        "accessibility": ",".join(sorted(place.accessibility)),
        "supervisor": place.supervised_by,
    }
    return {
        column.name: special[column.name] if column.name in special else getattr(place, column.name)
        for column in COLUMNS
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "place")
    used = _openings_used() if entries else {}
    for entry in entries:
        yield from unknown_department(entry, whole)
        yield from ends_before_start(entry, "available_from", "available_to")
        yield from _incomplete(entry)
        unknown = set(filter(None, entry["accessibility"].split(","))) - set(Accessibility.values)
        if unknown:
            yield entry.fault("accessibility", ", ".join(Accessibility.values))
        if entry["working_share"] > 100:
            yield entry.fault("working_share", _("hela procent, 1–100"))
        if entry["openings"] < used.get(entry["place"], 0):
            words = {"n": used[entry["place"]]}
            yield entry.fault("openings", _("minst %(n)s, som någon har varit bokad på") % words)


def _openings_used() -> dict[str, int]:
    """The highest opening that anyone has been booked on, by place. One query."""
    rows = Booking.objects.values_list("opening__place__draft_key").annotate(most=Max("opening__number"))
    return {str(place): most for place, most in rows}


def _incomplete(entry: Entry) -> Iterator[Fault]:
    if entry["state"] != PlaceState.DRAFT:
        for column in ("job_title", "workplace", "value_for_person", "value_for_service"):
            if not entry[column]:
                yield entry.fault(column, _("ett värde, eftersom platsen är erbjuden"))
    union = [entry[column] for column in ("union_on", "union_name", "union_outcome")]
    if any(union) and not all(union):
        yield entry.fault("union_on", _("dag, organisation och utfall, eller inget av dem"))


def save(entries: list[Entry], whole: Whole) -> Counts:
    departments = {each.code: each for each in Department.objects.all()}
    Place.objects.bulk_create(
        [_place(entry, departments[entry["department"]]) for entry in pending(entries)],
        update_conflicts=True,
        unique_fields=["draft_key"],
        update_fields=["department", "accessibility", "supervisor", "supervisor_name", *_AS_THEY_ARE],
    )
    return counted(entries)


def _place(entry: Entry, department: Department) -> Place:
    """A supervisor who is a name in the file and someone of the register already stays who it is."""
    known = Place.objects.select_related("supervisor").filter(draft_key=entry["place"]).first()
    same = known is not None and known.supervisor is not None and known.supervisor.name == entry["supervisor"]
    return Place(
        draft_key=UUID(entry["place"]),
        department=department,
        accessibility=list(filter(None, entry["accessibility"].split(","))),
        supervisor=known.supervisor if same and known else None,
        supervisor_name="" if same else entry["supervisor"],
        **{name: entry[name] for name in _AS_THEY_ARE},
    )
