"""A first half-year worked by hand: three chargeable months, no netting, a part claim, and a city met all the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import reverse

from billing.models import Invoice, Reconciliation
from billing.operations import months
from billing.operations.claims import decide_claim
from billing.operations.issue_now import issue_now
from tests.billing.city import APRIL, FIRST_HALF, TODAY, place


def lines_of(board):
    lines = Invoice.objects.get(board=board).lines.order_by("position")
    return [(str(one.month), int(one.missing), int(one.computed), int(one.amount), one.note) for one in lines]


def test_three_months_are_charged_and_three_stand_with_0_kr_and_why(closed_city, quick_documents):
    """Leisure, target 19: 15 in April and 18 in May give 4 and 1 missing; 19 in June.

    4 × 7 500 + 1 × 7 500 + 0 = 37 500 kr.
    """
    issue_now(half_year=FIRST_HALF, today=TODAY)
    lines = lines_of(closed_city.leisure.board)
    assert [(month, computed, note) for month, _missing, computed, _amount, note in lines if month < "2021-04"] == [
        (f"2021-0{number}", 0, "ej avgiftsgrundande") for number in (1, 2, 3)
    ]
    assert [line for line in lines if line[0] >= "2021-04"] == [
        ("2021-04", 4, 30000, 30000, ""), ("2021-05", 1, 7500, 7500, ""), ("2021-06", 0, 0, 0, ""),
    ]  # fmt: skip


def test_a_city_that_is_met_does_not_help_a_board_that_is_short(city, quick_documents):
    """Ten more at environment: 22 of 12 there in April, 15 of 19 at leisure. 37 of 31 in the city, and leisure pays."""
    for number in range(10):
        place(city.environment, date(2021, 1, 1), number=900 + number)
    months.close_months(months=FIRST_HALF.months, by=None)
    april = {row.department_id: row for row in Reconciliation.objects.filter(month=APRIL)}
    leisure, environment = april[city.leisure.pk], april[city.environment.pk]
    assert (leisure.target + environment.target, int(leisure.counted + environment.counted)) == (31, 37)
    assert (leisure.fee, environment.fee) == (30000, 0)
    issue_now(half_year=FIRST_HALF, today=TODAY)
    assert list(Invoice.objects.values_list("board__name", "amount")) == [("Fritidsnämnden", 37500)]


def test_a_part_claim_and_a_waiver_leave_all_three_sums(closed_city, quick_documents, login_as):
    """10 000 of 37 500: April 30 000 × 10/37,5 = 8 000, May 2 000. Environment's 22 500 are waived: no invoice."""
    decide = {"half_year": FIRST_HALF, "delegation": "§ 4", "by": None}
    decide_claim(
        board=closed_city.leisure.board, extent="part", claimed=Decimal(10000), reason="Delat ansvar", **decide
    )
    decide_claim(board=closed_city.environment.board, extent="waived", reason="Pandemin", **decide)
    issue_now(half_year=FIRST_HALF, today=TODAY)
    invoice = Invoice.objects.get()
    assert (invoice.computed, invoice.claimed, invoice.amount) == (37500, 10000, 10000)
    assert [line[3] for line in lines_of(closed_city.leisure.board)] == [0, 0, 0, 8000, 2000, 0]
    finance = login_as("finance")
    pages = ("billing:invoice", "billing:invoice_why")
    for address in (*(reverse(name, args=[invoice.pk]) for name in pages), reverse("billing:invoices")):
        text = finance.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
        assert "37 500 kr" in text and "10 000 kr" in text and "Begärt" in text.replace("begärt", "Begärt")
