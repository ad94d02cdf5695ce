"""One month in words: whom its page leads to, and how a standing and a cause are said."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.billing.city import place
from tests.billing.steps import proposed

pytestmark = pytest.mark.django_db


def month_url(row):
    return reverse("billing:reconciliation", args=[row.pk])


def test_a_host_is_led_only_to_those_it_has_today(city, login_as, settings):
    """On 1 August E0001 is there, E0902 left in May: its key stands without a link for the host, with one for ASF."""
    settings.DEMONSTRATION_TODAY = date(2021, 8, 1)
    there = place(city.leisure, date(2021, 1, 1), number=903)
    gone = place(city.leisure, date(2021, 1, 1), date(2021, 5, 31), number=902)
    row = proposed(city)
    links = [reverse("placements:employment", args=[one.employment_id]) for one in (there, gone)]
    hr, asf = login_as("department_hr", city.leisure), login_as("asf_administrator")
    page = hr.get(month_url(row)).text
    assert "E0902" in page
    assert [f'href="{link}"' in page for link in links] == [True, False]
    assert [hr.get(link).status_code for link in links] == [200, 404]
    page = asf.get(month_url(row)).text
    assert [f'href="{link}"' in page for link in links] == [True, True]


def test_a_standing_is_said_in_a_sentence_and_a_cause_keeps_its_capitals(city, login_as):
    row = proposed(city)
    asf = login_as("asf_administrator")
    assert "ASF hade ingen till en godkänd plats" in asf.get(month_url(row)).text
    told = asf.post(reverse("billing:closure", args=[row.pk])).text
    assert "väntar på förvaltningens svar. En månad kan stängas när" in told
    hr = login_as("department_hr", city.leisure)
    hr.post(reverse("billing:objections", args=[row.pk]), {"figure": "16", "text": "En saknas."})
    told = hr.post(reverse("billing:confirmation", args=[row.pk])).text
    assert "har en invändning som väntar på svar. Det går att svara först när" in told
