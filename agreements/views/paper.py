"""Signed in ink: the scan is registered by ASF, read by the other, vouched for."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.forms import PaperForm, SignForm
from agreements.models import AgreementVersion
from agreements.operations import confirm_paper, register_paper, withdraw_paper
from agreements.operations.paper import NoPaper
from agreements.queries.detail import VersionPage, version_page
from agreements.views.loading import visible_version
from allocation.queries import month_shown
from foundation.clock import today
from foundation.documents.archive import download_response
from foundation.refusals import Refusal
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def registration(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    version = visible_version(request, pk, number)
    require(request.user, Act.DRAFT_AGREEMENT)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            register_paper(
                version=version, scan=form.cleaned_data["scan"], said=form.said(), by=request.user, today=today()
            )
        except Refusal as refusal:
            form.add_error(None, list(refusal.messages))
        else:
            messages.success(
                request, _("Papperet är registrerat. Nu ska en annan person läsa det och intyga att det stämmer.")
            )
            return redirect("agreements:detail", pk=pk)
    context = {"form": form, "version": version, "agreement": version.agreement}
    return render(request, "agreements/paper.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def confirmation(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    version = visible_version(request, pk, number)
    page = _page(request, version)
    if not page.parties:
        raise PermissionDenied(_("De som undertecknar, och ASF-administratörer, intygar ett papper. Be en av dem."))
    if page.paper is None or not page.is_sent:
        raise NoPaper
    form = SignForm(request.POST or None, user=request.user, initial={"seen": version.content_sha256})
    if request.method == "POST" and form.is_valid():
        confirm_paper(version=version, by=request.user, seen_sha256=form.cleaned_data["seen"], today=today())
        messages.success(request, _("Intygat. Överenskommelsen är undertecknad och dokumentet är arkiverat."))
        return redirect("agreements:detail", pk=pk)
    context = {"page": page, "agreement": version.agreement, "version": version, "form": form}
    return render(request, "agreements/paper_confirmation.html", context, status=422 if form.errors else 200)


@require_POST
def withdrawal(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    version = visible_version(request, pk, number)
    require(request.user, Act.DRAFT_AGREEMENT)
    withdraw_paper(version=version, by=request.user)
    messages.success(request, _("Papperet är borttaget från versionen. Underteckna här, eller registrera ett annat."))
    return redirect("agreements:detail", pk=pk)


@require_GET
def scan(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """The scan: always the bytes that were handed in."""
    page = _page(request, visible_version(request, pk, number))
    if page.paper is None:
        raise Http404
    return download_response(page.paper.scan)


def _page(request: PersonRequest, version: AgreementVersion) -> VersionPage:
    month = month_shown(version.agreement.model_year, today())
    page = version_page(version.agreement, number=version.number, reader=request.user, month=month)
    assert page is not None  # the version was found before
    return page
