"""Pages for what went wrong: friendly, in the user's language, never a stack trace."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from foundation.health import database_down_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The exception's words, when there are any, say who may and how to ask them."""
    return render(request, "403.html", {"explanation": str(exception)}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's own proof does not hold: the page is from before the last log-in, or cookies are not kept."""
    said = _("Sidan öppnades innan ni loggade in senast, eller så sparar webbläsaren inga kakor. Läs om sidan först.")
    return render(request, "409.html", {"reasons": [said]}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: the database may be what failed."""
    return database_down_page(sys.exception()) or HttpResponse(loader.get_template("500.html").render(), status=500)
