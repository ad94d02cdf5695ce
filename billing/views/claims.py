"""What is claimed of a board: the basis for all who see its invoices, proposed by some and decided by others."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from billing.forms.claims import ClaimForm, DecisionForm, DelegationForm
from billing.operations.claim_all import claim_all
from billing.operations.claims import decide_claim, propose_claim
from billing.queries.claim_history import claim_steps, standing_proposal
from billing.queries.claims import BoardClaim, computed_claims
from foundation.periods import HalfYear
from organisation.access import may, require
from organisation.models import Board, Department
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def claim(request: PersonRequest, half_year: HalfYear, pk: int) -> HttpResponse:
    """The basis of one board's claim, every step so far, and for the one who decides the decision."""
    found = _claim(request, half_year, pk)
    proposal = standing_proposal(found)
    form = DecisionForm(request.POST or None, claim=found, said=proposal or found.decision)
    if request.method == "POST":
        require(request.user, Act.DECIDE_CLAIM)
        if form.is_valid():
            decision = decide_claim(board=found.board, half_year=half_year, by=request.user, **form.said())
            text = _("Beslutet om %(board)s är fattat: %(extent)s.")
            messages.success(request, text % {"board": found.board.name, "extent": decision.get_extent_display()})
            return redirect("billing:half_year", half_year=half_year)
    return _page(request, found, form if may(request.user, Act.DECIDE_CLAIM) else None, None)


@require_POST
def claim_proposals(request: PersonRequest, half_year: HalfYear, pk: int) -> HttpResponse:
    """Put before the one who decides."""
    found = _claim(request, half_year, pk)
    require(request.user, Act.PROPOSE_CLAIM)
    form = ClaimForm(request.POST, claim=found, said=None)
    if not form.is_valid():
        return _page(request, found, None, form)
    propose_claim(board=found.board, half_year=half_year, by=request.user, **form.said())
    messages.success(
        request, _("Förslaget om %(board)s är lagt. Beslutsfattaren ser det här.") % {"board": found.board.name}
    )
    return redirect("billing:claim", half_year=half_year, pk=pk)


def _claim(request: PersonRequest, half_year: HalfYear, pk: int) -> BoardClaim:
    require(request.user, Act.SEE_INVOICES)
    seen = Board.objects.filter(departments__in=Department.objects.visible_to(request.user, Act.SEE_INVOICES))
    board = get_object_or_404(seen.distinct(), pk=pk)
    found = next(iter(computed_claims(half_year=half_year, boards=[board])), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: PersonRequest, found: BoardClaim, decision: DecisionForm | None, proposal: ClaimForm | None
) -> HttpResponse:
    said = standing_proposal(found)
    is_open = not found.invoice and not found.is_held_back and bool(found.computed)
    if proposal is None and may(request.user, Act.PROPOSE_CLAIM):
        proposal = ClaimForm(claim=found, said=said)
    if proposal is not None:
        proposal.auto_id = "id_proposal_%s"  # both forms may stand on one page
    context = {
        "claim": found,
        "half_year": found.half_year,
        "proposal": said,
        "steps": claim_steps(found),
        "form": decision if is_open else None,
        "proposal_form": proposal if is_open else None,
    }
    faulty = any(form is not None and form.errors for form in (decision, proposal))
    return render(request, "billing/claim.html", context, status=422 if faulty else 200)


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
