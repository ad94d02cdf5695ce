"""A refused act: back to where one stood, with the reasons; never to a strange place."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from foundation.refusal_middleware import RefusalMiddleware
from foundation.refusals import Refusal
from tests.billing.steps import proposed

REFUSAL = Refusal("Månaden är stängd.", gettext_lazy("Den kan inte ändras."))


@pytest.fixture
def refused(rf, db):
    """`refused(referer, htmx)`: what the middleware answers when a view refuses, and the request."""

    def act(referer: str | None, *, htmx: bool = False, error: Exception = REFUSAL):
        headers = {"referer": referer} if referer else {}
        request = rf.post("/act/", headers=headers | ({"HX-Request": "true"} if htmx else {}))
        SessionMiddleware(lambda request: HttpResponse()).process_request(request)
        MessageMiddleware(lambda request: HttpResponse()).process_request(request)
        middleware = RefusalMiddleware(lambda request: HttpResponse())
        return middleware.process_exception(request, error), request

    return act


def reasons(request):
    return [str(message) for message in get_messages(request)]


def test_back_to_the_page_with_every_reason(refused):
    response, request = refused("http://testserver/reconciliations/7/")
    assert (response.status_code, response.url) == (303, "http://testserver/reconciliations/7/")
    assert reasons(request) == ["Månaden är stängd.", "Den kan inte ändras."]


@pytest.mark.parametrize("error", [DataError, ValueError])
def test_a_sign_that_the_database_cannot_keep_is_refused_in_words(refused, error):
    response, request = refused("http://testserver/places/7/", error=error("text cannot contain NUL (0x00) bytes"))
    assert (response.status_code, response.url) == (303, "http://testserver/places/7/")
    assert "inte går att spara" in reasons(request)[0]


def test_htmx_is_told_where_to_go(refused):
    response, request = refused("http://testserver/reconciliations/7/", htmx=True)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == "http://testserver/reconciliations/7/"
    assert len(reasons(request)) == 2


@pytest.mark.parametrize("referer", [None, "https://elsewhere.example/", "javascript:alert(1)"])
def test_never_to_a_strange_place(refused, referer):
    response, request = refused(referer)
    assert response.status_code == 409
    text = response.content.decode()
    assert "Månaden är stängd." in text
    assert "Den kan inte ändras." in text
    assert reasons(request) == []


def test_other_errors_are_not_its_business(refused):
    assert refused("http://testserver/", error=ValueError("x"))[0] is None


def test_a_refusal_reads_as_all_its_messages():
    assert str(REFUSAL) == "Månaden är stängd. Den kan inte ändras."
    assert REFUSAL.messages == ["Månaden är stängd.", "Den kan inte ändras."]


def test_a_refused_act_on_a_real_page(small_city, login_as):
    """Closing a month that the department has not confirmed."""
    row = proposed(small_city)
    page = f"http://testserver/reconciliations/{row.pk}/"
    response = login_as("asf_administrator").post(
        f"/reconciliations/{row.pk}/closure/", headers={"referer": page}, follow=True
    )
    assert response.redirect_chain == [(page, 303)]
    assert response.status_code == 200
    row.refresh_from_db()
    assert row.state == "proposed"
