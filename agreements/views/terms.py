"""All terms of a year as a table: taken out, edited, compared, accepted; and many drafts sent at once."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.forms import TermsUpload
from agreements.models import AgreementVersion, TermsFile, VersionState
from agreements.operations.terms import accept_terms, cancel_terms, propose_terms, send_many
from agreements.queries.terms import comparison_of, read_terms_file, table_of_terms
from allocation.models import ModelYear
from allocation.views.years import chosen_model_year
from foundation.refusals import Refusal
from foundation.tables import CellError, faulty_workbook, read_table, read_upload, table_response
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act

MOST_ERRORS_SHOWN = 200


@require_GET
def terms(request: PersonRequest) -> HttpResponse:
    """Every term of every agreement that the reader sees, one row each."""
    require(request.user, Act.SEE_AGREEMENTS)
    year = chosen_model_year(request)
    columns, rows = table_of_terms(year, reader=request.user)
    return table_response(request.GET.get("format", "xlsx"), name=f"villkor-{year.year}", columns=columns, rows=rows)


@require_http_methods(["GET", "POST"])
def terms_import(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.DRAFT_AGREEMENT)
    year = chosen_model_year(request)
    form = TermsUpload(request.POST or None, request.FILES or None)
    errors: list[CellError] = []
    marked = ""
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            content = read_upload(upload)
            errors = read_terms_file(content, upload.name, year, reader=request.user).errors
            if not errors:
                kept = propose_terms(content=content, file_name=upload.name, model_year=year, by=request.user)
                return redirect("agreements:terms_comparison", pk=kept.pk)
            marked = base64.b64encode(faulty_workbook(read_table(file=content, name=upload.name), errors)).decode()
        except Refusal as refusal:
            form.add_error("file", list(refusal.messages))
    context = {
        "model_year": year,
        "form": form,
        "errors": [error.text for error in errors[:MOST_ERRORS_SHOWN]],
        "error_count": len(errors),
        "marked": marked,
    }
    return render(request, "agreements/terms_import.html", context, status=422 if errors or form.errors else 200)


@require_GET
def terms_comparison(request: PersonRequest, pk: int) -> HttpResponse:
    """What accepting the file would do to the drafts as they are now."""
    require(request.user, Act.DRAFT_AGREEMENT)
    file = get_object_or_404(TermsFile.objects.select_related("model_year", "imported_by"), pk=pk)
    compared = comparison_of(file, reader=request.user) if file.is_waiting else None
    return render(request, "agreements/terms_comparison.html", {"file": file, "comparison": compared})


@require_POST
def terms_acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.DRAFT_AGREEMENT)
    file = get_object_or_404(TermsFile.objects.select_related("model_year"), pk=pk)
    number = accept_terms(file=file, seen=request.POST.get("seen", ""), by=request.user)
    said = ngettext("%(n)s utkast är ändrat som filen säger.", "%(n)s utkast är ändrade som filen säger.", number)
    messages.success(request, said % {"n": number})
    return _list(file.model_year)


@require_POST
def terms_cancellation(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.DRAFT_AGREEMENT)
    file = get_object_or_404(TermsFile.objects.select_related("model_year"), pk=pk)
    cancel_terms(file=file, by=request.user)
    messages.info(request, _("Filen är lagd åt sidan. Utkasten är som de var."))
    return _list(file.model_year)


@require_POST
def sendings(request: PersonRequest) -> HttpResponse:
    """Send the chosen drafts for signing; those that cannot be sent are named with what is missing."""
    require(request.user, Act.DRAFT_AGREEMENT)
    year = get_object_or_404(ModelYear, pk=request.POST.get("model_year") or 0)
    chosen = [int(pk) for pk in request.POST.getlist("version") if pk.isdecimal() and len(pk) < 10]
    drafts = AgreementVersion.objects.visible_to(request.user).filter(pk__in=chosen, agreement__model_year=year)
    ready = drafts.filter(state=VersionState.DRAFT).select_related("agreement__department")
    sent, refusals = send_many(versions=list(ready.order_by("agreement__department__code")), by=request.user)
    if sent:
        said = ngettext("%(n)s överenskommelse är skickad.", "%(n)s överenskommelser är skickade.", sent)
        messages.success(request, said % {"n": sent})
    for text in refusals:
        messages.error(request, text)
    if not chosen:
        messages.error(request, _("Ingen är vald. Kryssa för de utkast som ska skickas."))
    return _list(year)


def _list(year: ModelYear) -> HttpResponse:
    return redirect(f"{reverse('agreements:list')}?year={year.year}")
