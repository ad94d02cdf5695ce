"""Signing: exactly what is signed, the password once more, then done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.forms import SignForm
from agreements.models import AgreementVersion, Side, VersionState
from agreements.operations import sign
from agreements.queries.detail import VersionPage, version_page
from agreements.standing import Party
from agreements.views.loading import visible_version
from allocation.queries import month_shown
from foundation.clock import today
from organisation.requests import PersonRequest


@require_http_methods(["GET", "POST"])
def signature(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    version = visible_version(request, pk, number)
    month = month_shown(version.agreement.model_year, today())
    page = version_page(version.agreement, number=number, reader=request.user, month=month)
    assert page is not None  # the version was found above
    side = _side(page)
    if request.method == "POST":
        form = SignForm(request.POST, user=request.user)
        if form.is_valid():
            signed = sign(
                version=version, side=side, by=request.user, seen_sha256=form.cleaned_data["seen"], today=today()
            )
            messages.success(request, _said(signed))
            return redirect("agreements:detail", pk=pk)
    elif page.side_to_sign is None:
        messages.info(request, _("Det finns inget för er att underteckna här just nu."))
        return redirect("agreements:detail", pk=pk)
    else:
        form = SignForm(user=request.user, initial={"seen": version.content_sha256})
    context = {"page": page, "agreement": version.agreement, "version": version, "form": form, "side": side}
    return render(request, "agreements/signature.html", context, status=422 if form.errors else 200)


def _side(page: VersionPage) -> Side:
    """The side that the reader signs for. Raises PermissionDenied for someone who signs for neither."""
    if page.side_to_sign is not None:
        return page.side_to_sign
    for side, party in ((Side.DEPARTMENT, Party.DEPARTMENT), (Side.PROVIDER, Party.PROVIDER)):
        if party in page.parties:
            return side
    raise PermissionDenied(_("Förvaltningschefen och chefen för ASF undertecknar. Be dem öppna överenskommelsen."))


def _said(version: AgreementVersion) -> str:
    if version.state == VersionState.SIGNED:
        return _("Undertecknad av båda. Dokumentet är arkiverat och överenskommelsen gäller från sin första månad.")
    return _("Er underskrift är satt. Nu väntar den på den andra sidans underskrift.")
