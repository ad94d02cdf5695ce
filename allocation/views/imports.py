"""Reading in counted staff: choose a file, match its columns, distribute its stray rows; then compare."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation.forms import DistributionForm, HeadcountUpload, MatchingForm
from allocation.models import HeadcountFile
from allocation.operations import distribute_rows, keep_file, lay_file_aside, match_columns, propose_headcounts
from allocation.queries.files import FileRead, distribution_of, file_of, read_file_of
from allocation.queries.scenario import departments_in_scenarios
from foundation.refusals import Refusal
from foundation.tables import faulty_workbook, file_response, read_upload
from foundation.tables.responses import XLSX
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act

LINES = 3
MOST_LINES = 12
MOST_ERRORS_SHOWN = 200
ROWS_PREVIEWED = 3


@require_http_methods(["GET", "POST"])
def headcount_import(request: PersonRequest) -> HttpResponse:
    """Choose a file; one that needs nothing said of it goes straight to the comparison."""
    require(request.user, Act.IMPORT_HEADCOUNTS)
    form = HeadcountUpload(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, form, waiting=file_of(request.user))
    upload: UploadedFile = form.cleaned_data["file"]
    try:
        kept = keep_file(content=read_upload(upload), name=upload.name or "fil", by=request.user, now=timezone.now())
    except Refusal as refusal:  # said beside the form, where the next file is chosen
        return _upload_page(request, form, refusals=refusal.messages)
    return _onward(request, kept)


def _onward(request: PersonRequest, file: HeadcountFile) -> HttpResponse:
    """To what is still to be said of the file, or to the comparison."""
    found = read_file_of(file)
    if found.reading is None:
        return redirect("allocation:columns")
    if found.reading.errors:
        return _faults(request, found)
    if found.reading.waiting:
        return redirect("allocation:distribution")
    try:
        proposed = propose_headcounts(
            content=bytes(file.content), file_name=file.name, rows=found.reading.rows, by=request.user,
            columns=found.headings_used(), distributed=found.distributed(),
        )  # fmt: skip
    except Refusal as refusal:
        lay_file_aside(by=request.user)
        return _upload_page(request, HeadcountUpload(), refusals=refusal.messages)
    return redirect("allocation:comparison", pk=proposed.pk)


def _faults(request: PersonRequest, found: FileRead) -> HttpResponse:
    errors = found.reading.errors if found.reading else []
    return _upload_page(
        request,
        HeadcountUpload(),
        file_name=found.file.name,
        errors=[error.text for error in errors[:MOST_ERRORS_SHOWN]],
        error_count=len(errors),
    )


def _upload_page(request: PersonRequest, form: HeadcountUpload, **found: Any) -> HttpResponse:
    faults = {"errors": [], "error_count": 0, "refusals": [], "file_name": "", "waiting": None} | found
    status = 422 if faults["errors"] or faults["refusals"] or form.errors else 200
    return render(request, "allocation/headcount_import.html", faults | {"form": form}, status=status)


def _own_file(request: PersonRequest) -> HeadcountFile:
    require(request.user, Act.IMPORT_HEADCOUNTS)
    file = file_of(request.user)
    if file is None:
        raise Http404
    return file


@require_http_methods(["GET", "POST"])
def columns(request: PersonRequest) -> HttpResponse:
    """Which column of the file holds what; remembered for the next file with the same headings."""
    file = _own_file(request)
    found = read_file_of(file)
    form = MatchingForm(request.POST or None, table=found.table, matching=found.matching, initial={"day": file.day})
    if request.method == "POST" and form.is_valid():
        match_columns(file=file, places=form.places(), day=form.cleaned_data["day"], now=timezone.now())
        file.refresh_from_db()
        return _onward(request, file)
    preview = [[row.cell(index) for index in range(len(found.table.headings))] for row in found.table.rows]
    context = {
        "file": file,
        "form": form,
        "headings": found.table.headings,
        "preview": preview[:ROWS_PREVIEWED],
        "is_remembered": found.matching.remembered,
    }
    return render(request, "allocation/columns.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def distribution(request: PersonRequest) -> HttpResponse:
    """Where rows of departments that are not in the register belong."""
    file = _own_file(request)
    found = read_file_of(file)
    if found.reading is None:
        return redirect("allocation:columns")
    asked = request.POST.get("lines", "")
    lines = min(MOST_LINES, int(asked)) if asked.isdecimal() and len(asked) < 4 else _lines_said(file)
    wants_more = "more" in request.POST
    form = DistributionForm(
        request.POST or None,
        rows=found.reading.stray,
        said=distribution_of(file),
        departments=departments_in_scenarios(),
        lines=min(MOST_LINES, lines + LINES) if wants_more else lines,
    )
    if request.method == "POST" and not wants_more and form.is_valid():
        distribute_rows(file=file, distribution=form.distribution())
        file.refresh_from_db()
        return _onward(request, file)
    has_errors = request.method == "POST" and not wants_more
    context = {"file": file, "form": form, "shows_errors": has_errors, "lines": form.lines}
    return render(request, "allocation/distribution.html", context, status=422 if has_errors else 200)


def _lines_said(file: HeadcountFile) -> int:
    return max([LINES, *(len(found.parts) for found in distribution_of(file).values())])


@require_GET
def faulty_file(request: PersonRequest) -> HttpResponse:
    """The reader's own file with the errors marked."""
    found = read_file_of(_own_file(request))
    if found.reading is None or not found.reading.errors:
        raise Http404
    marked = faulty_workbook(found.table, found.reading.errors)
    return file_response(marked, name="antal-anstallda-med-felen-markerade.xlsx", media_type=XLSX)


@require_POST
def laying_aside(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.IMPORT_HEADCOUNTS)
    lay_file_aside(by=request.user)
    return redirect("allocation:headcount_import")
