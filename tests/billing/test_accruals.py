"""Earned and not invoiced at a month's end, booked on its last day and reversed on the next month's first.

The small city: leisure 30 000 in April, 7 500 in May; environment 15 000 in May, 7 500 in June.
At the end of April 30 000; of May 30 000 + 7 500 + 15 000 = 52 500; of June 60 000.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from billing import sie
from billing.ledger_files import CodingMissing, LedgerForm
from billing.models import HandOver, HandOverItem
from billing.operations import months
from billing.operations.accruals import AlreadyAccrued, MonthNotOver, NothingToAccrue, hand_over_accrual
from billing.operations.claims import decide_claim
from billing.operations.issue_now import issue_now
from billing.queries.accruals import accrual
from billing.queries.claims import computed_claims
from foundation.periods import Month
from tests.billing.city import APRIL, ASKED, FIRST_HALF, JUNE, MAY, TODAY, build_city
from tests.billing.steps import with_codings
from tests.billing.threads import at_once


def coded(city):
    with_codings(city.leisure, city.environment, city.provider)
    return city


def by_board(month):
    return {one.claim.board.name: one.amount for one in accrual(month).boards}


def test_it_grows_month_by_month(closed_city):
    assert by_board(Month(2021, 3)) == {}
    assert by_board(APRIL) == {"Fritidsnämnden": 30000}
    assert by_board(MAY) == {"Fritidsnämnden": 37500, "Miljönämnden": 15000}
    assert by_board(JUNE) == {"Fritidsnämnden": 37500, "Miljönämnden": 22500}
    assert accrual(MAY).amount == 52500


def test_a_waiver_accrues_nothing_and_a_part_its_share_of_each_month(closed_city):
    """20 000 of 37 500: April 30 000 × 20/37,5 = 16 000, May 4 000."""
    decide = partial(decide_claim, half_year=FIRST_HALF, delegation="§ 1", by=None)
    decide(board=closed_city.environment.board, extent="waived", reason="Paus")
    decide(board=closed_city.leisure.board, extent="part", claimed=Decimal(20000), reason="Delat ansvar")
    assert by_board(APRIL) == {"Fritidsnämnden": 16000}
    assert by_board(MAY) == {"Fritidsnämnden": 20000}


def test_a_part_decided_month_by_month_accrues_each_months_own_part(closed_city):
    """Of 30 000 for April and 7 500 for May, 25 000 and nothing are claimed: 25 000 at the end of both, not 20 000."""
    board = closed_city.leisure.board
    [claim] = computed_claims(half_year=FIRST_HALF, boards=[board])
    kronor = {30000: Decimal(25000), 7500: Decimal(0)}
    parts = {key: kronor[int(whole)] for key, whole in claim.lines.items() if whole}
    decide_claim(
        board=board, half_year=FIRST_HALF, delegation="§ 1", by=None, extent="part", parts=parts, reason="Maj var vår"
    )
    assert by_board(APRIL)["Fritidsnämnden"] == by_board(MAY)["Fritidsnämnden"] == 25000


def test_what_is_invoiced_by_then_is_no_longer_accrued(closed_city, quick_documents):
    issue_now(half_year=FIRST_HALF, today=TODAY)
    assert accrual(JUNE).amount == 60000  # at the end of June it was not
    assert accrual(Month.of(timezone.localdate())).amount == 0


def test_months_that_are_not_closed_are_told(city):
    [row] = months.open_month(month=APRIL, by=None, departments=[city.leisure])
    row = months.propose_month(reconciliation=row, by=None, deadline=date(2021, 5, 14), today=ASKED)
    row = months.confirm_by_silence(reconciliation=row, today=date(2021, 5, 15))
    months.close_month(reconciliation=row, by=None, today=TODAY)
    found = accrual(APRIL)
    assert found.amount == 30000
    told = {(one.department.code, str(one.month)) for one in found.unclosed}
    assert told == {("101", f"2021-0{n}") for n in (1, 2, 3)} | {("102", f"2021-0{n}") for n in (1, 2, 3, 4)}


def test_the_ledger_file_books_on_the_last_day_and_reverses_on_the_first(closed_city):
    coded(closed_city)
    made = hand_over_accrual(month=MAY, form=LedgerForm.SIE, by=None, today=TODAY)
    vouchers = sie.read(bytes(made.document.content)).vouchers
    assert [(one.series, one.day, one.rows[0].amount, one.rows[1].amount) for one in vouchers] == [
        ("P", date(2021, 5, 31), 37500, -37500),
        ("P", date(2021, 5, 31), 15000, -15000),
        ("P", date(2021, 6, 1), -37500, 37500),
        ("P", date(2021, 6, 1), -15000, 15000),
    ]
    assert dict(vouchers[0].rows[0].objects) == {1: "10100", 20: "6100", 21: "103"}
    assert dict(vouchers[0].rows[1].objects) == {1: "10300", 20: "6100", 21: "101"}
    assert made.document.name.startswith("periodisering-2021-05-")
    assert not HandOverItem.objects.exists()  # the invoices are still to be handed over


def test_csv_has_a_row_for_every_posting(closed_city):
    coded(closed_city)
    made = hand_over_accrual(month=APRIL, form=LedgerForm.CSV, by=None, today=TODAY)
    lines = bytes(made.document.content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Datum;Text;Konto;Kostnadsställe;Projekt;Verksamhet;Motpart;Aktivitet;Objekt;Belopp"
    assert lines[1] == "2021-04-30;Periodisering 2021-H1 Fritidsnämnden;7692;10100;;6100;103;;;30000,00"
    assert lines[4] == "2021-05-01;Återföring 2021-H1 Fritidsnämnden;7692;10300;;6100;101;;;30000,00"
    assert len(lines) == 5


def test_refusals(closed_city):
    act = partial(hand_over_accrual, form=LedgerForm.SIE, by=None)
    with pytest.raises(CodingMissing, match="2021-04 Fritidsnämnden: konto"):
        act(month=APRIL, today=TODAY)
    coded(closed_city)
    with pytest.raises(MonthNotOver):
        act(month=APRIL, today=date(2021, 4, 30))
    with pytest.raises(NothingToAccrue):
        act(month=Month(2021, 3), today=TODAY)
    act(month=APRIL, today=date(2021, 5, 1))
    with pytest.raises(AlreadyAccrued):
        act(month=APRIL, today=TODAY)
    assert HandOver.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_accrue_the_same_month_at_once(transactional_db, monkeypatch):
    city = coded(build_city())
    months.close_months(months=FIRST_HALF.months, by=None)
    act = partial(hand_over_accrual, month=MAY, form=LedgerForm.SIE, by=None, today=TODAY)
    results = at_once(*(act for _ in range(4)))
    assert sum(isinstance(one, AlreadyAccrued) for one in results) == 3
    assert HandOver.objects.get().accrual_month == MAY
    assert city


def test_it_is_seen_before_it_is_handed_over(closed_city, login_as):
    coded(closed_city)
    finance = login_as("finance")
    address = reverse("billing:accruals")
    page = finance.get(address, {"month": "2021-05"}).text
    assert "52 500 kr" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert not HandOver.objects.exists()
    done = finance.post(address, {"month": "2021-05", "form": "sie"}, follow=True).text
    assert "periodisering av maj 2021" in done
