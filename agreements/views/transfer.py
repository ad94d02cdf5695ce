"""One transfer: how it stands, its documents, and what its two sides and ASF do with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements import operations
from agreements.forms import DeclineForm, TransferEndingForm
from agreements.models import QuotaTransfer, TransferEnding
from agreements.models.proposal import OPEN
from agreements.queries.transfer_content import transfer_content
from agreements.queries.transfers import transfer_page
from agreements.sides import require_side
from agreements.transfer_documents import file_name, transfer_draft_pdf
from allocation.models import ModelYear
from allocation.queries import model_year_of
from foundation.clock import today
from foundation.documents.archive import download_response
from foundation.refusals import Refusal
from foundation.tables import file_response
from organisation.access import require
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act


class NotSaid(Refusal):
    """A small form was left empty or wrong: its errors, in words."""


@require_GET
def transfer(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    page = transfer_page(found, reader=request.user, year=_year(found))
    forms = {"decline_form": DeclineForm(), "ending_form": TransferEndingForm()}
    return render(request, "agreements/transfer.html", {"page": page, "transfer": found, **forms})


@require_GET
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    """What is proposed as the document would say it, marked as a draft; what is settled has none."""
    found = _visible(request, pk)
    ending = found.endings.filter(OPEN).select_related("proposed_for", "proposed_by").first()
    year = _year(found)
    if year is None or not (found.is_open or ending):
        raise Http404
    if ending:
        ending.transfer = found
    content = transfer_content(found, year=year, ending=ending)
    pdf = transfer_draft_pdf(content, today=today())
    return file_response(pdf, name=f"utkast-{file_name(content)}", media_type="application/pdf")


@require_GET
def document(request: PersonRequest, pk: int) -> HttpResponse:
    """The accepted transfer: always the same bytes."""
    return _document(_visible(request, pk))


@require_GET
def ending_document(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    return _document(get_object_or_404(found.endings.exclude(signed_on=None)))


@require_POST
def acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    act = partial(operations.accept_transfer, transfer=found)
    said = _("Överföringen är accepterad. Målen är ändrade från dess första månad.")
    return _act(request, pk, found.answering_side, act, said)


@require_POST
def refusal(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    act = partial(operations.decline_transfer, transfer=found)
    said = _("Överföringen är avböjd. Inget mål har ändrats.")
    return _act(request, pk, found.answering_side, act, said, form=DeclineForm)


@require_POST
def withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    act = partial(operations.withdraw_transfer, transfer=found)
    return _act(request, pk, found.proposing_side, act, _("Förslaget är tillbakadraget. Inget mål har ändrats."))


@require_POST
def notice(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    require(request.user, Act.DRAFT_AGREEMENT)
    operations.note_transfer(transfer=found, by=request.user, today=today())
    return _done(request, pk, _("Överföringen är noterad."))


@require_POST
def ending(request: PersonRequest, pk: int) -> HttpResponse:
    """One side proposes that the transfer ends before its time."""
    found = _visible(request, pk)
    side = require_side(request.user, found.from_department, found.to_department)
    written = _written(TransferEndingForm(request.POST))
    operations.propose_transfer_ending(
        transfer=found,
        from_month=written["from_month"],
        reason=written["reason"],
        side=side,
        by=request.user,
        today=today(),
    )
    return _done(request, pk, _("Avslutet är föreslaget. Målen ändras när den andra förvaltningen har accepterat det."))


@require_POST
def ending_acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    proposed = _proposed_ending(request, pk)
    act = partial(operations.accept_transfer_ending, ending=proposed)
    said = _("Överföringen upphör i förtid. Båda har sina egna platser igen från den månaden.")
    return _act(request, pk, proposed.answering_side, act, said)


@require_POST
def ending_refusal(request: PersonRequest, pk: int) -> HttpResponse:
    proposed = _proposed_ending(request, pk)
    act = partial(operations.decline_transfer_ending, ending=proposed)
    said = _("Avslutet är avböjt. Överföringen fortsätter som förut.")
    return _act(request, pk, proposed.answering_side, act, said, form=DeclineForm)


@require_POST
def ending_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    proposed = _proposed_ending(request, pk)
    act = partial(operations.withdraw_transfer_ending, ending=proposed)
    said = _("Förslaget om avslut är tillbakadraget. Överföringen fortsätter som förut.")
    return _act(request, pk, proposed.proposing_side, act, said)


def _act(
    request: PersonRequest,
    pk: int,
    side: Department,
    act: Callable[..., object],
    said: str,
    *,
    form: type[Form] | None = None,
) -> HttpResponse:
    """What one side does with a proposal, with the words of a small form where it needs some, and back to the page."""
    require_side(request.user, side)
    words = _written(form(request.POST)) if form else {}
    act(by=request.user, today=today(), **words)
    return _done(request, pk, said)


def _visible(request: PersonRequest, pk: int) -> QuotaTransfer:
    """Raises Http404 for a stranger and PermissionDenied for a role that does not read agreements."""
    rows = QuotaTransfer.objects.visible_to(request.user).select_related(
        "from_department__board", "to_department__board", "proposed_for", "proposed_by", "answered_by", "document"
    )
    found = get_object_or_404(rows, pk=pk)
    require(request.user, Act.SEE_AGREEMENTS)
    return found


def _proposed_ending(request: PersonRequest, pk: int) -> TransferEnding:
    """The latest ending: one that is settled meanwhile is refused by the operation, which says so."""
    found = _visible(request, pk)
    proposed = found.endings.select_related("proposed_for").order_by("-pk").first()
    if proposed is None:
        raise Http404
    proposed.transfer = found
    return proposed


def _year(found: QuotaTransfer) -> ModelYear | None:
    return model_year_of(found.first_month)


def _document(one: QuotaTransfer | TransferEnding) -> HttpResponse:
    if one.document is None:
        raise Http404
    return download_response(one.document)


def _written(form: Form) -> dict[str, Any]:
    if not form.is_valid():
        raise NotSaid(*(f"{form.fields[name].label}: {text}" for name, texts in form.errors.items() for text in texts))
    return form.cleaned_data


def _done(request: PersonRequest, pk: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("agreements:transfer", pk=pk)
