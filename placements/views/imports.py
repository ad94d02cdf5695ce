"""Employment files: chosen, compared, accepted or cancelled (DOMAIN.md 5)."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.clock import today
from foundation.money import swedish_number
from foundation.refusals import Refusal
from foundation.tables import CellError, Table, read_table, read_upload
from foundation.tables.faulty import faulty_workbook
from organisation.access import require
from organisation.models import User
from organisation.purposes import log_look
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.employment_columns import COLUMNS, columns_beside
from placements.employment_file import EmploymentReading, read_employments
from placements.employment_rows import RowState
from placements.forms.imports import AcceptanceForm, ColumnsForm, ImportForm
from placements.models import EmploymentFile, EmploymentImport, EmploymentImportState
from placements.operations.employment_files import keep_file, matching_of, remember, table_of
from placements.operations.imports import accept_import, cancel_import, propose_import
from placements.operations.undo_import import undo_import
from placements.queries.import_comparison import comparison

MOST_ERRORS_SHOWN = 200
MOST_ROWS_MARKED = 10_000


@require_http_methods(["GET", "POST"])
def import_new(request: PersonRequest) -> HttpResponse:
    """Choose a file. One with headings of its own has its columns matched first; then it is read and compared."""
    require(request.user, Act.EDIT_EMPLOYMENTS)
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _upload_page(request, form, None, None)
    upload = form.cleaned_data["file"]
    try:
        content = read_upload(upload)
        table = read_table(file=content, name=upload.name)
    except Refusal as refusal:
        form.add_error("file", list(refusal.messages))
        return _upload_page(request, form, None, None)
    matching = matching_of(table.headings)
    if matching.lacks(columns_beside(matching.places)) or (matching.unused and not matching.remembered):
        keep_file(content=content, name=upload.name, by=request.user, now=timezone.now())
        return redirect("placements:import_columns")
    return _read(request, content, table, matching.places)


def _read(request: PersonRequest, content: bytes, table: Table, places: Mapping[str, int]) -> HttpResponse:
    """A file with errors is given back with all of them; a faultless one is compared."""
    reading = read_employments(table, today=today(), places=places)
    if reading.errors:
        return _upload_page(request, ImportForm(), table, reading)
    try:
        made = propose_import(
            content=content, file_name=table.name, rows=reading.rows, kept=reading.kept, by=request.user
        )
    except Refusal as refusal:
        return _upload_page(request, ImportForm(), table, reading, refusals=refusal.messages)
    EmploymentFile.objects.filter(owner=request.user).delete()
    return redirect("placements:employment_import", pk=made.pk)


@require_http_methods(["GET", "POST"])
def import_columns(request: PersonRequest) -> HttpResponse:
    """Which column of the person's file holds what; remembered for the next file with the same headings."""
    require(request.user, Act.EDIT_EMPLOYMENTS)
    file = get_object_or_404(EmploymentFile, owner=request.user)
    content, table = table_of(file)
    matching = matching_of(table.headings)
    form = ColumnsForm(request.POST or None, table=table, places=dict(matching.places))
    if form.is_valid():
        places = form.places()
        remember(headings=table.headings, places=places, by=request.user, now=timezone.now())
        return _read(request, content, table, places)
    context = {"file": file, "form": form, "is_remembered": matching.remembered}
    return render(request, "placements/import_columns.html", context, status=422 if form.errors else 200)


def _upload_page(
    request: PersonRequest,
    form: ImportForm,
    table: Table | None,
    reading: EmploymentReading | None,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    errors = reading.errors if reading is not None else []
    waiting = EmploymentImport.objects.visible_to(request.user).filter(state=EmploymentImportState.WAITING)
    context = {
        "form": form,
        "refusals": refusals,
        "errors": errors[:MOST_ERRORS_SHOWN],
        "error_count": len(errors),
        "error_rows": len({error.row for error in errors}),
        "file_name": table.name if table else "",
        "marked": _marked(table, errors),
        "columns": COLUMNS,
        "waiting": _named(waiting.defer("rows").order_by("-imported_at"), request.user),
        "accepted": _accepted(request),
    }
    status = 422 if form.errors or errors or refusals else 200
    return render(request, "placements/import_new.html", context, status=status)


def _accepted(request: PersonRequest) -> list[tuple[str, EmploymentImport]]:
    """The latest files that were accepted, where each can be taken back."""
    settled = EmploymentImport.objects.visible_to(request.user).exclude(undo=b"")
    return _named(settled.defer("rows", "undo").order_by("-settled_at"), request.user)


def _named(found: QuerySet[EmploymentImport], user: User) -> list[tuple[str, EmploymentImport]]:
    """Ten of them, each with what it is called to this user."""
    return [(one.name_for(user), one) for one in found.select_related("imported_by", "settled_by")[:10]]


def _marked(table: Table | None, errors: list[CellError]) -> str:
    """The faulty workbook as base64, for a link that holds the file itself: nothing of it is kept here."""
    if table is None or not errors or len(table.rows) > MOST_ROWS_MARKED:
        return ""
    return base64.b64encode(faulty_workbook(table, errors)).decode()


@require_GET
def import_comparison(request: PersonRequest, pk: int) -> HttpResponse:
    """What accepting the file would do to the register as it is now."""
    one = get_object_or_404(EmploymentImport.objects.visible_to(request.user), pk=pk)
    compared = comparison(one, today=today()) if one.is_waiting else None
    if compared is not None:
        log_look(request, act="employment_import_shown", subject=f"{one.pk} ({one.row_count})")
    context = {"employment_import": one, "name": one.name_for(request.user), "comparison": compared}
    return render(request, "placements/import_comparison.html", context)


@require_POST
def import_acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    """All rows, or those that were not left out."""
    one = get_object_or_404(EmploymentImport.objects.visible_to(request.user), pk=pk)
    form = AcceptanceForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("placements:employment_import", pk=pk)
    take = form.cleaned_data["take"] or [state.value for state in RowState]
    saved = accept_import(
        employment_import=one, by=request.user, without=form.left_out(), states=take, despite=form.taken_anyway()
    )
    told = _("Registret är uppdaterat: %(new)s nya rader, %(changed)s ändrade, %(unchanged)s oförändrade.")
    counts = {name: swedish_number(getattr(saved, name)) for name in ("new", "changed", "unchanged")}
    messages.success(request, told % counts)
    return redirect("placements:employments")


@require_POST
def import_undoing(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(EmploymentImport.objects.visible_to(request.user), pk=pk)
    undo_import(employment_import=one, by=request.user)
    messages.success(request, _("Inläsningen är ångrad. Registret är som det var före filen."))
    return redirect("placements:employment_import", pk=pk)


@require_POST
def import_cancellation(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(EmploymentImport.objects.visible_to(request.user), pk=pk)
    cancel_import(employment_import=one, by=request.user)
    messages.info(request, _("Filen är lagd åt sidan. Registret är som det var."))
    return redirect("placements:employment_import_new")
