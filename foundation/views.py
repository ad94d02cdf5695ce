"""Long work on screen: how far it has come, what failed, go on."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from foundation import runs
from foundation.models import PieceState, Run, RunPiece
from foundation.requests import LoggedInRequest


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A piece as it is shown: where its document is ("" when there is none), and its fault in words."""

    piece: RunPiece
    url: str
    fault: str


def _row(piece: RunPiece) -> PieceRow:
    fault = piece.fault
    if fault.isidentifier():  # the kind of an error that nobody foresaw
        fault = _("Oväntat fel (%(kind)s). Försök igen; återkommer det, visa det för den som driver systemet.") % {
            "kind": fault
        }
    return PieceRow(piece, runs.address_of(piece), fault if piece.state == PieceState.FAILED else "")


@require_GET
def run_detail(request: LoggedInRequest, run_id: int) -> HttpResponse:
    """The run with its pieces; the fragment alone when htmx asks for news."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=run_id)
    pieces = run.pieces.select_related("run").order_by("id")
    context = {"run": run, "progress": runs.progress(run), "rows": [_row(piece) for piece in pieces]}
    return render(request, "foundation/_run.html" if request.htmx else "foundation/run.html", context)


@require_POST
def run_resumption(request: LoggedInRequest, run_id: int) -> HttpResponse:
    """Send everything that is not done to the workers again; harmless when they already have it."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=run_id)
    sent = runs.resume(run=run)
    messages.success(
        request, ngettext("%(n)s del skickad på nytt.", "%(n)s delar skickade på nytt.", sent) % {"n": sent}
    )
    return redirect("foundation:run", run_id=run.pk)
