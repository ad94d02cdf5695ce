"""The claim decision-maker decides: all, a part or nothing, board by board or all that is left at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from billing.forms.claims import ClaimForm, DelegationForm
from billing.operations.claim_all import claim_all
from billing.operations.claims import decide_claim
from billing.queries.claims import computed_claims
from foundation.periods import HalfYear
from organisation.access import require
from organisation.models import Board
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def claim(request: PersonRequest, half_year: HalfYear, pk: int) -> HttpResponse:
    """The basis of one board's claim, and the decision."""
    board = get_object_or_404(Board, pk=pk)
    require(request.user, Act.DECIDE_CLAIM)
    found = next(iter(computed_claims(half_year=half_year, boards=[board])), None)
    if found is None:
        raise Http404
    given = {"extent": "all", "delegation": found.decision.delegation if found.decision else ""}
    form = ClaimForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        decision = decide_claim(board=board, half_year=half_year, by=request.user, **form.cleaned_data)
        text = _("Beslutet om %(board)s är fattat: %(extent)s.")
        messages.success(request, text % {"board": board.name, "extent": decision.get_extent_display()})
        return redirect("billing:half_year", half_year=half_year)
    return render(request, "billing/claim.html", {"claim": found, "half_year": half_year, "form": form})


@require_POST
def claims(request: PersonRequest, half_year: HalfYear) -> HttpResponse:
    """Claim all of every board without a decision."""
    require(request.user, Act.DECIDE_CLAIM)
    form = DelegationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Inget beslutades: skriv vilken delegation eller vilket beslut ni stöder er på."))
        return redirect("billing:half_year", half_year=half_year)
    made = claim_all(half_year=half_year, delegation=form.cleaned_data["delegation"], by=request.user)
    text = ngettext("Allt begärs av %(n)s nämnd.", "Allt begärs av %(n)s nämnder.", len(made)) % {"n": len(made)}
    messages.success(request, text)
    return redirect("billing:half_year", half_year=half_year)
