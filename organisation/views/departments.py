"""All departments with their boards: read by those who administer or audit, kept by the system administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.clock import today
from foundation.periods import Month
from foundation.tables import Column, Kind
from foundation.tables.kinds import Value
from foundation.tables.responses import table_response
from organisation.access import may, require
from organisation.department_forms import BoardForm, NewDepartmentForm
from organisation.models import Board, Department, Exemption
from organisation.operations.departments import add_board, add_department, rename_board
from organisation.requests import PersonRequest
from organisation.roles import Act
from organisation.views.attempts import attempt
from organisation.views.logs import require_oversight
from organisation.views.tabs import tabs

COLUMNS = (
    Column("code", _("Kod")),
    Column("name", _("Namn")),
    Column("board", _("Nämnd")),
    Column("kind", _("Slag")),
    Column("first_month", _("Finns från och med"), Kind.MONTH),
    Column("last_month", _("Finns till och med"), Kind.MONTH),
    Column("exempt_reason", _("Undantagen därför att")),
)


@require_http_methods(["GET"])
def departments(request: PersonRequest) -> HttpResponse:
    """Those that hold a quota, the provider, the exempt, the companies, and those that are closed."""
    require_oversight(request.user)
    month = Month.of(today())
    rows = Department.objects.select_related("board").prefetch_related("exemptions").in_order()
    found = [(one, one.exemption_in(month)) for one in rows]
    if table_format := request.GET.get("format"):
        cells = [_cells(one, exemption) for one, exemption in found]
        return table_response(table_format, name=f"forvaltningar-{today()}", columns=COLUMNS, rows=cells)
    context = {
        "departments": [(one, exemption, one.has_quota(month)) for one, exemption in found],
        "with_quota": sum(one.has_quota(month) for one, _exemption in found),
        "exempt": sum(exemption is not None for _one, exemption in found),
        "may_administer": may(request.user, Act.ADMINISTER),
        "month": month,
        "tabs": tabs(request.user, "organisation:departments"),
    }
    return render(request, "organisation/departments.html", context)


def _cells(one: Department, exemption: Exemption | None) -> tuple[Value, ...]:
    return (
        one.code, one.name, one.board.name, one.get_kind_display(), one.first_month, one.last_month,
        exemption.reason if exemption else "",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def department_new(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    form = NewDepartmentForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: add_department(**form.cleaned_data))
        if made is not None:
            messages.success(request, gettext("%(name)s är upplagd.") % {"name": made.name})
            return redirect("organisation:department", pk=made.pk)
    context = {"form": form, "has_boards": Board.objects.exists()}
    return render(request, "organisation/department_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def boards(request: PersonRequest) -> HttpResponse:
    """Every board with its departments; a new one is added here."""
    require_oversight(request.user)
    form = BoardForm(request.POST or None)
    if request.method == "POST":
        require(request.user, Act.ADMINISTER)
        if form.is_valid() and attempt(form, lambda: add_board(**form.cleaned_data)) is not None:
            messages.success(request, gettext("Nämnden är upplagd. Lägg nu upp dess förvaltning."))
            return redirect("organisation:boards")
    context = {
        "boards": Board.objects.prefetch_related("departments").order_by("name"),
        "form": form,
        "may_administer": may(request.user, Act.ADMINISTER),
        "tabs": tabs(request.user, "organisation:boards"),
    }
    return render(request, "organisation/boards.html", context, status=422 if form.errors else 200)


@require_POST
def board_name(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    board = get_object_or_404(Board, pk=pk)
    form = BoardForm(request.POST)
    if form.is_valid():
        rename_board(board=board, name=form.cleaned_data["name"])
        messages.success(request, gettext("Nämnden heter nu %(name)s.") % {"name": form.cleaned_data["name"]})
    else:
        messages.error(request, " ".join(map(str, form.errors["name"])))
    return redirect("organisation:boards")
