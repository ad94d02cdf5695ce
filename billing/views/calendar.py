"""The calendar of months: ASF's board with its acts for many departments at once, and a department's own year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial, wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from allocation.models import ModelYear
from allocation.queries import asked_model_year
from billing.calendar_table import OWN_COLUMNS, board_cells, board_columns, own_cells
from billing.forms.months import (
    DepartmentsForm,
    ParkingsForm,
    ProposalsForm,
    parking_deadline,
    usual_deadline,
    within_reach,
)
from billing.models import Reconciliation, ReconciliationState
from billing.operations import months
from billing.operations.together import Result, each
from billing.queries.board import Board, board
from billing.queries.half_years import three_sums
from billing.queries.month_acts import month_acts, month_to_work_on, months_in_state, rest_stands, silent_departments
from foundation.clock import today
from foundation.display import Tab
from foundation.periods import Month
from foundation.tables import Column, table_response
from foundation.tables.kinds import Value
from foundation.templatetags.overens import day, month_name
from organisation.access import may, require, sees_whole_city
from organisation.models import Department, DepartmentKind
from organisation.requests import PersonRequest
from organisation.roles import Act

Form = TypeVar("Form", bound=DepartmentsForm)


@require_GET
def calendar(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_RECONCILIATIONS)
    year = asked_model_year(request.GET.get("year", ""), today=today())
    if not sees_whole_city(request.user, Act.SEE_RECONCILIATIONS):
        own = list(
            Department.objects.visible_to(request.user, Act.SEE_RECONCILIATIONS)
            .with_quota(year.first_month, year.last_month)
            .in_order()
        )
        shown = board(model_year=year, departments=own, today=today())
        if "format" in request.GET:
            return _table(request, year, columns=OWN_COLUMNS, rows=own_cells(shown))
        context = {"board": shown, "years": _years(year), "year": year}
        context["sums"] = three_sums(departments=own, year=year.year)
        return render(request, "billing/own_months.html", context)
    shown = board(model_year=year, departments=None, today=today())
    if "format" in request.GET:
        return _table(request, year, columns=board_columns(shown.months), rows=map(board_cells, shown.rows))
    context = {"board": shown, "years": _years(year), "year": year, "can_reconcile": may(request.user, Act.RECONCILE)}
    context["sums"] = three_sums(departments=[row.department for row in shown.rows], year=year.year)
    return render(request, "billing/calendar.html", context | (_acts(request, shown) if shown.rows else {}))


def _table(
    request: PersonRequest, year: ModelYear, *, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> HttpResponse:
    """The months that the page shows, as a file."""
    about = [(_("Modellår"), str(year)), (_("Uttagen"), day(today()))]
    return table_response(
        request.GET["format"], name=f"avstamning-{year}", columns=columns, rows=list(rows), about=about
    )


def _years(chosen: ModelYear) -> list[Tab]:
    years = ModelYear.objects.order_by("year").values_list("year", flat=True)
    here = reverse("billing:calendar")
    return [Tab(str(year), f"{here}?year={year}", current=year == chosen.year) for year in years]


def _month(request: PersonRequest, shown: Board) -> Month:
    """The month in the address, else the one whose turn it is."""
    return next((one for one in shown.months if str(one) == request.GET.get("month")), month_to_work_on(shown))


def _acts(request: PersonRequest, shown: Board) -> dict[str, Any]:
    acts = month_acts(shown, _month(request, shown))
    now = today()
    given = {"month": acts.month, "deadline": usual_deadline(acts.month, now)}
    to_park, silent = rest_stands(acts, now), silent_departments(acts, now)
    parked = {"month": acts.month, "deadline": parking_deadline(now)}
    return {
        "acts": acts,
        "tone": "" if acts.all_closed else "waits",
        "silent": silent,
        "openings": DepartmentsForm(choices=acts.to_open, initial=given, auto_id="opening_%s"),
        "proposals": ProposalsForm(choices=acts.to_propose, initial=given, auto_id="proposal_%s"),
        "silences": DepartmentsForm(choices=silent, initial=given, auto_id="silence_%s"),
        "closures": DepartmentsForm(choices=acts.to_close, initial=given, auto_id="closure_%s"),
        "to_park": to_park,
        "parkings": ParkingsForm(choices=to_park, initial=parked, auto_id="parking_%s"),
    }


def for_departments(
    kind: type[Form],
) -> Callable[[Callable[[PersonRequest, Form], HttpResponse]], Callable[[PersonRequest], HttpResponse]]:
    """An act of ASF's for chosen departments: the view gets the form when it is whole, else its faults are told."""

    def decorate(view: Callable[[PersonRequest, Form], HttpResponse]) -> Callable[[PersonRequest], HttpResponse]:
        @require_POST
        @wraps(view)
        def act(request: PersonRequest) -> HttpResponse:
            require(request.user, Act.RECONCILE)
            form = kind(request.POST, choices=_with_quota())
            return view(request, form) if form.is_valid() else _faulty(request, form)

        return act

    return decorate


