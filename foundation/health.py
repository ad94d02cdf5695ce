"""Is it alive, is it ready; and a friendly page when the database does not answer."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class HealthMiddleware:
    """`/healthz`: the process answers. `/readyz`: database and broker answer too; 503 with what does not.

    Placed first, so that neither host checks, sessions nor redirects stand in the way of a probe.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            parts = {"database": database_answers(), "broker": broker_answers()}
            ready = all(parts.values())
            words = {name: "ok" if answers else "down" for name, answers in parts.items()}
            return JsonResponse({"status": "ok" if ready else "unavailable", **words}, status=200 if ready else 503)
        return self.get_response(request)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return False
    return True


def broker_answers() -> bool:
    try:
        with Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def database_down_page(error: BaseException | None) -> HttpResponse | None:
    """A page that says "try again in a while", when the database not answering is why something failed; else None.

    For the handler of uncaught errors, so that it serves those raised in a middleware too: the session and the person
    are read there, before any view.
    """
    if not isinstance(error, OperationalError | InterfaceError) or database_answers():
        return None
    logger.error("the database does not answer")
    return HttpResponse(loader.get_template("503.html").render(), status=503, headers={"Retry-After": "30"})
