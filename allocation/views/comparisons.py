"""A headcount file beside the register: what it changes, and the word that makes it count or lays it aside."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from allocation.models import HeadcountImport, HeadcountImportState
from allocation.operations import accept_headcounts, cancel_headcounts
from allocation.queries.comparison import compare
from allocation.queries.files import file_of
from organisation.access import require
from organisation.models import User
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_GET
def comparison(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.IMPORT_HEADCOUNTS)
    kept = get_object_or_404(HeadcountImport.objects.select_related("imported_by"), pk=pk)
    is_waiting = kept.state == HeadcountImportState.WAITING
    context = {
        "import": kept,
        "comparison": compare(kept),
        "is_waiting": is_waiting,
        "may_change_reading": is_waiting and _has_file(request.user, kept),
    }
    return render(request, "allocation/comparison.html", context)


def _has_file(user: User, kept: HeadcountImport) -> bool:
    file = file_of(user)
    return file is not None and hashlib.sha256(bytes(file.content)).hexdigest() == kept.sha256


@require_POST
def acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.IMPORT_HEADCOUNTS)
    accepted = accept_headcounts(headcount_import=get_object_or_404(HeadcountImport, pk=pk), by=request.user)
    rows = accepted.added + accepted.changed
    done = ngettext("%(n)s rad är inläst.", "%(n)s rader är inlästa.", rows) % {"n": rows}
    messages.success(request, _("%(done)s Kvoterna nedan räknas på de nya talen.") % {"done": done})
    return redirect("allocation:quotas")


@require_POST
def cancellation(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.IMPORT_HEADCOUNTS)
    cancel_headcounts(headcount_import=get_object_or_404(HeadcountImport, pk=pk), by=request.user)
    messages.success(request, _("Filen är lagd åt sidan. Inget har ändrats."))
    return redirect("allocation:headcounts")
