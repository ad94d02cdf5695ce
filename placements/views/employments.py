"""The list of employments and one employment. Whoever sees a name is written down (DOMAIN.md 10)."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from foundation.access_log import logged
from foundation.clock import today
from foundation.tables.responses import table_response
from organisation.access import may, require
from organisation.purposes import log_look, purpose_context
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.employment_export import export_columns, export_row
from placements.forms.bulk import ACTS
from placements.forms.by_number import NumberForm
from placements.forms.filters import EmploymentFilter
from placements.models import Placement
from placements.queries.employment import employment_page
from placements.queries.employments import Selection, ends_by, listed, selected_placements
from placements.queries.job import job_details
from placements.queries.timeline import timeline
from placements.selection_words import in_words
from placements.sight import Sight, sight_of

PER_PAGE = 25
SOON = timedelta(days=30)


@require_GET
def employments(request: PersonRequest) -> HttpResponse:
    """One row per placement; ?format=xlsx or csv gives exactly the chosen rows as a file."""
    require(request.user, Act.SEE_EMPLOYMENTS)
    day, sight = today(), sight_of(request.user)
    form = EmploymentFilter(request.GET, user=request.user, sight=sight)
    selection = form.selection()
    found = selected_placements(user=request.user, sight=sight, selection=selection, today=day)
    if table_format := request.GET.get("format"):
        return _download(request, found, selection, sight, table_format)
    counted = found.aggregate(all=Count("pk"), ending=Count("pk", filter=ends_by(day, day + SOON)))
    pages = Paginator(found, PER_PAGE)
    pages.count = counted["all"]  # counted with those who end soon, so a large register is gone through once
    page = pages.get_page(request.GET.get("page"))
    rows = listed(page.object_list, sight=sight, today=day)  # type: ignore[arg-type]  # a slice of the query set
    if sight.names and rows:
        subject = logged(lambda: in_words(selection, rows=len(rows)))
        log_look(request, act="employment_list_shown", subject=subject, people=(row.participant_id for row in rows))
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "sight": sight,
        "total": page.paginator.count,
        "acts": list(ACTS.items()),
        "number_form": NumberForm() if sight.protected else None,
        **purpose_context(request),
        "ending": counted["ending"] if selection.ending_within is None else 0,
    }
    return render(request, "placements/_employments.html" if request.htmx else "placements/employments.html", context)


def _download(
    request: PersonRequest, found: QuerySet[Placement], selection: Selection, sight: Sight, table_format: str
) -> HttpResponse:
    rows = listed(found, sight=sight, today=today())
    columns = export_columns(sight)
    response = table_response(
        table_format,
        name=f"anstallningar-{today().isoformat()}",
        columns=columns,
        rows=[export_row(row, columns) for row in rows],
        about=[("Överens", in_words(selection, rows=len(rows)))],
    )
    people = [row.participant_id for row in rows] if sight.names else []
    subject = logged(lambda: in_words(selection, rows=len(rows)))
    log_look(request, act="employment_list_exported", subject=subject, people=people)
    return response


@require_GET
def employment(request: PersonRequest, pk: int) -> HttpResponse:
    """One employment; looking at it is written to the access log."""
    sight = sight_of(request.user)
    shown = employment_page(employment_id=pk, user=request.user, sight=sight, today=today())
    if shown is None:
        raise Http404
    seen = shown.employment
    log_look(request, act="employment_shown", subject=seen.key, people=[seen.participant_id])
    works_on = sight.details and not shown.is_anonymous
    with_costs = works_on and may(request.user, Act.SEE_COSTS)
    context = {
        "shown": shown,
        "today": today(),
        "sight": sight,
        "job": job_details(seen, with_costs=with_costs, today=today()) if works_on else None,
        "with_costs": with_costs,
        "may_name": may(request.user, Act.NAME_SUPERVISORS) and not shown.is_anonymous,
        "edits": sight.edits and not shown.is_anonymous,
        "events": timeline(seen) if works_on else [],
        **purpose_context(request),
    }
    return render(request, "placements/employment.html", context)
