"""A steering-group report's figures: as it was ordered, as known on a day, and today."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from followup.models import SteeringGroupReport
from followup.operations.reports import ask_for_reports
from followup.queries.known_report import report_and_today, report_then_now
from tests.billing.city import APRIL, City, build_city, end_early
from tests.clock import clock_from
from tests.history import written_on

BUILT, ORDERED, CHANGED, TODAY = date(2021, 4, 1), date(2021, 5, 5), date(2021, 5, 10), date(2021, 8, 1)
NB = "\N{NO-BREAK SPACE}"


@pytest.fixture
def story(db: None, quick_reports: None) -> City:
    """Ordered on 5 May with 15 of 19; on 10 May it is written down that E0001 left on 20 April."""
    with written_on(BUILT):
        city = build_city()
    with clock_from(ORDERED), written_on(ORDERED):
        ask_for_reports(departments=[city.leisure], month=APRIL, by=None, today=ORDERED)
    with written_on(CHANGED):
        end_early(1, date(2021, 4, 20))
    return city


def test_what_stands_in_the_report_and_what_one_of_today_would_say(story):
    """April 15 → 14: 30 000 → 37 500 kr; the year 5 → 14 missing months of 7 500 (tests/billing/test_known.py)."""
    found = report_and_today(report=SteeringGroupReport.objects.get(), today=TODAY)
    told = {row.label: (row.then, row.now) for row in found if row.differs}
    assert told["Räknade"] == ("15", "14")
    assert told["Avgift"] == (f"30{NB}000{NB}kr", f"37{NB}500{NB}kr")
    assert told["Året, kända starter och slut"] == (f"37{NB}500{NB}kr", f"105{NB}000{NB}kr")
    assert "Mål" not in told


def test_a_day_before_and_a_day_after_the_change(story):
    def counted(day: date) -> tuple[str, str]:
        [row] = [
            one
            for one in report_then_now(department=story.leisure, month=APRIL, day=day, today=TODAY)
            if one.label == "Räknade"
        ]
        return row.then, row.now

    assert counted(ORDERED) == ("15", "14")
    assert counted(CHANGED) == ("14", "14")
    assert counted(date(2021, 3, 1)) == ("", "14")


def test_the_page_leads_from_the_list_and_is_the_departments_own(story, login_as):
    report = SteeringGroupReport.objects.get()
    address = reverse("followup:report", args=[report.pk])
    with clock_from(TODAY):
        own = login_as("steering_group_member", story.leisure)
        assert address in own.get(reverse("followup:reports")).text
        page = own.get(address, {"kand": "2021-05-05"}).text
        assert "saker skulle vara annorlunda i dag." in page
        assert "Som känt 2021-05-05 och i dag" in page
        assert login_as("department_hr", story.environment).get(address).status_code == 404
