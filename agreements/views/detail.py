"""One agreement: read as the document, written while a draft, taken out as PDF."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from agreements.documents import draft_pdf, file_name
from agreements.forms import AmendForm, DraftForm, EndingForm, ReasonForm
from agreements.models import VersionState
from agreements.operations import NotADraft, edit_draft
from agreements.queries.content import content_of, replaced_content
from agreements.queries.detail import VersionPage, version_page
from agreements.queries.history import history
from agreements.views.loading import visible_agreement, visible_version
from allocation.queries import month_shown
from foundation.clock import today
from foundation.display import Tab
from foundation.documents.archive import download_response
from foundation.tables import file_response
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_GET
def agreement(request: PersonRequest, pk: int) -> HttpResponse:
    found = visible_agreement(request, pk)
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    page = version_page(found, number=number, reader=request.user, month=month_shown(found.model_year, today()))
    if page is None:
        raise Http404
    context = {
        "page": page,
        "agreement": found,
        "tabs": _tabs(page),
        "events": history(found),
        "reason_form": ReasonForm(prefix="return"),
        "cancel_form": ReasonForm(prefix="cancel"),
        "amend_form": AmendForm(),
        "ending_form": EndingForm(prefix="ending"),
        "sees_allocation": may(request.user, Act.SEE_ALLOCATION),
    }
    return render(request, "agreements/agreement.html", context)


def _tabs(page: VersionPage) -> list[Tab]:
    address = reverse("agreements:detail", args=[page.agreement.pk])
    return [
        Tab(
            label=_("Version %(n)s – %(state)s") % {"n": version.number, "state": version.get_state_display()},
            url=f"{address}?version={version.number}",
            current=version.number == page.version.number,
        )
        for version in page.versions
    ]


@require_http_methods(["GET", "POST"])
def draft(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    version = visible_version(request, pk, number)
    require(request.user, Act.DRAFT_AGREEMENT)
    if version.state != VersionState.DRAFT:
        raise NotADraft
    form = DraftForm(request.POST or None, instance=version)
    if request.method == "POST" and form.is_valid():
        edit_draft(version=version, values=form.values(), by=request.user)
        messages.success(request, _("Utkastet är sparat. Skicka det för underskrift när båda sidor är nöjda."))
        return redirect("agreements:detail", pk=pk)
    context = {"form": form, "version": version, "agreement": version.agreement, "content": content_of(version)}
    status = 422 if form.errors else 200
    return render(request, "agreements/draft.html", context, status=status)


@require_GET
def preview(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """The document as it would be, marked as a draft; what is settled has none."""
    version = visible_version(request, pk, number)
    if not version.is_open:
        raise Http404
    content = content_of(version)
    pdf = draft_pdf(content, before=replaced_content(version), sha256=version.content_sha256, today=today())
    return file_response(pdf, name=f"utkast-{file_name(content)}", media_type="application/pdf")


@require_GET
def document(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """The signed document: always the same bytes."""
    version = visible_version(request, pk, number)
    if version.document is None:
        raise Http404
    return download_response(version.document, inline="inline" in request.GET)
