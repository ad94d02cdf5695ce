"""What jobs cost, what supports them and what remains for ASF; for those who may see costs only (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from foundation.clock import today
from foundation.periods import Month
from foundation.tables import Column, Kind, table_response
from foundation.templatetags.overens import month_name
from organisation.access import require
from organisation.purposes import log_look, purpose_context
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.cost_wording import grant_totals, why, why_grant
from placements.forms.costs import CostFilter
from placements.models import Employment
from placements.queries.costs import CostRow, all_rates, cost_rows, summed, together

PER_PAGE = 50
AMOUNTS = (
    Column("cost", gettext_lazy("Kostnad, kr"), Kind.DECIMAL),
    Column("support", gettext_lazy("Stöd, kr"), Kind.DECIMAL),
    Column("remains", gettext_lazy("Kvar för ASF, kr"), Kind.DECIMAL),
    Column("grant", gettext_lazy("Handledarbidrag, kr"), Kind.DECIMAL),
)
JOB_COLUMNS = (
    Column("month", gettext_lazy("Månad"), Kind.MONTH),
    Column("employment", gettext_lazy("Anställning"), Kind.CODE),
    Column("type", gettext_lazy("Anställningstyp")),
    Column("department", gettext_lazy("Förvaltning")),
    *AMOUNTS,
)
LABELS = {
    "type": gettext_lazy("Anställningstyp"),
    "department": gettext_lazy("Förvaltning"),
    "month": gettext_lazy("Månad"),
}
BY: dict[str, Callable[[CostRow], str]] = {
    "type": lambda row: row.type,
    "department": lambda row: row.department,
    "month": lambda row: str(month_name(row.result.month)),
}


@require_GET
def costs(request: PersonRequest) -> HttpResponse:
    """Per job, type, department or month; ?format=xlsx or csv gives exactly what is shown as a file."""
    require(request.user, Act.SEE_COSTS)
    form = CostFilter(request.GET, now=Month.of(today()))
    months = form.months()
    rows = cost_rows(months=months, chosen=form.chosen())
    if table_format := request.GET.get("format"):
        return _download(request, table_format, rows, form.by_what, months)
    by_job = form.by_what == "job"
    page = Paginator(rows if by_job else summed(rows, BY[form.by_what]), PER_PAGE).get_page(request.GET.get("page"))
    if by_job and rows:
        _log(request, "costs_shown", months, page.object_list)
    context = {
        "form": form,
        "months": months,
        "page": page,
        "by_job": by_job,
        "label": LABELS.get(form.by_what, ""),
        "sums": together(rows),
        "lacks_wage": len({row.employment_id for row in rows if row.result.lacks_wage}),
        "lacks_decision": len({row.employment_id for row in rows if row.result.lacks_decision}),
        **purpose_context(request),
    }
    return render(request, "placements/_costs.html" if request.htmx else "placements/costs.html", context)


def _log(request: PersonRequest, act: str, months: list[Month], rows: Any) -> None:
    people = [row.participant_id for row in rows]
    log_look(request, act=act, subject=f"{months[0]}–{months[-1]}, {len(people)}", people=people)


def _download(
    request: PersonRequest, table_format: str, rows: list[CostRow], by: str, months: list[Month]
) -> HttpResponse:
    name = f"kostnader-{months[0]}-{months[-1]}"
    if by == "job":
        _log(request, "costs_exported", months, rows)
        cells = [
            [row.result.month, row.employment_key, row.type, row.department, *_amounts(row.result)] for row in rows
        ]
        return table_response(table_format, name=name, columns=JOB_COLUMNS, rows=cells)
    heads = (Column("what", LABELS[by]), Column("jobs", gettext_lazy("Antal jobb"), Kind.INTEGER), *AMOUNTS)
    sums = [[one.label, one.jobs, *_amounts(one)] for one in summed(rows, BY[by])]
    return table_response(table_format, name=name, columns=heads, rows=sums)


def _amounts(one: Any) -> list[Any]:
    return [one.cost, one.support, one.remains, one.grant]


@require_GET
def employment_costs(request: PersonRequest, pk: int) -> HttpResponse:
    """Why one job costs what it costs in a month: every amount as a sentence."""
    require(request.user, Act.SEE_COSTS)
    employment = get_object_or_404(Employment.objects.select_related("type"), pk=pk)
    month = _month(request)
    found = cost_rows(months=[month], chosen=Q(employment=employment))
    log_look(request, act="costs_shown", subject=employment.key, people=[employment.participant_id])
    rates = all_rates()
    context = {
        "employment": employment,
        "month": month,
        "before": month.previous(),
        "after": month.next(),
        "shown": [(row, why(row.result), why_grant(row.result)) for row in found],
        "totals": grant_totals(employment.employed_from, rates) if employment.type.has_supervisor_grant else [],
        **purpose_context(request),
    }
    return render(request, "placements/employment_costs.html", context)


def _month(request: PersonRequest) -> Month:
    try:
        return Month.likely(request.GET.get("month", "")) if request.GET.get("month") else Month.of(today())
    except ValueError:
        raise Http404 from None
