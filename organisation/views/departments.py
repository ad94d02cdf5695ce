"""All departments with their boards, for those who administer or audit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from foundation.clock import today
from foundation.tables import Column
from foundation.tables.responses import table_response
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.views.logs import require_oversight
from organisation.views.tabs import tabs

COLUMNS = (
    Column("code", _("Kod")),
    Column("name", _("Namn")),
    Column("board", _("Nämnd")),
    Column("kind", _("Slag")),
    Column("exempt_reason", _("Undantagen därför att")),
)


@require_GET
def departments(request: PersonRequest) -> HttpResponse:
    """Those that hold a quota, the provider, the exempt and the companies."""
    require_oversight(request.user)
    found = list(Department.objects.select_related("board").in_order())
    if table_format := request.GET.get("format"):
        rows = [(one.code, one.name, one.board.name, one.get_kind_display(), one.exempt_reason) for one in found]
        return table_response(table_format, name=f"forvaltningar-{today()}", columns=COLUMNS, rows=rows)
    context = {
        "departments": found,
        "with_quota": sum(one.has_quota for one in found),
        "exempt": sum(bool(one.exempt_reason) for one in found),
        "tabs": tabs(request.user, "organisation:departments"),
    }
    return render(request, "organisation/departments.html", context)
