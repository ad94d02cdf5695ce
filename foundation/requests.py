"""The request as every page behind the login gets it. For the type checker only."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class LoggedInRequest(HttpRequest):
    """Someone is logged in (LoginRequiredMiddleware), and htmx says whether it asked (HtmxMiddleware)."""

    user: AbstractBaseUser  # type: ignore[assignment]  # the stubs also expect the anonymous user
    htmx: HtmxDetails
