"""Transfers of places between departments: the list, a proposal, its signing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms import TransferForm
from agreements.models import QuotaTransfer
from agreements.operations import propose_transfer, sign_transfer, withdraw_transfer
from agreements.queries import transfers as reading
from allocation.forms import ModelYearFilter
from allocation.models import ModelYear
from allocation.views.years import chosen_model_year
from foundation.clock import today
from foundation.tables import Column, Kind, table_response
from organisation.access import may, require
from organisation.models import Department, User
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
    Column("signed_on", gettext_lazy("Undertecknad"), Kind.DATE),
)


@require_http_methods(["GET", "POST"])
def transfers(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_AGREEMENTS)
    year = chosen_model_year(request)
    may_propose = may(request.user, Act.DRAFT_AGREEMENT) or may(request.user, Act.SIGN_FOR_DEPARTMENT)
    if request.method == "POST" and not may_propose:
        raise PermissionDenied(_("Förvaltningschefer och ASF föreslår överföringar. Be någon av dem."))
    form = TransferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _propose(request, form)
    rows = reading.transfers(model_year=year, reader=request.user)
    if asked := request.GET.get("format"):
        return _file(asked, list(rows), year)
    context = {
        "model_year": year,
        "filter": ModelYearFilter({"year": str(year.year)}),
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "waiting_count": rows.filter(signed_on=None).count(),
        "form": form,
        "may_propose": may_propose,
        "may_sign": may(request.user, Act.DRAFT_AGREEMENT),
        "own_departments": request.user.reach(Act.SIGN_FOR_DEPARTMENT).departments,
    }
    return render(request, "agreements/transfers.html", context, status=422 if form.errors else 200)


def _propose(request: PersonRequest, form: TransferForm) -> HttpResponse:
    written = form.cleaned_data
    _require_party(request.user, written["from_department"], written["to_department"])
    propose_transfer(
        giver=written["from_department"],
        receiver=written["to_department"],
        number=written["number"],
        first_month=written["first_month"],
        last_month=written["last_month"],
        by=request.user,
    )
    messages.success(request, _("Överföringen är föreslagen. Målen ändras när ASF har undertecknat den."))
    return redirect("agreements:transfers")


def _require_party(user: User, giver: Department, receiver: Department) -> None:
    """ASF's administrator, or the head of one of the two departments."""
    if may(user, Act.DRAFT_AGREEMENT):
        return
    if not any(may(user, Act.SIGN_FOR_DEPARTMENT, department) for department in (giver, receiver)):
        raise PermissionDenied(
            _("Ni kan föreslå överföringar till och från er egen förvaltning. Be ASF om överföringar mellan andra.")
        )


def _file(asked: str, rows: list[QuotaTransfer], year: ModelYear) -> HttpResponse:
    values = [
        (
            row.from_department.code, row.from_department.name, row.to_department.code, row.to_department.name,
            row.number, row.first_month, row.last_month, row.signed_on,
        )
        for row in rows
    ]  # fmt: skip
    return table_response(asked, name=f"overforingar-{year.year}", columns=COLUMNS, rows=values)


@require_POST
def signature(request: PersonRequest, pk: int) -> HttpResponse:
    transfer = get_object_or_404(QuotaTransfer.objects.visible_to(request.user), pk=pk)
    require(request.user, Act.DRAFT_AGREEMENT)
    sign_transfer(transfer=transfer, by=request.user, today=today())
    messages.success(request, _("Överföringen är undertecknad. Målen är ändrade från dess första månad."))
    return redirect("agreements:transfers")


@require_POST
def withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    transfers = QuotaTransfer.objects.visible_to(request.user).select_related("from_department", "to_department")
    transfer = get_object_or_404(transfers, pk=pk)
    _require_party(request.user, transfer.from_department, transfer.to_department)
    withdraw_transfer(transfer=transfer, by=request.user)
    messages.success(request, _("Förslaget är tillbakadraget. Inget mål har ändrats."))
    return redirect("agreements:transfers")
