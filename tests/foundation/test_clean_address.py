"""Whoever types an identity number into a search that asks by its address is sent on without it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
NUMBER = "19900117-2395"  # the tax agency's test number


@pytest.mark.parametrize("written", [NUMBER, "199001172395", "900117-2395", " 900117 2395 "])
def test_the_question_is_asked_again_without_the_number(login_as, written):
    officer = login_as("case_officer")
    answer = officer.get(reverse("search"), {"q": written})
    assert (answer.status_code, answer.url) == (302, reverse("search"))
    page = officer.get(answer.url).text
    assert "Personnummer ska inte stå i en adress" in page and "2395" not in page


def test_the_rest_of_the_question_stays(login_as):
    answer = login_as("case_officer").get(reverse("placements:employments"), {"q": NUMBER, "state": "all"})
    assert answer.url == reverse("placements:employments") + "?state=all"


def test_a_search_while_typing_is_sent_on_as_a_whole(login_as):
    address = reverse("placements:employments")
    answer = login_as("case_officer").get(address, {"q": NUMBER}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, address)


@pytest.mark.parametrize("words", ["F2021-0001", "P00007", "köksbiträde", "2021-04-30", "12345"])
def test_other_words_are_left_as_they_are(login_as, words):
    assert login_as("case_officer").get(reverse("search"), {"q": words}).status_code == 200


def test_the_way_back_after_logging_in_holds_no_number_either():
    answer = Client().get(reverse("search"), {"q": NUMBER})
    assert "2395" not in answer.url
