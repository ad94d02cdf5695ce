"""Reading in counted staff: choose a file, mend or compare, accept or cancel."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation.forms import HeadcountUpload
from allocation.headcount_file import HeadcountReading, read_headcounts
from allocation.models import HeadcountImport, HeadcountImportState
from allocation.operations import accept_headcounts, cancel_headcounts, propose_headcounts
from allocation.queries.comparison import compare
from foundation.refusals import Refusal
from foundation.tables import Table, faulty_workbook, file_response, read_table, read_upload
from foundation.tables.responses import XLSX
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act

_FAULTS = "headcount_faults"  # in the session: the last faulty file, marked
LARGEST_MARKED_FILE = 1_000_000


@require_http_methods(["GET", "POST"])
def headcount_import(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.IMPORT_HEADCOUNTS)
    form = HeadcountUpload(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, form)
    upload: UploadedFile = form.cleaned_data["file"]
    name = upload.name or "fil"
    try:
        content = read_upload(upload)
        table = read_table(file=content, name=name)
        reading = read_headcounts(table)
        if reading.errors:
            _keep_marked(request, table, reading)
            return _upload_page(request, form, file_name=name, errors=[error.text for error in reading.errors])
        proposed = propose_headcounts(content=content, file_name=name, rows=reading.rows, by=request.user)
    except Refusal as refusal:  # said beside the form, where the next file is chosen
        return _upload_page(request, form, file_name=name, refusals=refusal.messages)
    return redirect("allocation:comparison", pk=proposed.pk)


def _upload_page(request: PersonRequest, form: HeadcountUpload, **found: Any) -> HttpResponse:
    faults = {"errors": [], "refusals": [], "file_name": ""} | found
    context = faults | {"form": form, "has_marked_file": bool(faults["errors"]) and _FAULTS in request.session}
    status = 422 if faults["errors"] or faults["refusals"] else 200
    return render(request, "allocation/headcount_import.html", context, status=status)


def _keep_marked(request: PersonRequest, table: Table, reading: HeadcountReading) -> None:
    """The marked file waits in the visitor's session: it may hold anything and belongs to nobody else."""
    marked = faulty_workbook(table, reading.errors)
    if len(marked) <= LARGEST_MARKED_FILE:
        request.session[_FAULTS] = base64.b64encode(marked).decode()
    else:
        request.session.pop(_FAULTS, None)


@require_GET
def faulty_file(request: PersonRequest) -> HttpResponse:
    """The reader's last faulty file with the errors marked."""
    require(request.user, Act.IMPORT_HEADCOUNTS)
    if _FAULTS not in request.session:
        raise Http404
    marked = base64.b64decode(request.session[_FAULTS])
    return file_response(marked, name="antal-anstallda-med-felen-markerade.xlsx", media_type=XLSX)


@require_GET
def comparison(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.IMPORT_HEADCOUNTS)
    kept = get_object_or_404(HeadcountImport.objects.select_related("imported_by"), pk=pk)
    context = {
        "import": kept,
        "comparison": compare(kept),
        "is_waiting": kept.state == HeadcountImportState.WAITING,
    }
    return render(request, "allocation/comparison.html", context)


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
