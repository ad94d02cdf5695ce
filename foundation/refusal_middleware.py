"""A refused act: the reader is sent back to where it stood, with the reasons (DESIGN.md 2)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from foundation.refusals import Refusal


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What the database cannot keep (the sign NUL) is refused as well; fields of forms refuse it by themselves."""
        if isinstance(exception, (DataError, ValueError)) and "NUL" in str(exception):
            exception = Refusal(_("Texten innehåller ett tecken som inte går att spara. Skriv in den på nytt."))
        if not isinstance(exception, Refusal):
            return None
        back = request.META.get("HTTP_REFERER", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
            return render(request, "409.html", {"reasons": exception.messages}, status=409)
        for message in exception.messages:
            messages.error(request, message)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": back})
        response = HttpResponseRedirect(back)
        response.status_code = 303
        return response
