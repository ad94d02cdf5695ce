"""No identity number stays in an address: it would be kept by the browser and by whatever stands before the server."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.identity_numbers import looks_like_one


class CleanAddressMiddleware:
    """A question with an identity number in it is asked again without, and the reader told where one searches by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.copy()
        numbers = [name for name, values in asked.lists() if any(map(looks_like_one, values))]
        if request.method != "GET" or not numbers:
            return self.get_response(request)
        for name in numbers:
            del asked[name]
        told = _(
            "Personnummer ska inte stå i en adress och togs bort. Sök på nyckel eller namn. Den som sköter "
            "anställningar söker på personnummer på sidan Anställningar."
        )
        messages.warning(request, told)
        clean = f"{request.path}?{asked.urlencode()}" if asked else request.path
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": clean})
        return redirect(clean)
