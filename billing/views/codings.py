"""Account coding and reference codes: what stands on every invoice, by hand and by file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from billing.coding_file import COLUMNS, LABELS, CodingRow, coding_cells, read_codings
from billing.forms.codings import CodingFileForm, CodingForm
from billing.models import AccountCoding
from billing.operations.codings import coding_changes, fingerprint, keep_coding, take_in_codings
from billing.queries.faults import codings_on
from foundation.clock import today
from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.tables import read_table, read_upload, table_response, write_csv
from foundation.templatetags.overens import day
from organisation.access import may, require
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act

Rows = list[tuple[Department, AccountCoding | None]]


@require_http_methods(["GET", "POST"])
def codings(request: PersonRequest) -> HttpResponse:
    """What holds today, or in all periods (?periods=all), on screen and as a file; and a form for a new one."""
    require(request.user, Act.HAND_OVER if request.method == "POST" else Act.SEE_INVOICES)
    form = CodingForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        coding = keep_coding(**form.cleaned_data)
        text = _("Konteringen för %(name)s gäller från och med %(day)s.")
        messages.success(request, text % {"name": coding.department.name, "day": day(coding.valid_from)})
        return redirect("billing:codings")
    every = request.GET.get("periods") == "all"
    rows = _rows(request, every=every)
    if asked := request.GET.get("format"):
        return table_response(asked, name="kontering", columns=COLUMNS, rows=[coding_cells(*row) for row in rows])
    context = {
        "rows": rows,
        "every": every,
        "form": form,
        "file_form": CodingFileForm(),
        "may_change": may(request.user, Act.HAND_OVER),
    }
    return render(request, "billing/codings.html", context)


def _rows(request: PersonRequest, *, every: bool) -> Rows:
    departments = Department.objects.visible_to(request.user, Act.SEE_INVOICES).with_quota(Month.of(today())).in_order()
    if not every:
        now = codings_on(today())
        return [(department, now.get(department.pk)) for department in departments]
    found = AccountCoding.objects.filter(department__in=departments).select_related("department")
    return [(one.department, one) for one in found.order_by("department__code", "-valid_from")]


@require_POST
def coding_files(request: PersonRequest) -> HttpResponse:
    """Read a file and show what it would change. Nothing is written."""
    require(request.user, Act.HAND_OVER)
    form = CodingFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Ingen fil var vald. Välj den fil som ni har ändrat i."))
        return redirect("billing:codings")
    upload = form.cleaned_data["file"]
    return _difference(request, content=read_upload(upload), name=upload.name or "fil")


def _difference(request: PersonRequest, *, content: bytes, name: str) -> HttpResponse:
    reading = read_codings(read_table(file=content, name=name))
    changes = [] if reading.errors else coding_changes(reading.rows)
    context = {
        "name": name,
        "errors": [error.text for error in reading.errors],
        "changes": changes,
        "labels": LABELS,
        "seen": fingerprint(changes),
        "content": _as_text(reading.rows),
    }
    return render(request, "billing/coding_difference.html", context, status=422 if reading.errors else 200)


def _as_text(rows: tuple[CodingRow, ...]) -> str:
    """The rows as csv text, carried by the form to the second step."""
    cells = [(row.department.code, row.department.name, row.valid_from, *row.values.values()) for row in rows]
    return write_csv(COLUMNS, cells).decode("utf-8-sig")


@require_POST
def coding_changes_taken(request: PersonRequest) -> HttpResponse:
    """Second step: take in exactly what was shown."""
    require(request.user, Act.HAND_OVER)
    content = request.POST.get("content", "").encode()
    reading = read_codings(read_table(file=content, name="kontering.csv"))
    if reading.errors:
        return _difference(request, content=content, name="kontering.csv")
    try:
        made = take_in_codings(rows=reading.rows, seen=request.POST.get("seen", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _difference(request, content=content, name="kontering.csv")
    text = ngettext("%(n)s kontering är ändrad.", "%(n)s konteringar är ändrade.", len(made))
    messages.success(request, text % {"n": len(made)})
    return redirect("billing:codings")
