"""The list of counted staff, on screen and as a file that can be read in again."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from allocation.forms import HeadcountFilter
from allocation.headcount_file import COLUMNS
from allocation.models import HeadcountImport, HeadcountImportState, HeadcountQuerySet
from allocation.queries.headcounts import headcount_dates
from allocation.queries.headcounts import headcounts as read_headcounts
from foundation.tables import table_response
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act

ROWS_ON_A_PAGE = 50


@require_GET
def headcounts(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_ALLOCATION)
    dates = headcount_dates()
    form = HeadcountFilter(request.GET, dates=dates)
    chosen = form.cleaned_data if form.is_valid() else {"date": "", "q": ""}
    day = date.fromisoformat(chosen["date"]) if chosen["date"] else None
    rows = read_headcounts(
        reader=request.user, day=day, search=chosen["q"].strip(), sort=request.GET.get("sort", "code")
    )
    if asked := request.GET.get("format"):
        return _file(asked, rows, day)
    may_import = may(request.user, Act.IMPORT_HEADCOUNTS)
    waiting = HeadcountImport.objects.filter(state=HeadcountImportState.WAITING).order_by("-imported_at")
    context = {
        "filter": form,
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "dates": dates,
        "may_import": may_import,
        "waiting": list(waiting) if may_import else [],
    }
    return render(request, "allocation/_headcounts.html" if request.htmx else "allocation/headcounts.html", context)


def _file(asked: str, rows: HeadcountQuerySet, day: date | None) -> HttpResponse:
    values = [(row.department.code, row.department.name, row.date, row.permanent, row.all_employees) for row in rows]
    name = f"antal-anstallda-{day.isoformat()}" if day else "antal-anstallda"
    return table_response(asked, name=name, columns=COLUMNS, rows=values)
