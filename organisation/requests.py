"""The request as every page behind the login gets it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from organisation.models import User


class PersonRequest(HttpRequest):
    """Someone is logged in (LoginRequiredMiddleware); htmx says whether it asked (HtmxMiddleware). For types only."""

    user: User
    htmx: HtmxDetails
