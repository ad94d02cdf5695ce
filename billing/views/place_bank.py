"""The place bank. It lives here because it shows which hosts are short of their target (docs/architecture.md)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from billing.queries.short_hosts import short_hosts
from foundation.clock import today
from foundation.tables import Column, Kind
from foundation.tables.responses import table_response
from organisation.access import may
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.filters import PlaceFilter
from placements.models import Place
from placements.queries.places import OVER, PlaceRow, opening_totals, place_rows, selected_places
from placements.views.places import require_place_bank

PER_PAGE = 25
LIST, BOARD = "list", "board"
COLUMNS = (
    Column("job_title", gettext_lazy("Yrkestitel")),
    Column("workplace", gettext_lazy("Arbetsplats")),
    Column("department", gettext_lazy("Förvaltning")),
    Column("area", gettext_lazy("Område i staden")),
    Column("kind", gettext_lazy("Slag av plats")),
    Column("openings", gettext_lazy("Antal platser"), Kind.INTEGER),
    Column("free", gettext_lazy("Lediga"), Kind.INTEGER),
    Column("booked", gettext_lazy("Bokade"), Kind.INTEGER),
    Column("filled", gettext_lazy("Tillsatta"), Kind.INTEGER),
    Column("available_from", gettext_lazy("Från och med"), Kind.DATE),
    Column("available_to", gettext_lazy("Till och med"), Kind.DATE),
    Column("working_share", gettext_lazy("Procent"), Kind.INTEGER),
    Column("hours", gettext_lazy("Arbetstider")),
    Column("language", gettext_lazy("Svenska som krävs")),
    Column("supervisor", gettext_lazy("Handledare")),
    Column("missing", gettext_lazy("Förvaltningen saknar"), Kind.INTEGER),
    Column("state", gettext_lazy("Läge")),
)
_BOARD = (
    ("draft", gettext_lazy("Utkast")),
    ("offered", gettext_lazy("Att gå igenom")),
    ("free", gettext_lazy("Lediga")),
    ("booked", gettext_lazy("Bokade")),
    ("filled", gettext_lazy("Tillsatta")),
    (OVER, gettext_lazy("Tiden är ute")),
    ("withdrawn", gettext_lazy("Återtagna")),
)


@require_GET
def place_bank(request: PersonRequest) -> HttpResponse:
    """One row or card per place, and beside it the one chosen; ?format=xlsx or csv gives the chosen rows as a file."""
    require_place_bank(request)
    form, short = PlaceFilter(request.GET, user=request.user), short_hosts(today())
    found = selected_places(user=request.user, selection=form.selection(), today=today(), short=short)
    if table_format := request.GET.get("format"):
        name = f"platser-{today().isoformat()}"
        rows = place_rows(found, today=today(), short=short)
        return table_response(table_format, name=name, columns=COLUMNS, rows=[_cells(row) for row in rows])
    # a bank has some thousands of places: the filters are gone through once, and one page of rows is fetched
    matching = list(found.values_list("pk", "department"))
    page = Paginator(matching, PER_PAGE).get_page(request.GET.get("page"))
    rows = place_rows(_in_order([pk for pk, _host in page]), today=today(), short=short)
    view = BOARD if request.GET.get("view") == BOARD else LIST
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "view": view,
        "columns": _columns(rows) if view == BOARD else [],
        "totals": opening_totals(found, today=today()),
        "short_hosts": len({host for _pk, host in matching if short.get(host, 0) > 0}),
        "chosen": _chosen(request, rows, found, short),
        "may_offer": may(request.user, Act.OFFER_PLACES),
        "may_approve": may(request.user, Act.EDIT_EMPLOYMENTS),
        "may_book": may(request.user, Act.EDIT_EMPLOYMENTS),
    }
    return render(request, "billing/_place_bank.html" if request.htmx else "billing/place_bank.html", context)


def _columns(rows: list[PlaceRow]) -> list[tuple[str, str, list[PlaceRow]]]:
    """The board: what waits, what is free, what is taken; an empty column only where it says something."""
    made = [(name, str(label), [row for row in rows if row.column == name]) for name, label in _BOARD]
    return [column for column in made if column[2] or column[0] in ("free", "booked", "filled")]


def _in_order(numbers: list[int]) -> list[Place]:
    places = Place.objects.select_related("department", "supervisor").in_bulk(numbers)
    return [places[number] for number in numbers if number in places]


def _chosen(
    request: PersonRequest, rows: list[PlaceRow], found: QuerySet[Place], short: dict[int, int]
) -> PlaceRow | None:
    """The place of the side panel, on this page or not."""
    wanted = request.GET.get("place", "")
    if not wanted.isdecimal():
        return None
    here = next((row for row in rows if row.place.pk == int(wanted)), None)
    return here or next(iter(place_rows(found.filter(pk=int(wanted)), today=today(), short=short)), None)


def _cells(row: PlaceRow) -> list[Any]:
    one = row.place
    return [
        one.job_title,
        one.workplace,
        one.department.name,
        one.area,
        one.get_kind_display(),
        one.openings,
        row.free,
        row.booked,
        row.filled,
        one.available_from,
        one.available_to,
        one.working_share,
        one.hours,
        one.get_language_display(),
        one.supervised_by,
        row.missing,
        one.get_state_display(),
    ]