@for_departments(DepartmentsForm)
def openings(request: PersonRequest, form: DepartmentsForm) -> HttpResponse:
    """Open and count a month for some or all departments."""
    month, chosen = form.cleaned_data["month"], form.cleaned_data["departments"]
    rows = months.open_month(month=month, by=request.user, departments=list(chosen))
    text = ngettext(
        "%(month)s är öppnad och räknad för %(n)s förvaltning.",
        "%(month)s är öppnad och räknad för %(n)s förvaltningar.",
        len(rows),
    )
    messages.success(request, text % {"month": month_name(month).capitalize(), "n": len(rows)})
    return _back(month)


@for_departments(ProposalsForm)
def proposals(request: PersonRequest, form: ProposalsForm) -> HttpResponse:
    """Put every chosen department's counted month before it."""
    deadline = within_reach(form.cleaned_data["deadline"], today=today())
    act = partial(_propose, by=request.user, deadline=deadline, today=today())
    return _all(request, form, ReconciliationState.OPEN, act, _("föreslagen"))


def _propose(row: Reconciliation, **how: Any) -> None:
    months.propose_month(reconciliation=row, **how)


@for_departments(DepartmentsForm)
def silences(request: PersonRequest, form: DepartmentsForm) -> HttpResponse:
    """Confirm by silence where the deadline has passed without an answer."""
    now = today()
    return _all(
        request, form, ReconciliationState.PROPOSED,
        lambda row: months.confirm_by_silence(reconciliation=row, today=now), _("bekräftad genom tystnad"),
    )  # fmt: skip


@for_departments(DepartmentsForm)
def closures(request: PersonRequest, form: DepartmentsForm) -> HttpResponse:
    """Close the month of every chosen department that has confirmed it."""
    now = today()
    return _all(
        request, form, ReconciliationState.CONFIRMED,
        lambda row: months.close_month(reconciliation=row, by=request.user, today=now), _("stängd"),
    )  # fmt: skip


@for_departments(ParkingsForm)
def parkings(request: PersonRequest, form: ParkingsForm) -> HttpResponse:
    """Close what both sides agree on for every chosen department, and park what they do not."""
    deadline = within_reach(form.cleaned_data["deadline"], today=today())
    act = partial(_park, by=request.user, deadline=deadline, today=today())
    return _all(request, form, ReconciliationState.DISPUTED, act, _("stängd, med det omtvistade parkerat,"))


def _park(row: Reconciliation, **how: Any) -> None:
    months.park_and_close(reconciliation=row, **how)


def _with_quota() -> Sequence[Department]:
    """All that can have a quota; a month is opened for those that have one then."""
    return list(Department.objects.exclude(kind=DepartmentKind.COMPANY))


def _all(
    request: PersonRequest, form: DepartmentsForm, state: str, act: Callable[[Reconciliation], object], done: str
) -> HttpResponse:
    """Do the act for each chosen department and say what came of each."""
    month = form.cleaned_data["month"]
    chosen = list(form.cleaned_data["departments"])
    results = each(months_in_state(month=month, departments=chosen, state=state), act)
    _tell(request, month, results, done, left=len(chosen) - len(results))
    return _back(month)


def _tell(request: PersonRequest, month: Month, results: list[Result], done: str, *, left: int) -> None:
    succeeded = [result.reconciliation.department.name for result in results if result.done]
    if succeeded:
        text = _("%(month)s är %(done)s för %(n)s: %(names)s.") % {
            "month": month_name(month).capitalize(),
            "done": done,
            "n": len(succeeded),
            "names": ", ".join(succeeded),
        }
        messages.success(request, text)
    for result in results:
        if not result.done:
            messages.error(request, f"{result.reconciliation.department.name}: {result.refusal}")
    if left:
        text = ngettext(
            "%(n)s förvaltning hade redan ändrats av någon annan och lämnades som den är.",
            "%(n)s förvaltningar hade redan ändrats av någon annan och lämnades som de är.",
            left,
        )
        messages.warning(request, text % {"n": left})


def _faulty(request: PersonRequest, form: DepartmentsForm) -> HttpResponse:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("billing:calendar")


def _back(month: Month) -> HttpResponse:
    return redirect(f"{reverse('billing:calendar')}?year={month.year}&month={month}")
