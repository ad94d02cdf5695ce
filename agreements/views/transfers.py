"""Transfers of places between departments: the list and a new proposal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agreements.forms import TransferFilter, TransferForm
from agreements.operations import propose_transfer
from agreements.queries import transfers as reading
from agreements.queries.transfers import TransferRow, row_of
from agreements.sides import side_of
from allocation.models import ModelYear
from allocation.views.years import chosen_model_year
from foundation.clock import today
from foundation.tables import Column, Kind, table_response
from organisation.access import may, require
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act

ROWS_ON_A_PAGE = 50
COLUMNS = (
    Column("from_department", gettext_lazy("Från"), Kind.CODE),
    Column("from_name", gettext_lazy("Från, namn")),
    Column("to_department", gettext_lazy("Till"), Kind.CODE),
    Column("to_name", gettext_lazy("Till, namn")),
    Column("number", gettext_lazy("Antal"), Kind.INTEGER),
    Column("first_month", gettext_lazy("Första månaden"), Kind.MONTH),
    Column("last_month", gettext_lazy("Sista månaden"), Kind.MONTH),
    Column("ended_from", gettext_lazy("Upphör i förtid från och med"), Kind.MONTH),
    Column("state", gettext_lazy("Läge")),
    Column("proposed_on", gettext_lazy("Föreslagen"), Kind.DATE),
    Column("signed_on", gettext_lazy("Undertecknad"), Kind.DATE),
    Column("noted_on", gettext_lazy("Noterad av ASF"), Kind.DATE),
)


@require_http_methods(["GET", "POST"])
def transfers(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_AGREEMENTS)
    year = chosen_model_year(request)
    may_propose = any(may(request.user, act) for act in (Act.SIGN_FOR_DEPARTMENT, Act.SIGN_FOR_PROVIDER))
    if request.method == "POST" and not may_propose:
        raise PermissionDenied(_("Den som är chef för en av de två förvaltningarna föreslår. Be er chef."))
    own = Department.objects.visible_to(request.user, Act.SIGN_FOR_DEPARTMENT).first() if may_propose else None
    form = TransferForm(request.POST or None, own=own)
    if request.method == "POST" and form.is_valid():
        return _propose(request, form)
    chosen = {name: request.GET.get(name, "").strip() for name in ("state", "q")}
    rows = reading.transfers(model_year=year, reader=request.user, state=chosen["state"], search=chosen["q"])
    if asked := request.GET.get("format"):
        return _file(asked, [row_of(row, request.user) for row in rows], year)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [row_of(row, request.user) for row in page]
    context = {
        "model_year": year,
        "filter": TransferFilter({"year": str(year.year), **chosen}),
        "page": page,
        "rows": shown,
        "waiting": [row for row in shown if row.waits_for_reader],
        "form": form,
        "may_propose": may_propose,
    }
    return render(request, "agreements/transfers.html", context, status=422 if form.errors else 200)


def _propose(request: PersonRequest, form: TransferForm) -> HttpResponse:
    written = form.cleaned_data
    giver, receiver = written["from_department"], written["to_department"]
    side = side_of(request.user, (giver, receiver))
    if side is None:
        raise PermissionDenied(_("Ni kan föreslå överföringar till och från den förvaltning som ni är chef för."))
    made = propose_transfer(
        giver=giver,
        receiver=receiver,
        number=written["number"],
        first_month=written["first_month"],
        last_month=written["last_month"],
        reason=written["reason"],
        side=side,
        by=request.user,
        today=today(),
    )
    said = _("Överföringen är föreslagen. Målen ändras när %(name)s har accepterat den.")
    messages.success(request, said % {"name": made.answering_side.name})
    return redirect("agreements:transfer", pk=made.pk)


def _file(asked: str, rows: list[TransferRow], year: ModelYear) -> HttpResponse:
    values = [
        (
            row.transfer.from_department.code, row.transfer.from_department.name,
            row.transfer.to_department.code, row.transfer.to_department.name,
            row.transfer.number, row.transfer.first_month, row.transfer.last_month, row.ended_from,
            str(row.transfer.state.label), row.transfer.proposed_on, row.transfer.signed_on,
            row.transfer.notice.noted_on if row.is_noted else None,
        )
        for row in rows
    ]  # fmt: skip
    return table_response(asked, name=f"overforingar-{year.year}", columns=COLUMNS, rows=values)
