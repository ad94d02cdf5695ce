"""Those who end soon: the list for recruitment service, vacancies, and who was told of them when (DOMAIN.md 5)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.access_log import logged
from foundation.clock import today
from foundation.tables import Column, Kind, table_response
from foundation.together import each
from organisation.access import require, sees_whole_city
from organisation.purposes import log_look, purpose_context
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.ending import EndingFilter, RecruitmentForm
from placements.models import Employment, Recruitment
from placements.operations.recruitments import announce, open_recruitment
from placements.queries.employments import listed, selected_placements
from placements.queries.ending import EndingRow, ending_rows
from placements.queries.recruitments import recruitment_page, recruitments
from placements.selection_words import in_words
from placements.sight import Sight, sight_of
from placements.views.employment_acts import attempt

PER_PAGE = 50


def _require_city(request: PersonRequest) -> Sight:
    """For those who see employments in the whole city; hosts have their own in the list of employments."""
    if not sees_whole_city(request.user, Act.SEE_EMPLOYMENTS):
        require(request.user, Act.EDIT_EMPLOYMENTS)
    return sight_of(request.user)


@require_GET
def ending(request: PersonRequest) -> HttpResponse:
    """One row per placement that ends; ?format=xlsx or csv gives exactly the chosen rows as a file."""
    sight = _require_city(request)
    day, form = today(), EndingFilter(request.GET, user=request.user, sight=sight)
    selection = form.selection()
    found = selected_placements(user=request.user, sight=sight, selection=selection, today=day)
    table_format = request.GET.get("format")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = ending_rows(listed(found if table_format else page.object_list, sight=sight, today=day), today=day)  # type: ignore[arg-type]  # a slice of the query set
    people = [one.row.participant_id for one in rows] if sight.names else []
    act = "ending_list_exported" if table_format else "ending_list_shown"
    if rows and (people or table_format):
        log_look(request, act=act, subject=logged(lambda: in_words(selection, rows=len(rows))), people=people)
    if table_format:
        return _download(table_format, rows, sight)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "days": selection.ending_within,
        "sight": sight,
        **purpose_context(request),
    }
    return render(request, "placements/_ending.html" if request.htmx else "placements/ending.html", context)


def _download(table_format: str, rows: list[EndingRow], sight: Sight) -> HttpResponse:
    columns = [
        Column("employment", gettext_lazy("Anställning"), Kind.CODE),
        *([Column("name", gettext_lazy("Namn"))] if sight.names else []),
        Column("type", gettext_lazy("Anställningstyp")),
        Column("department", gettext_lazy("Förvaltning")),
        Column("job_title", gettext_lazy("Yrkestitel")),
        Column("ends", gettext_lazy("Sista dag"), Kind.DATE),
        Column("days_left", gettext_lazy("Dagar kvar"), Kind.INTEGER),
        Column("officer", gettext_lazy("Handläggare")),
        Column("told", gettext_lazy("Rekryteringar som personen fått veta om"), Kind.INTEGER),
    ]
    cells: list[list[Any]] = [
        [
            one.row.employment_key,
            *([one.row.name] if sight.names else []),
            one.row.type_name,
            one.row.department,
            one.row.job_title,
            one.row.ends,
            one.days_left,
            one.officer,
            one.told,
        ]
        for one in rows
    ]
    return table_response(table_format, name=f"slutar-snart-{today().isoformat()}", columns=columns, rows=cells)


@require_GET
def recruitment_list(request: PersonRequest) -> HttpResponse:
    sight = _require_city(request)
    page = Paginator(recruitments(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "placements/recruitments.html", {"page": page, "sight": sight, "today": today()})


@require_http_methods(["GET", "POST"])
def recruitment_new(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.EDIT_EMPLOYMENTS)
    form = RecruitmentForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: open_recruitment(**form.cleaned_data, by=request.user, today=today()))
        if made is not None:
            messages.success(request, _("Rekryteringen är inlagd. Välj nu vilka som ska få veta."))
            return redirect("placements:recruitment", pk=made.pk)
    return render(request, "placements/recruitment_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def recruitment(request: PersonRequest, pk: int) -> HttpResponse:
    """Who was told when, and who ends soon and could be told: by job title, host and last day."""
    sight = _require_city(request)
    one = get_object_or_404(Recruitment.objects.select_related("department", "made_by"), pk=pk)
    form = EndingFilter(request.GET, user=request.user, sight=sight)
    shown = recruitment_page(recruitment=one, user=request.user, sight=sight, selection=form.selection(), today=today())
    people = [notice.employment.participant_id for notice, _name in shown.notices]
    people += [row.row.participant_id for row in shown.suggested]
    if sight.names and people:
        log_look(request, act="recruitment_shown", subject=str(one.pk), people=people)
    context = {
        "form": form,
        "shown": shown,
        "sight": sight,
        "may_announce": sight.edits and one.apply_by >= today(),
        **purpose_context(request),
    }
    return render(request, "placements/recruitment.html", context)


@require_POST
def recruitment_notices(request: PersonRequest, pk: int) -> HttpResponse:
    """Write down that the ticked ones have been told; each by itself."""
    sight = _require_city(request)
    one = get_object_or_404(Recruitment, pk=pk)
    require(request.user, Act.EDIT_EMPLOYMENTS)
    ids = [int(text) for text in request.POST.getlist("id") if text.isdecimal() and len(text) < 12]
    chosen = list(Employment.objects.filter(pk__in=ids).order_by("key"))
    if not chosen:
        messages.error(request, _("Ingen är vald. Kryssa för dem som ska få veta."))
    day, days = today(), EndingFilter(request.POST, user=request.user, sight=sight).selection().ending_within
    outcomes = each(
        chosen, lambda row: announce(recruitment=one, employment=row, within=days, by=request.user, today=day)
    )
    if done := sum(outcome.done for outcome in outcomes):
        text = ngettext("%(n)s person har fått veta.", "%(n)s personer har fått veta.", done)
        messages.success(request, text % {"n": done})
    for outcome in outcomes:
        if not outcome.done:
            messages.error(request, f"{outcome.row.key}: {outcome.refusal}")
    return redirect("placements:recruitment", pk=pk)
