"""Corrections of an invoiced half-year as lines on the next one's invoice, worked by hand.

First half-year of 2021, invoiced: leisure 37 500 kr, environment 22 500 kr. In the second environment has 11 of 12: six
months of 7 500 = 45 000 kr; leisure has 19 of 19: nothing.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from billing.models import Correction, CorrectionCarrier, Invoice, Reconciliation
from billing.operations.corrections import NothingWaits, accept_correction, find_corrections, note_instead
from billing.operations.issue_now import issue_now
from billing.operations.months import close_months
from billing.queries.carried_forward import that_fit
from billing.queries.claims import computed_claims
from billing.queries.measured import measured_months
from billing.queries.proof import prove
from foundation.periods import HalfYear, Month
from tests.billing.city import TODAY, City, end_early, place

THERE_FROM_MARCH = [*range(1, 13), *range(20, 30)]
SECOND_HALF, NEXT_YEAR = HalfYear(2021, 2), date(2022, 1, 15)
pytestmark = pytest.mark.usefixtures("quick_documents")


def accept_all(carrier: str = CorrectionCarrier.NEXT_INVOICE) -> list[Correction]:
    """Those of the first half-year."""
    return [
        accept_correction(correction=one, by=None, reason="Sen anmälan", carrier=carrier)
        for one in find_corrections(today=TODAY)
    ]


def close_second_half() -> None:
    close_months(months=SECOND_HALF.months, by=None)


def lines(number: str) -> list[tuple[Month, int]]:
    return list(Invoice.objects.get(number=number).lines.order_by("position").values_list("month", "amount"))


def computed(half_year: HalfYear = SECOND_HALF) -> dict[str, int]:
    return {one.board.name: int(one.computed) for one in computed_claims(half_year=half_year)}


def test_a_debit_waits_for_the_next_invoice_and_is_carried_once(closed_city: City, invoices: object) -> None:
    """E0032 left environment on 29 June: June 11 → 10 is 7 500 kr more; July–December 10 of 12: 90 000 kr."""
    end_early(32, date(2021, 6, 29))
    [accepted] = accept_all()
    assert (accepted.difference, accepted.line, accepted.waits_for_next_invoice) == (7500, None, True)
    assert find_corrections(today=TODAY) == []
    close_second_half()
    assert computed()["Miljönämnden"] == 97_500
    issue_now(half_year=SECOND_HALF, today=NEXT_YEAR)
    invoice = Invoice.objects.get(half_year=SECOND_HALF)
    assert (invoice.number, invoice.amount, invoice.lines.count()) == ("F2021-0003", 97_500, 7)
    assert lines("F2021-0003")[-1] == (Month(2021, 6), 7500)
    accepted.refresh_from_db()
    assert accepted.line.invoice == invoice
    assert computed()["Miljönämnden"] == 97_500
    issue_now(half_year=SECOND_HALF, today=NEXT_YEAR)
    assert Invoice.objects.count() == 3
    assert find_corrections(today=NEXT_YEAR) == []
    assert prove().differences == []


def test_a_credit_lowers_the_next_invoice(closed_city: City, invoices: object) -> None:
    """Somebody more at environment on 31 May: May 10 → 11, 7 500 kr less: 45 000 − 7 500 = 37 500 kr."""
    place(closed_city.environment, date(2021, 5, 31), date(2021, 5, 31), number=78)
    accept_all()
    close_second_half()
    issue_now(half_year=SECOND_HALF, today=NEXT_YEAR)
    assert Invoice.objects.get(half_year=SECOND_HALF).amount == 37_500
    assert not Invoice.objects.filter(kind="credit_note").exists()


def test_a_credit_that_would_leave_nothing_to_pay_goes_on_waiting_and_can_be_a_note_instead(
    closed_city: City, invoices: object
) -> None:
    """Leisure owes nothing in the second half-year, so its invoice cannot carry a credit for April (15 → 16)."""
    place(closed_city.leisure, date(2021, 4, 30), date(2021, 4, 30), number=79)
    [accepted] = accept_all()
    close_second_half()
    assert computed()["Fritidsnämnden"] == 0
    issue_now(half_year=SECOND_HALF, today=NEXT_YEAR)
    accepted.refresh_from_db()
    assert accepted.waits_for_next_invoice
    noted = note_instead(correction=accepted, by=None)
    assert (noted.line.invoice.number, noted.line.invoice.amount) == ("K2021-0001", -7500)
    with pytest.raises(NothingWaits):
        note_instead(correction=accepted, by=None)
    assert Invoice.objects.filter(kind="credit_note").count() == 1


def test_debits_are_counted_before_credits_so_that_more_fits(closed_city: City, invoices: object) -> None:
    """Leisure: E0018 left on 29 June (June 19 → 18, 7 500 more; July–December 6 × 7 500 = 45 000), and somebody more on
    30 April (7 500 less): 45 000 + 7 500 − 7 500 = 45 000 kr, both carried."""
    end_early(18, date(2021, 6, 29))
    place(closed_city.leisure, date(2021, 4, 30), date(2021, 4, 30), number=79)
    accept_all()
    close_second_half()
    issue_now(half_year=SECOND_HALF, today=NEXT_YEAR)
    invoice = Invoice.objects.get(half_year=SECOND_HALF, board=closed_city.leisure.board)
    assert (invoice.amount, invoice.lines.count()) == (45_000, 8)


def test_a_correction_that_waits_can_itself_be_corrected(closed_city: City, invoices: object) -> None:
    """June at environment: 11 → 10 accepted and waiting, then someone else turns up: 10 → 11. Together 0 kr."""
    end_early(32, date(2021, 6, 29))
    accept_all()
    place(closed_city.environment, date(2021, 6, 30), date(2021, 6, 30), number=80)
    [second] = accept_all()
    assert (second.sequence, second.difference) == (2, -7500)
    close_second_half()
    assert computed()["Miljönämnden"] == 90_000
    assert find_corrections(today=TODAY) == []


def test_before_the_half_year_is_invoiced_its_own_invoice_carries_it_whatever_is_chosen(closed_city: City) -> None:
    end_early(18, date(2021, 6, 29))
    [accepted] = accept_all()
    assert accepted.carrier == CorrectionCarrier.NOTE
    assert computed(HalfYear(2021, 1))["Fritidsnämnden"] == 45_000


def test_only_an_accepted_correction_may_wait(closed_city: City) -> None:
    end_early(18, date(2021, 6, 29))
    [proposed] = find_corrections(today=TODAY)
    with pytest.raises(IntegrityError, match="correction_accepted_before_it_waits"), transaction.atomic():
        Correction.objects.filter(pk=proposed.pk).update(carrier="next_invoice")


def test_it_is_chosen_on_the_page_and_changed_there(closed_city: City, invoices: object, login_as) -> None:
    place(closed_city.leisure, date(2021, 4, 30), date(2021, 4, 30), number=79)
    [proposed] = find_corrections(today=TODAY)
    finance = login_as("finance")
    assert "en rad på nämndens nästa halvårsfaktura" in finance.get(reverse("billing:corrections")).text
    finance.post(
        reverse("billing:correction_acceptance", args=[proposed.pk]), {"reason": "Sen", "carrier": "next_invoice"}
    )
    page = finance.get(reverse("billing:corrections")).text
    assert "väntar på nästa halvårsfaktura" in page
    finance.post(reverse("billing:correction_note", args=[proposed.pk]))
    assert "K2021-0001" in finance.get(reverse("billing:corrections")).text


@pytest.mark.parametrize("seed", range(4))
def test_however_the_register_changes_the_books_come_to_what_a_fresh_count_gives(
    closed_city: City, invoices: object, seed: int
) -> None:
    """Ends, starts and regrets in any order, accepted in any way: closing and accepted differences are the fresh fee,
    and what is invoiced, noted and waiting is the same sum."""
    chance = random.Random(seed)
    for number in range(6):
        if chance.random() < 0.6:
            end_early(chance.choice(THERE_FROM_MARCH), date(2021, chance.randint(4, 6), chance.randint(1, 28)))
        else:
            department = chance.choice([closed_city.leisure, closed_city.environment])
            place(department, date(2021, chance.randint(1, 6), 15), number=900 + number)
        accept_all(chance.choice(CorrectionCarrier.values))
    fresh = _fresh()
    booked = {row.pk: row.fee for row in Reconciliation.objects.closed()}
    for one in Correction.objects.filter(state="accepted"):
        booked[one.reconciliation_id] += one.difference
    assert booked == fresh
    carried = sum(one.amount for one in Invoice.objects.all())
    waiting = sum(one.difference for one in Correction.objects.filter(carrier="next_invoice", line=None))
    assert carried + waiting == sum(fresh.values())


def _fresh() -> dict[int, Decimal]:
    """Every closed month's fee counted now."""
    measured, _there = measured_months(months=HalfYear(2021, 1).months)
    return {row.pk: measured[row.department_id, row.month].shortfall.fee for row in Reconciliation.objects.closed()}


@given(st.lists(st.integers(-10, 10)), st.integers(0, 30))
def test_what_is_carried_never_takes_an_invoice_to_nothing(differences: list[int], owed: int) -> None:
    waiting = [Correction(fee_then=Decimal(0), fee_now=Decimal(one)) for one in differences]
    chosen = that_fit(waiting, owed=Decimal(owed))
    assert not chosen or owed + sum(one.difference for one in chosen) > 0
    assert len({id(one) for one in chosen}) == len(chosen)
