"""Pages about the software: who may open them."""

from __future__ import annotations

import pytest
from django.urls import reverse


@pytest.mark.parametrize("name", ["foundation:about", "foundation:accessibility", "login"])
def test_pages_about_the_software_are_open_without_logging_in(name, client, db):
    assert client.get(reverse(name)).status_code == 200


def test_components_are_shown_to_the_system_administrator_only(login_as):
    assert login_as("system_administrator").get("/design/").status_code == 200
    assert login_as("asf_administrator").get("/design/").status_code == 403


def test_login_page_offers_the_constructed_people_in_a_demonstration_only(client, login_as, settings):
    person = login_as("finance").user
    assert person.username not in client.get(reverse("login")).text
    settings.DEMONSTRATION = True
    page = client.get(reverse("login")).text
    assert person.username in page and "Uppgifterna är konstruerade" in page
