"""What the city's companies propose, and the answers of ASF and the city office."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from foundation.clock import today
from foundation.periods import Month
from foundation.tables import Column, Kind
from foundation.tables.responses import table_response
from organisation.access import may, require
from organisation.department_forms import AnswerForm, ProposalForm
from organisation.models import CompanyProposal, Department, DepartmentKind, DepartmentQuerySet, ProposalAnswer, User
from organisation.operations.proposals import answer_proposal, file_proposal, withdraw_proposal
from organisation.requests import PersonRequest
from organisation.roles import Act
from organisation.views.attempts import attempt

PER_PAGE = 50
COLUMNS = (
    Column("company", gettext_lazy("Bolag")),
    Column("places", gettext_lazy("Antal platser"), Kind.INTEGER),
    Column("first_month", gettext_lazy("Från och med"), Kind.MONTH),
    Column("last_month", gettext_lazy("Till och med"), Kind.MONTH),
    Column("text", gettext_lazy("Förslag")),
    Column("answer", gettext_lazy("Svar")),
    Column("answer_text", gettext_lazy("Svar i ord")),
)


@require_http_methods(["GET", "POST"])
def proposals(request: PersonRequest) -> HttpResponse:
    """The proposals that this user may see, those that wait first; a company files a new one here."""
    user = request.user
    require(user, Act.FILE_PROPOSAL if request.method == "POST" else _reading_act(user))
    own = _companies_of(user)
    form = ProposalForm(request.POST or None, companies=own)
    if request.method == "POST" and form.is_valid():
        require(user, Act.FILE_PROPOSAL, form.cleaned_data["company"])
        if attempt(form, lambda: file_proposal(by=user, **form.cleaned_data)):
            messages.success(request, _("Förslaget är lämnat. ASF eller stadskontoret svarar här på sidan."))
            return redirect("organisation:proposals")
    rows = CompanyProposal.objects.visible_to(user).select_related("company", "filed_by", "answered_by")
    rows = rows.order_by(F("answered_at").desc(nulls_first=True), "-filed_at")
    if asked := request.GET.get("format"):
        cells = [
            (one.company.name, one.places, one.first_month, one.last_month, one.text, one.get_answer_display(),
             one.answer_text)
            for one in rows
        ]  # fmt: skip
        return table_response(asked, name=f"bolagens-forslag-{today()}", columns=COLUMNS, rows=cells)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": rows.waiting().count(),
        "form": form if own else None,
        "answer_form": AnswerForm(auto_id=False) if may(user, Act.ANSWER_PROPOSAL) else None,
        "own": {one.pk for one in own},
    }
    return render(request, "organisation/proposals.html", context, status=422 if form.errors else 200)


def _reading_act(user: User) -> Act:
    return Act.FILE_PROPOSAL if may(user, Act.FILE_PROPOSAL) else Act.SEE_ALLOCATION


def _companies_of(user: User) -> DepartmentQuerySet:
    """The companies that exist today and for which the user may file a proposal."""
    found = Department.objects.visible_to(user, Act.FILE_PROPOSAL).existing(Month.of(today()))
    return found.filter(kind=DepartmentKind.COMPANY).in_order()


@require_POST
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(CompanyProposal.objects.visible_to(request.user), pk=pk)
    require(request.user, Act.ANSWER_PROPOSAL)
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = ProposalAnswer(form.cleaned_data["answer"])
        answer_proposal(proposal=one, answer=given, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Bolaget kan läsa svaret."))
    else:
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect("organisation:proposals")


@require_POST
def withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(CompanyProposal.objects.visible_to(request.user).select_related("company"), pk=pk)
    require(request.user, Act.FILE_PROPOSAL, one.company)
    withdraw_proposal(proposal=one, by=request.user)
    messages.success(request, _("Förslaget är återtaget."))
    return redirect("organisation:proposals")
