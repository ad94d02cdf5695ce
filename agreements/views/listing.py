"""The list of agreements, and drafts from the quota: one, or all that are missing."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from agreements.forms import AgreementFilter
from agreements.operations import draft_agreement, draft_missing
from agreements.queries.listing import AgreementRow, agreement_rows, filtered
from agreements.standing import Stage
from allocation.models import ModelYear
from allocation.queries import month_shown
from allocation.views.years import chosen_model_year
from foundation.clock import today
from foundation.tables import Column, Kind, table_response
from organisation.access import may, require
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act

ROWS_ON_A_PAGE = 50
COLUMNS = (
    Column("department", gettext_lazy("Förvaltningskod"), Kind.CODE),
    Column("name", gettext_lazy("Namn")),
    Column("quota", gettext_lazy("Kvot"), Kind.INTEGER),
    Column("target", gettext_lazy("Överenskommet mål"), Kind.INTEGER),
    Column("version", gettext_lazy("Version"), Kind.INTEGER),
    Column("valid_from", gettext_lazy("Gäller från och med"), Kind.MONTH),
    Column("valid_to", gettext_lazy("Gäller till och med"), Kind.MONTH),
    Column("state", gettext_lazy("Läge")),
    Column("registry_number", gettext_lazy("Diarienummer")),
    Column("reminder", gettext_lazy("Påminnelse")),
)


@require_GET
def agreements(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_AGREEMENTS)
    year = chosen_model_year(request)
    asked_for = request.GET.copy()
    asked_for["year"] = str(year.year)
    form = AgreementFilter(asked_for)
    everything = agreement_rows(model_year=year, reader=request.user, month=month_shown(year, today()), today=today())
    rows = everything
    if form.is_valid():
        chosen = form.cleaned_data
        sort = request.GET.get("sort", "code")
        rows = filtered(rows, search=chosen["q"].strip(), stage=chosen["stage"], mine=chosen["mine"], sort=sort)
    if asked := request.GET.get("format"):
        return _file(asked, rows, year)
    context = {
        "model_year": year,
        "filter": form,
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "may_draft": may(request.user, Act.DRAFT_AGREEMENT),
        **_summary(everything),
    }
    return render(request, "agreements/_agreements.html" if request.htmx else "agreements/agreements.html", context)


def _summary(rows: list[AgreementRow]) -> dict[str, int | AgreementRow | None]:
    return {
        "all_count": len(rows),
        "in_force_count": sum(row.standing.in_force is not None for row in rows),
        "missing_count": sum(row.standing.stage == Stage.MISSING for row in rows),
        "draft_count": sum(row.is_draft for row in rows),
        "mine_count": sum(row.waits_for_reader for row in rows),
        "first_of_mine": next((row for row in rows if row.waits_for_reader and row.agreement), None),
    }


def _file(asked: str, rows: list[AgreementRow], year: ModelYear) -> HttpResponse:
    values = [
        (
            row.department.code, row.department.name, row.quota, row.target,
            row.shown.number if row.shown else None,
            row.shown.valid_from if row.shown else None,
            row.shown.valid_to if row.shown else None,
            str(row.words),
            row.agreement.registry_number if row.agreement else "",
            row.reminder,
        )
        for row in rows
    ]  # fmt: skip
    return table_response(asked, name=f"overenskommelser-{year.year}", columns=COLUMNS, rows=values)


@require_POST
def drafts(request: PersonRequest) -> HttpResponse:
    """One department's draft, or without a department every one that is missing."""
    require(request.user, Act.DRAFT_AGREEMENT)
    year = get_object_or_404(ModelYear, pk=request.POST.get("model_year") or 0)
    if wanted := request.POST.get("department"):
        department = get_object_or_404(Department.objects.visible_to(request.user, Act.DRAFT_AGREEMENT), pk=wanted)
        version = draft_agreement(department=department, model_year=year, by=request.user)
        messages.success(request, _("Utkastet är skrivet från kvoten. Fyll i resten och skicka det för underskrift."))
        return redirect("agreements:draft", pk=version.agreement_id, number=version.number)
    written = draft_missing(model_year=year, by=request.user)
    if written:
        said = ngettext("%(n)s utkast är skrivet från kvoten.", "%(n)s utkast är skrivna från kvoterna.", len(written))
        messages.success(request, said % {"n": len(written)})
    else:
        messages.info(request, _("Ingen överenskommelse saknas. Inget ändras."))
    return redirect(f"{reverse('agreements:list')}?year={year.year}")
