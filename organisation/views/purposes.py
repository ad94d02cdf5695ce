"""Saying what one looks at people for."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisation.purposes import SESSION_KEY, purposes_of
from organisation.requests import PersonRequest


@require_POST
def purpose(request: PersonRequest) -> HttpResponse:
    """Keep the purpose for this session and go back. Raises PermissionDenied when no role of the user has one."""
    allowed = purposes_of(request.user)
    if not allowed:
        raise PermissionDenied(_("Er roll ser inga personuppgifter. Be er systemadministratör om hjälp."))
    chosen = next((one for one in allowed if one == request.POST.get("purpose")), None)
    if chosen is None:
        messages.error(request, _("Det ändamålet hör inte till er roll. Välj ett av dem som erbjuds."))
    else:
        request.session[SESSION_KEY] = chosen.value
        messages.success(request, _("Det ni nu ser antecknas med ändamålet ”%(purpose)s”.") % {"purpose": chosen.label})
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else reverse("home"))
