"""A month is never credited more than it was charged, and a correction follows the decision on it. Worked by hand.

Fritidsnämnden owes 30 000 kr for April and 7 500 kr for May, 37 500 kr. 30 000,33 kr of it is claimed: exactly
24 000,264 and 6 000,066 kr, so April 24 000,26 and May 6 000,07 kr. With one more in April (15 → 16 of 19) the fee is
22 500 and not 30 000 kr: 22 500 / 30 000 × 24 000,26 = 18 000,195 ≈ 18 000,20 kr, so 6 000,06 kr is given back.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from billing.models import Correction, Invoice, InvoiceLine
from billing.operations.claims import decide_claim
from billing.operations.corrections import accept_correction, find_corrections, note_instead
from billing.operations.credit_notes import NothingLeft, credit
from billing.operations.half_years import issue, rehearse
from billing.operations.issue_now import issue_now
from billing.operations.months import close_months
from billing.queries.invoice_page import credit_page
from billing.queries.proof import prove
from billing.queries.remains import left_on
from foundation.periods import HalfYear
from placements.models import Employment, Placement
from tests.billing.city import APRIL, FIRST_HALF, MAY, TODAY, City, end_early, place
from tests.billing.steps import close_first_half, with_codings
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.usefixtures("quick_documents")
APRILS, MAYS, ONE = Decimal("24000.26"), Decimal("6000.07"), Decimal("6000.06")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def part(city: City) -> Invoice:
    """30 000,33 of 37 500 kr, claimed and invoiced."""
    close_first_half()
    with_codings(city.leisure, city.environment, city.provider)
    decide_claim(
        board=city.leisure.board, half_year=FIRST_HALF, extent="part", claimed=Decimal("30000.33"),
        reason="Handledaren var sjuk.", delegation="4.2", by=UserFactory(role="claim_decision_maker"),
    )  # fmt: skip
    finance = UserFactory(role="finance")
    issue(run=rehearse(half_year=FIRST_HALF, by=finance, today=TODAY), by=UserFactory(role="finance"), today=TODAY)
    invoice = Invoice.objects.get()
    assert [one.amount for one in invoice.lines.filter(amount__gt=0).order_by("position")] == [APRILS, MAYS]
    return invoice


def one_more_in_april(city: City, number: int = 79) -> Placement:
    return place(city.leisure, date(2021, 4, 30), date(2021, 4, 30), number=number)


def accepted(**chosen: str) -> Correction:
    [found] = find_corrections(today=TODAY)
    return accept_correction(correction=found, by=None, reason="Sen anmälan", **chosen)


def months(invoice: Invoice) -> list[tuple[object, Decimal, Decimal]]:
    return [(one.line.month, one.charged, one.left) for one in credit_page(invoice).months if one.charged]


def april_in_full(invoice: Invoice) -> Invoice:
    line = invoice.lines.get(month=APRIL)
    return credit(invoice=invoice, lines={line.pk: APRILS}, reason="Uppgörelse", by=None)


def test_what_is_left_is_known_month_by_month_and_all_is_what_is_left_of_each(part):
    april_in_full(part)
    assert months(part) == [(APRIL, APRILS, 0), (MAY, MAYS, MAYS)]
    rest = credit(invoice=part, reason="Resten", by=None)
    assert [(one.month, one.amount) for one in rest.lines.all()] == [(MAY, -MAYS)]
    with pytest.raises(NothingLeft):
        credit(invoice=part, reason="Igen", by=None)


def test_the_form_says_what_is_left_of_each_month_and_the_preview_takes_no_more(part, login_as):
    april_in_full(part)
    finance = login_as("finance")
    address = reverse("billing:credit", args=[part.pk])
    page = plain(finance.get(address).text)
    assert "kvar att kreditera: 6 000,07 kr av 6 000,07 kr" in page
    assert f"line_{part.lines.get(month=APRIL).pk}" not in page
    preview = plain(finance.post(address, {"extent": "all", "reason": "Resten"}).text)
    assert "Fritidsnämnden får tillbaka 6 000,07 kr." in preview
    assert "24 000,26" not in preview


def test_a_correction_gives_back_the_decided_share_of_a_job_and_says_so(city, part):
    one_more_in_april(city)
    done = accepted()
    assert (done.difference, done.amount, done.rest) == (-7500, -ONE, Decimal("-1499.94"))
    assert (done.line.invoice.amount, done.line.computed) == (-ONE, -7500)
    assert plain(done.explanation) == (
        f"Beslutet {part.decision['decided_on']} (4.2) var att begära 30 000,33 kr av beräknade 37 500 kr."
        " Rättelsen följer den andelen: 6 000,06 kr av 7 500 kr."
    )
    assert prove().differences == []


def test_corrections_one_after_the_other_give_what_one_would_have(city, part):
    """Four more in April, one at a time: all of its 24 000,26 kr, to the öre."""
    for number in (79, 80, 81, 82):
        one_more_in_april(city, number)
        accepted()
    notes = Invoice.objects.filter(kind="credit_note")
    assert (notes.count(), sum(one.amount for one in notes)) == (4, -APRILS)


def test_a_debit_follows_the_same_share_also_of_a_month_that_was_charged_nothing(city, part):
    """June was full: 7 500 × 30 000,33 / 37 500 = 6 000,066 ≈ 6 000,07 kr."""
    end_early(18, date(2021, 6, 29))
    done = accepted()
    assert (done.line.invoice.kind, done.line.invoice.amount) == ("debit_note", MAYS)
    assert "Rättelsen följer den andelen: 6 000,07 kr av 7 500 kr." in plain(done.explanation)


def test_what_was_claimed_in_full_is_corrected_in_full(closed_city, invoices):
    one_more_in_april(closed_city)
    done = accepted()
    assert (done.amount, done.explanation) == (-7500, "")


def test_a_month_that_somebody_has_credited_is_not_credited_again(city, part, login_as):
    april_in_full(part)
    one_more_in_april(city)
    find_corrections(today=TODAY)
    page = plain(login_as("finance").get(reverse("billing:corrections")).text)
    why = (
        "April 2021 är redan krediterad för hand med 24 000,26 kr (K2021-0001). Av månaden återstår 0 kr att"
        " kreditera, så 6 000,06 kr krediteras inte."
    )
    assert why in page
    done = accepted()
    assert (done.difference, done.amount, done.line, done.waits_for_next_invoice) == (-7500, 0, None, False)
    assert why in plain(done.explanation)
    assert Invoice.objects.filter(kind="credit_note").count() == 1


def test_what_could_not_be_given_back_is_not_asked_for_either(city, part):
    """April is credited by hand; the correction gives 0 kr; taken back it costs 0 kr and not 6 000,06."""
    april_in_full(part)
    placement = one_more_in_april(city)
    accepted()
    Employment.objects.filter(pk=placement.employment_id).update(employed_from=date(2021, 5, 1), employed_to=None)
    Placement.objects.filter(pk=placement.pk).update(placed_from=date(2021, 7, 1), placed_to=None)
    back = accepted()
    assert (back.difference, back.amount, back.line) == (7500, 0, None)
    assert prove().differences == []


def test_what_waits_for_the_next_invoice_is_kept_for_it(city, part):
    """6 000,06 kr of April wait: by hand 24 000,26 − 6 000,06 = 18 000,20 kr remain, and the next invoice fits."""
    one_more_in_april(city)
    waiting = accepted(carrier="next_invoice")
    assert (waiting.amount, waiting.waits_for_next_invoice) == (-ONE, True)
    assert months(part)[0] == (APRIL, APRILS, Decimal("18000.20"))
    credit(invoice=part, reason="Resten", by=None)
    place(city.environment, date(2021, 6, 1), number=85)
    end_early(17, date(2021, 6, 30))
    close_months(months=HalfYear(2021, 2).months, by=None)
    issue_now(half_year=HalfYear(2021, 2), today=date(2022, 1, 15))
    waiting.refresh_from_db()
    assert (waiting.line.computed, waiting.line.amount) == (-ONE, -ONE)
    assert prove().differences == []


def test_a_note_instead_takes_what_was_kept(city, part):
    one_more_in_april(city)
    waiting = accepted(carrier="next_invoice")
    credit(invoice=part, amount=Decimal(20000), reason="Uppgörelse", by=None)
    assert note_instead(correction=waiting, by=None).line.invoice.amount == -ONE
    assert left_on(part) == Decimal("30000.33") - 20000 - ONE


def line_of_april(note: Invoice, amount: Decimal) -> None:
    april = Invoice.objects.get(number="F2021-0001").lines.get(month=APRIL)
    InvoiceLine.objects.create(
        invoice=note, position=9, reconciliation=april.reconciliation, department_name=april.department_name,
        month=APRIL, target=19, counted=15, missing=4, excused=0, chargeable=0, fee_each=7500, computed=amount,
        amount=amount,
    )  # fmt: skip


def test_the_database_refuses_a_credit_above_what_a_month_was_charged(part):
    note = april_in_full(part)
    with pytest.raises(Error, match="credit_within_month"), transaction.atomic():
        line_of_april(note, Decimal("-0.01"))


def test_the_proof_finds_a_month_that_is_credited_more_than_charged(part):
    note = april_in_full(part)
    assert prove().differences == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
    line_of_april(note, Decimal(-7500))
    found = [(one.check, one.subject, one.stored, one.derived) for one in prove().differences]
    assert ("invoices", "Fritidsförvaltningen 2021-04 credited", "31500.26", "24000.26") in found


def test_a_credit_of_a_whole_invoice_takes_back_what_it_gave_for_an_earlier_month(closed_city, invoices):
    """Environment's second half-year is 6 × 7 500 = 45 000 less 7 500 for May: 37 500 kr. All of it is credited."""
    place(closed_city.environment, date(2021, 5, 31), date(2021, 5, 31), number=78)
    accepted(carrier="next_invoice")
    close_months(months=HalfYear(2021, 2).months, by=None)
    issue_now(half_year=HalfYear(2021, 2), today=date(2022, 1, 15))
    invoice = Invoice.objects.get(half_year=HalfYear(2021, 2))
    note = credit(invoice=invoice, reason="Fel nämnd", by=None)
    assert (note.amount, [one.amount for one in note.lines.order_by("position")]) == (-37500, [*[-7500] * 6, 7500])
    assert months(invoices.environment)[0][2] == 15000
    assert prove().differences == []
