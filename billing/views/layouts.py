"""Named layouts of the ledger file: which columns, in which order; shared by all on finance."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.forms.hand_overs import LayoutForm
from billing.models import LedgerLayout
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def layouts(request: PersonRequest) -> HttpResponse:
    """All layouts, and a form for a new one."""
    require(request.user, Act.HAND_OVER)
    return _page(request, LayoutForm(request.POST or None))


@require_http_methods(["GET", "POST"])
def layout(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.HAND_OVER)
    found = get_object_or_404(LedgerLayout, pk=pk)
    return _page(request, LayoutForm(request.POST or None, instance=found), found)


def _page(request: PersonRequest, form: LayoutForm, found: LedgerLayout | None = None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        messages.success(request, _("Layouten %(name)s är sparad.") % {"name": kept.name})
        return redirect("billing:layouts")
    rows = LedgerLayout.objects.order_by("name")
    return render(request, "billing/layouts.html", {"rows": rows, "form": form, "found": found})


@require_POST
def layout_removal(request: PersonRequest, pk: int) -> HttpResponse:
    """What was handed over keeps its file and the layout's name."""
    require(request.user, Act.HAND_OVER)
    found = get_object_or_404(LedgerLayout, pk=pk)
    messages.success(request, _("Layouten %(name)s är borttagen.") % {"name": found.name})
    found.delete()
    return redirect("billing:layouts")
