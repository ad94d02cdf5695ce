"""Who looked at a person, asked by the auditor in a real browser, from the first page on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect

from placements.models import Participant, Placement
from tests.billing.city import City, build_city
from tests.browser.conftest import OpenPage
from tests.clock import clock_from
from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None) -> Iterator[City]:
    """The register example on 3 May 2021."""
    with clock_from(date(2021, 5, 3)):
        yield build_city()


def test_an_auditor_asks_who_looked_at_a_person_and_is_shown_no_name(city: City, open_page: OpenPage):
    employment = Placement.objects.filter(department=city.leisure).order_by("pk").first().employment
    Participant.objects.filter(pk=employment.participant_id).update(name="Påhittad Provsson")
    officer = UserFactory(role="case_officer", first_name="Maja", last_name="Handlägg")
    seen = open_page(f"/employments/{employment.pk}/", officer)
    expect(seen.get_by_role("heading", level=1)).to_contain_text("Påhittad Provsson")
    page = open_page("/", UserFactory(role="auditor"))
    page.get_by_role("navigation").get_by_role("link", name="Personuppgifter").click()
    page.get_by_label("Deltagarnyckel, anställningsnyckel eller personnummer").fill(employment.key)
    page.get_by_role("main").get_by_role("button", name="Sök").click()
    row = page.get_by_role("row").filter(has_text="Maja Handlägg")
    expect(row).to_contain_text("såg en anställning")
    expect(page.get_by_role("heading", level=1)).to_contain_text(employment.participant.key)
    assert "Påhittad Provsson" not in page.content()
    with page.expect_download() as got:
        page.get_by_role("link", name="csv").click()
    assert "Maja Handlägg" in got.value.path().read_text(encoding="utf-8-sig")
