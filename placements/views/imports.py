"""Employment files: chosen, compared, accepted or cancelled (DOMAIN.md 5)."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.clock import today
from foundation.money import swedish_number
from foundation.refusals import Refusal
from foundation.tables import CellError, Table, read_table, read_upload
from foundation.tables.faulty import faulty_workbook
from organisation.access import require
from organisation.purposes import log_look
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.employment_columns import COLUMNS
from placements.employment_file import EmploymentReading, read_employments
from placements.forms.imports import ImportForm
from placements.models import EmploymentImport, EmploymentImportState
from placements.operations.imports import accept_import, cancel_import, propose_import
from placements.queries.import_comparison import comparison
from placements.views.employment_acts import attempt

MOST_ERRORS_SHOWN = 200
MOST_ROWS_MARKED = 10_000


@require_http_methods(["GET", "POST"])
def import_new(request: PersonRequest) -> HttpResponse:
    """Choose a file. A file with errors is given back with all of them; a faultless one is compared."""
    require(request.user, Act.EDIT_EMPLOYMENTS)
    form = ImportForm(request.POST or None, request.FILES or None)
    reading: EmploymentReading | None = None
    table: Table | None = None
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            content = read_upload(upload)
            table = read_table(file=content, name=upload.name)
            reading = read_employments(table, today=today())
        except Refusal as refusal:
            form.add_error("file", list(refusal.messages))
        if reading is not None and not reading.errors:
            rows, kept, by = reading.rows, reading.kept, request.user
            made = attempt(
                form,
                lambda: propose_import(content=content, file_name=upload.name, rows=rows, kept=kept, by=by),
            )
            if made:
                return redirect("placements:employment_import", pk=made.pk)
    return _upload_page(request, form, table, reading)


def _upload_page(
    request: PersonRequest, form: ImportForm, table: Table | None, reading: EmploymentReading | None
) -> HttpResponse:
    errors = reading.errors if reading is not None else []
    waiting = EmploymentImport.objects.visible_to(request.user).filter(state=EmploymentImportState.WAITING)
    context = {
        "form": form,
        "errors": errors[:MOST_ERRORS_SHOWN],
        "error_count": len(errors),
        "error_rows": len({error.row for error in errors}),
        "file_name": table.name if table else "",
        "marked": _marked(table, errors),
        "columns": COLUMNS,
        "waiting": waiting.select_related("imported_by").defer("rows").order_by("-imported_at")[:10],
    }
    return render(request, "placements/import_new.html", context, status=422 if form.errors or errors else 200)


def _marked(table: Table | None, errors: list[CellError]) -> str:
    """The faulty workbook as base64, for a link that holds the file itself: nothing of it is kept here."""
    if table is None or not errors or len(table.rows) > MOST_ROWS_MARKED:
        return ""
    return base64.b64encode(faulty_workbook(table, errors)).decode()


@require_GET
def import_comparison(request: PersonRequest, pk: int) -> HttpResponse:
    """What accepting the file would do to the register as it is now."""
    one = get_object_or_404(EmploymentImport.objects.visible_to(request.user), pk=pk)
    compared = comparison(one) if one.is_waiting else None
    if compared is not None:
        log_look(request, act="employment_import_shown", subject=f"{one.pk} ({one.row_count})")
    context = {"employment_import": one, "comparison": compared}
    return render(request, "placements/import_comparison.html", context)


@require_POST
def import_acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(EmploymentImport.objects.visible_to(request.user), pk=pk)
    saved = accept_import(employment_import=one, by=request.user)
    told = _("Registret är uppdaterat: %(new)s nya rader, %(changed)s ändrade, %(unchanged)s oförändrade.")
    counts = {name: swedish_number(getattr(saved, name)) for name in ("new", "changed", "unchanged")}
    messages.success(request, told % counts)
    return redirect("placements:employments")


@require_POST
def import_cancellation(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(EmploymentImport.objects.visible_to(request.user), pk=pk)
    cancel_import(employment_import=one, by=request.user)
    messages.info(request, _("Filen är lagd åt sidan. Registret är som det var."))
    return redirect("placements:employment_import_new")
