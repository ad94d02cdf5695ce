"""One department's month: seen by both sides, answered by the department, counted and closed by ASF."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from billing.forms.months import AnswerForm, CausesForm, DeadlineForm, ObjectionForm, usual_deadline, within_reach
from billing.models import Objection, Reconciliation
from billing.operations import months
from billing.operations.causes import record_causes
from billing.operations.months.mending import Mended
from billing.queries.month_page import title_of
from billing.tables import LINE_COLUMNS, line_cells
from billing.views.month_loading import answer_with, load, show
from foundation.clock import today
from foundation.tables import table_response
from foundation.templatetags.overens import day
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_GET
def reconciliation(request: PersonRequest, pk: int) -> HttpResponse:
    row = load(request, pk, Act.SEE_RECONCILIATIONS)
    if "format" not in request.GET:
        return show(request, row)
    return table_response(
        request.GET["format"],
        name=f"avstamning-{row.department.code}-{row.month}",
        columns=LINE_COLUMNS,
        rows=[line_cells(line) for line in row.lines.order_by("-counted", "employment_key", "placed_from")],
        about=[(_("Avstämning"), title_of(row)), (_("Läge"), row.get_state_display()), (_("Uttagen"), day(today()))],
    )


@require_POST
def confirmation(request: PersonRequest, pk: int) -> HttpResponse:
    row = load(request, pk, Act.CONFIRM_MONTH)
    months.confirm_month(reconciliation=row, by=request.user, today=today())
    return answer_with(
        request, pk, _("Ni har bekräftat %(month)s. ASF kan nu stänga månaden.") % {"month": title_of(row)}
    )


@require_POST
def rest(request: PersonRequest, pk: int) -> HttpResponse:
    """The department confirms all but what it objects to."""
    row = load(request, pk, Act.CONFIRM_MONTH)
    months.confirm_rest(reconciliation=row, by=request.user)
    return answer_with(request, pk, _("Ni har bekräftat resten. ASF kan stänga den och avgöra invändningen sedan."))


@require_POST
def objections(request: PersonRequest, pk: int) -> HttpResponse:
    row = load(request, pk, Act.CONFIRM_MONTH)
    form = ObjectionForm(request.POST, reconciliation=row)
    if not form.is_valid():
        raise form.refusal()
    months.object_to(reconciliation=row, by=request.user, **form.cleaned_data)
    return answer_with(request, pk, _("Invändningen är skickad till ASF, som svarar här på sidan."))


@require_POST
def objection_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    """The department takes back an objection of its own that has no answer."""
    objection = _visible_objection(request, pk)
    row = load(request, objection.reconciliation_id, Act.CONFIRM_MONTH)
    months.withdraw_objection(objection=objection, by=request.user, today=today())
    return answer_with(request, row.pk, _("Invändningen är återtagen. Den finns kvar att läsa i månadens historik."))


def _visible_objection(request: PersonRequest, pk: int) -> Objection:
    seen = Reconciliation.objects.visible_to(request.user)
    return get_object_or_404(Objection.objects.filter(reconciliation__in=seen), pk=pk)


def days_to_mend(request: PersonRequest, form: AnswerForm, *, agrees: bool) -> Mended | None:
    """The days that the register is to have where the provider `agrees` with the department; who mends it may do so on
    the employment's own page too."""
    mended = form.mended() if agrees else None
    if mended is not None:
        require(request.user, Act.EDIT_EMPLOYMENTS)
    return mended


@require_POST
def objection_answer(request: PersonRequest, pk: int) -> HttpResponse:
    objection = _visible_objection(request, pk)
    row = load(request, objection.reconciliation_id, Act.RECONCILE)
    form = AnswerForm(request.POST)
    form.full_clean()
    mended = days_to_mend(request, form, agrees=form.accepts)
    months.answer_objection(
        objection=objection, accept=form.accepts, answer=form.cleaned_data.get("answer", ""), by=request.user,
        today=today(), mended=mended,
    )  # fmt: skip
    return answer_with(request, row.pk, _("Invändningen är besvarad. Förvaltningen ser svaret på månadens sida."))


@require_POST
def count(request: PersonRequest, pk: int) -> HttpResponse:
    row = months.recount(reconciliation=load(request, pk, Act.RECONCILE))
    return answer_with(request, pk, _("%(month)s är räknad på nytt mot registret i dag.") % {"month": title_of(row)})


@require_POST
def causes(request: PersonRequest, pk: int) -> HttpResponse:
    row = load(request, pk, Act.RECONCILE)
    form = CausesForm(request.POST, numbers=row.causes)
    if not form.is_valid():
        messages.error(request, _("Orsakerna sparades inte: skriv hela antal, t.ex. 2, eller lämna tomt."))
        return redirect("billing:reconciliation", pk=pk)
    record_causes(reconciliation=row, causes=form.numbers())
    return answer_with(request, pk, _("Orsakerna är sparade och månaden är räknad på nytt."))


@require_POST
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    row = load(request, pk, Act.RECONCILE)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        usual = usual_deadline(row.month, today(), running=row.answerable_until)
        messages.error(request, _("Månaden föreslogs inte: ange sista svarsdag som %(day)s.") % {"day": day(usual)})
        return redirect("billing:reconciliation", pk=pk)
    deadline = within_reach(form.cleaned_data["deadline"], today=today(), running=row.answerable_until)
    months.propose_month(reconciliation=row, by=request.user, deadline=deadline, today=today())
    return answer_with(request, pk, _("Månaden är föreslagen. Förvaltningen kan nu bekräfta eller invända."))


@require_POST
def silence(request: PersonRequest, pk: int) -> HttpResponse:
    months.confirm_by_silence(reconciliation=load(request, pk, Act.RECONCILE), today=today())
    return answer_with(request, pk, _("Månaden är bekräftad genom tystnad. Den kan nu stängas."))


@require_POST
def closure(request: PersonRequest, pk: int) -> HttpResponse:
    months.close_month(reconciliation=load(request, pk, Act.RECONCILE), by=request.user, today=today())
    return answer_with(request, pk, _("Månaden är stängd. Siffrorna ändras inte längre."))
