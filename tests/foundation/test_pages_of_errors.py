"""What someone meets who opens an address that only takes what is sent to it, or sends a form that is too old."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from foundation.only_sent import page_above
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/reconciliations/82/confirmation/", "/reconciliations/82/"),
        ("/employments/by-number/", "/employments/"),
        ("/objections/5/answer/", "/"),  # neither /objections/5/ nor /objections/ is there
        ("/logout/", "/"),
    ],
)
def test_the_page_above_is_the_nearest_that_there_is(path, above):
    assert page_above(path) == above


def test_an_address_that_only_takes_what_is_sent_says_so_and_leads_to_the_page(login_as):
    officer = login_as("case_officer")
    answer = officer.get(reverse("placements:employment_by_number"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Inget att visa här" in answer.text and 'href="/employments/"' in answer.text


def test_the_other_language_on_a_refused_form_leads_to_no_empty_page(login_as):
    officer, address = login_as("case_officer"), reverse("placements:employment_by_number")
    page = officer.post("/language/", {"language": "en", "next": address}, follow=True)
    assert page.status_code == 405 and "Nothing to show here" in page.text


def test_what_is_sent_after_the_time_is_out_leads_by_the_login_page_to_an_explanation(login_as):
    address = reverse("placements:employment_by_number")
    login = Client().post(address, {"number": "x"})
    assert login.url == f"/login/?next={address}"


def test_a_form_from_before_the_last_log_in_is_refused_in_words():
    user = UserFactory(role="case_officer")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    answer = browser.post(reverse("placements:employment_by_number"), {"number": "x"})
    assert answer.status_code == 403
    assert "Sidan öppnades innan ni loggade in senast" in answer.text and "CSRF" not in answer.text
