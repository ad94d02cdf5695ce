"""Whom a correction changed: beside what stood before it, while it is proposed and ever after. Worked by hand.

June at Fritidsförvaltningen closed with 19 of 19, E0017 and E0018 among them.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from billing.models import Correction, ParkedLine
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.parked import settle_parked
from billing.queries.correction_people import people_of
from placements.models import Employment, Placement
from tests.billing.city import TODAY, end_early

pytestmark = pytest.mark.usefixtures("quick_documents")
COUNTED, ENDED = "räknas", "slutade före räknedagen"


def found() -> Correction:
    [one] = find_corrections(today=TODAY)
    return one


def told(one: Correction) -> list[tuple[str, str, str]]:
    return [(person.employment_key, person.then, person.now) for person in people_of([one])[one.pk]]


def accepted() -> Correction:
    return accept_correction(correction=found(), by=None, reason="Sen anmälan")


def never_ended(number: int) -> None:
    Employment.objects.filter(key=f"E{number:04d}").update(employed_to=None)
    Placement.objects.filter(employment__key=f"E{number:04d}").update(placed_to=None)


def test_a_second_correction_of_a_month_names_only_whom_it_changes(closed_city, invoices):
    """19 → 18 for E0018, then 18 → 17 for E0017."""
    end_early(18, date(2021, 6, 29))
    assert told(accepted()) == [("E0018", COUNTED, ENDED)]
    end_early(17, date(2021, 6, 29))
    assert told(found()) == [("E0017", COUNTED, ENDED)]
    assert told(accepted()) == [("E0017", COUNTED, ENDED)]


def test_correcting_back_names_who_is_back(closed_city, invoices, login_as):
    end_early(18, date(2021, 6, 29))
    accepted()
    never_ended(18)
    assert told(found()) == [("E0018", ENDED, COUNTED)]
    page = login_as("finance").get(reverse("billing:corrections")).text
    assert "E0018" in page
    note = accepted().line.invoice
    why = login_as("finance").get(reverse("billing:invoice_why", args=[note.pk])).text
    assert "E0018" in why


def test_what_is_kept_stands_whatever_the_register_says_later(closed_city, invoices):
    end_early(18, date(2021, 6, 29))
    done = accepted()
    never_ended(18)
    done.refresh_from_db()
    assert told(done) == [("E0018", COUNTED, ENDED)]


def test_one_found_before_people_were_kept_is_derived_the_same_way(closed_city, invoices):
    end_early(18, date(2021, 6, 29))
    done = accepted()
    end_early(17, date(2021, 6, 29))
    Correction.objects.filter(pk=found().pk).update(people=None)
    assert told(Correction.objects.get(state="proposed")) == [("E0017", COUNTED, ENDED)]
    assert told(accepted()) == [("E0017", COUNTED, ENDED)]
    assert told(done) == [("E0018", COUNTED, ENDED)]


def test_a_parked_line_that_does_not_count_is_the_one_it_changes(parked, asf):
    """E0099 was counted as the department said while they disagreed; the register never counted it."""
    settle_parked(parked=ParkedLine.objects.get(), counts=False, answer="Slutade den 29.", by=asf)
    assert told(Correction.objects.get()) == [("E0099", "omtvistad, räknades med", ENDED)]
    assert find_corrections(today=TODAY) == []
