"""What has been changed, and who looked at whom: for the auditor and the system administrator."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organisation.access import may
from organisation.audit_words import ACCESS_ACTS
from organisation.forms import AccessLogFilter, AuditTrailFilter
from organisation.models import User
from organisation.purposes import purpose_in_words
from organisation.queries.access_log import entries
from organisation.queries.audit_trail import changes, in_words
from organisation.requests import PersonRequest
from organisation.roles import Act
from organisation.views.tabs import tabs

PER_PAGE = 50


@require_GET
def audit_trail(request: PersonRequest) -> HttpResponse:
    """Every change. The auditor sees values, the system administrator only that something changed."""
    require_oversight(request.user)
    form = AuditTrailFilter(request.GET)
    page = Paginator(changes(**form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "changes": in_words(page.object_list, with_values=may(request.user, Act.SEE_AUDIT_TRAIL)),
        "tabs": tabs(request.user, "organisation:audit_trail"),
    }
    return render(request, "organisation/_changes.html" if request.htmx else "organisation/audit_trail.html", context)


@require_GET
def access_log(request: PersonRequest) -> HttpResponse:
    """Every look at a person and every list taken out."""
    require_oversight(request.user)
    form = AccessLogFilter(request.GET)
    page = Paginator(entries(**form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [
            (entry, ACCESS_ACTS.get(entry.act, entry.act), purpose_in_words(entry.purpose))
            for entry in page.object_list
        ],
        "tabs": tabs(request.user, "organisation:access_log"),
    }
    return render(request, "organisation/_accesses.html" if request.htmx else "organisation/access_log.html", context)


def require_oversight(user: User) -> None:
    """Raise PermissionDenied (403) for all but the auditor and the system administrator."""
    if not (may(user, Act.SEE_AUDIT_TRAIL) or may(user, Act.ADMINISTER)):
        raise PermissionDenied(_("Det här är till för revisorer och systemadministratörer. Be någon av dem om hjälp."))
