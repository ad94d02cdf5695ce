"""One department's month: seen by both sides, answered by the department, counted and closed by ASF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from billing.forms.months import AnswerForm, CausesForm, DeadlineForm, ObjectionForm, usual_deadline
from billing.models import Objection, Reconciliation
from billing.operations import months
from billing.operations.causes import record_causes
from billing.operations.months.refusals import NotOnTheList
from billing.queries.declined import suggested_causes
from billing.queries.known import month_then_now
from billing.queries.month_page import month_page, title_of
from billing.tables import LINE_COLUMNS, line_cells
from billing.trail_links import trail_links
from foundation.clock import today
from foundation.known_day import known_day
from foundation.tables import table_response
from foundation.templatetags.overens import day
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act


def _load(request: PersonRequest, pk: int, act: Act) -> Reconciliation:
    """The month, if this person may see it (else 404) and may do this with it (else 403)."""
    visible = Reconciliation.objects.visible_to(request.user)
    people = ("opened_by", "proposed_by", "confirmed_by", "closed_by")
    row = get_object_or_404(visible.select_related("department", "model_year", "version", *people), pk=pk)
    require(request.user, act, row.department)
    return row


def _show(request: PersonRequest, row: Reconciliation) -> HttpResponse:
    """The page, or the part of it that htmx exchanges."""
    page, now = month_page(row, links=trail_links(row, request.user)), today()
    user = request.user
    known = known_day(request.GET.dict(), today=now)
    sees_employments = may(user, Act.SEE_EMPLOYMENTS, row.department)
    context: dict[str, Any] = {
        "page": page,
        "known": known,
        "known_rows": [],
        "known_differences": [],
        "row": row,
        "today": now,
        "month_has_ended": row.month.last_day < now,
        "deadline_passed": row.deadline is not None and row.deadline < now,
        "can_answer": may(user, Act.CONFIRM_MONTH, row.department),
        "can_reconcile": may(user, Act.RECONCILE),
        "can_see_employments": sees_employments,
        "deadline_form": DeadlineForm(initial={"deadline": usual_deadline(row.month, now)}),
        "causes_form": CausesForm(numbers=row.causes),
        "suggested": suggested_causes(row.department, row.month),
        "fragment": bool(request.htmx),
    }
    if known.day:
        told = month_then_now(
            department=row.department, month=row.month, day=known.day, may_see_employments=sees_employments
        )
        context |= {"known_rows": told.rows, "known_differences": told.differences}
    return render(request, "billing/_month.html" if request.htmx else "billing/reconciliation.html", context)


def _answer(request: PersonRequest, pk: int, text: str) -> HttpResponse:
    """After an act: its result said, on the page as it is now."""
    messages.success(request, text)
    if request.htmx:
        return _show(request, _load(request, pk, Act.SEE_RECONCILIATIONS))
    return redirect("billing:reconciliation", pk=pk)


@require_GET
def reconciliation(request: PersonRequest, pk: int) -> HttpResponse:
    row = _load(request, pk, Act.SEE_RECONCILIATIONS)
    if "format" not in request.GET:
        return _show(request, row)
    return table_response(
        request.GET["format"],
        name=f"avstamning-{row.department.code}-{row.month}",
        columns=LINE_COLUMNS,
        rows=[line_cells(line) for line in row.lines.order_by("-counted", "employment_key", "placed_from")],
        about=[(_("Avstämning"), title_of(row)), (_("Läge"), row.get_state_display()), (_("Uttagen"), day(today()))],
    )


@require_POST
def confirmation(request: PersonRequest, pk: int) -> HttpResponse:
    row = _load(request, pk, Act.CONFIRM_MONTH)
    months.confirm_month(reconciliation=row, by=request.user)
    return _answer(request, pk, _("Ni har bekräftat %(month)s. ASF kan nu stänga månaden.") % {"month": title_of(row)})


@require_POST
def objections(request: PersonRequest, pk: int) -> HttpResponse:
    row = _load(request, pk, Act.CONFIRM_MONTH)
    form = ObjectionForm(request.POST, reconciliation=row)
    if not form.is_valid():
        raise NotOnTheList(row)
    months.object_to(reconciliation=row, by=request.user, **form.cleaned_data)
    return _answer(request, pk, _("Invändningen är skickad till ASF, som svarar här på sidan."))


@require_POST
def objection_answer(request: PersonRequest, pk: int) -> HttpResponse:
    seen = Reconciliation.objects.visible_to(request.user)
    objection = get_object_or_404(Objection.objects.filter(reconciliation__in=seen), pk=pk)
    row = _load(request, objection.reconciliation_id, Act.RECONCILE)
    form = AnswerForm(request.POST)
    form.full_clean()
    accept = form.cleaned_data.get("decision") == "accept"
    answer = form.cleaned_data.get("answer", "")
    months.answer_objection(objection=objection, accept=accept, answer=answer, by=request.user, today=today())
    return _answer(request, row.pk, _("Invändningen är besvarad. Förvaltningen ser svaret på månadens sida."))


@require_POST
def count(request: PersonRequest, pk: int) -> HttpResponse:
    row = months.recount(reconciliation=_load(request, pk, Act.RECONCILE))
    return _answer(request, pk, _("%(month)s är räknad på nytt mot registret i dag.") % {"month": title_of(row)})


@require_POST
def causes(request: PersonRequest, pk: int) -> HttpResponse:
    row = _load(request, pk, Act.RECONCILE)
    form = CausesForm(request.POST, numbers=row.causes)
    if not form.is_valid():
        messages.error(request, _("Orsakerna sparades inte: skriv hela antal, t.ex. 2, eller lämna tomt."))
        return redirect("billing:reconciliation", pk=pk)
    record_causes(reconciliation=row, causes=form.numbers())
    return _answer(request, pk, _("Orsakerna är sparade och månaden är räknad på nytt."))


@require_POST
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    row = _load(request, pk, Act.RECONCILE)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Månaden föreslogs inte: ange sista svarsdag som 2021-05-09."))
        return redirect("billing:reconciliation", pk=pk)
    months.propose_month(reconciliation=row, by=request.user, deadline=form.cleaned_data["deadline"])
    return _answer(request, pk, _("Månaden är föreslagen. Förvaltningen kan nu bekräfta eller invända."))


@require_POST
def silence(request: PersonRequest, pk: int) -> HttpResponse:
    months.confirm_by_silence(reconciliation=_load(request, pk, Act.RECONCILE), today=today())
    return _answer(request, pk, _("Månaden är bekräftad genom tystnad. Den kan nu stängas."))


@require_POST
def closure(request: PersonRequest, pk: int) -> HttpResponse:
    months.close_month(reconciliation=_load(request, pk, Act.RECONCILE), by=request.user)
    return _answer(request, pk, _("Månaden är stängd. Siffrorna ändras inte längre."))
