"""The proof of books with everything in them: a month opened again, parked lines, a correction of a correction, part
credits. Worked by hand for Fritidsförvaltningen, whose target is 19 and whose fee is 7 500 kr:

April: closed with 15, opened again since E0001 had left (14), closed with one of the department's parked: 15 counted,
4 missing, 30 000 kr. Settled as not counting after the invoice: 14, 5 missing, 37 500 kr: debit note on 7 500 kr.
May: closed with 17 (18 less E0001), 2 missing, 15 000 kr. June: closed with 18 (19 less E0001), 1 missing, 7 500 kr.
Invoice 30 000 + 15 000 + 7 500 = 52 500 kr.
E0018 left on 29 June: 17, 2 missing, 15 000 kr: 7 500 kr more. It had not left after all: 18 again, 7 500 kr back.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from billing.models import Correction, Invoice, InvoiceLine, ParkedLine, Reconciliation, Reopening
from billing.operations import months
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.issue_now import issue_now
from billing.operations.parked import settle_parked
from billing.operations.reopening import confirm_reopening, propose_reopening
from billing.queries.proof import prove
from placements.models import Employment, Placement
from tests.billing.city import APRIL, ASKED, FIRST_HALF, JUNE, TODAY, end_early
from tests.organisation.factories import UserFactory

LATER = date(2021, 8, 1)


@pytest.fixture
def books(city, quick_documents):
    asf, head = UserFactory(role="asf_administrator"), UserFactory(role="asf_head")
    hr = UserFactory(role="department_hr", department=city.leisure)
    months.close_months(months=[APRIL], by=asf)
    april = Reconciliation.objects.get(department=city.leisure, month=APRIL)
    end_early(1, date(2021, 4, 20))
    reopening = propose_reopening(reconciliation=april, reason="E0001 hade slutat.", by=asf)
    row = confirm_reopening(reopening=reopening, by=head)
    row = months.propose_month(reconciliation=row, by=asf, deadline=date(2021, 5, 14), today=ASKED)
    months.object_to(reconciliation=row, placement=None, figure=15, text="En saknas.", by=hr)
    months.confirm_rest(reconciliation=row, by=hr)
    months.park_and_close(reconciliation=row, deadline=LATER, by=asf, today=date(2021, 5, 12))
    months.close_months(months=FIRST_HALF.months, by=asf)
    issue_now(half_year=FIRST_HALF, today=TODAY)
    settle_parked(parked=ParkedLine.objects.get(), counts=False, answer="Ingen fler fanns.", by=asf)
    end_early(18, date(2021, 6, 29))
    _accept("Slutade den 29 juni.")
    Employment.objects.filter(key="E0018").update(employed_to=None)
    Placement.objects.filter(employment__key="E0018").update(placed_to=None)
    _accept("Slutade inte.")
    return city


def _accept(reason):
    [correction] = find_corrections(today=LATER)
    accept_correction(correction=correction, by=None, reason=reason)


@pytest.fixture
def unguarded(books):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
    return books


def broken():
    return [(one.check, one.subject, one.stored, one.derived) for one in prove().differences]


def test_the_books_are_as_worked_by_hand_and_green(books):
    notes = Invoice.objects.filter(board=books.leisure.board).order_by("issued_at", "pk")
    assert [(one.number, one.amount) for one in notes] == [
        ("F2021-0001", 52500), ("D2021-0001", 7500), ("D2021-0002", 7500), ("K2021-0001", -7500),
    ]  # fmt: skip
    chain = Correction.objects.filter(reconciliation__month=JUNE).order_by("sequence")
    assert [(one.counted_then, one.counted_now, one.difference) for one in chain] == [(18, 17, 7500), (17, 18, -7500)]
    proof = prove()
    assert proof.differences == []
    assert (proof.tried["corrections"], proof.tried["reopenings"], proof.tried["invoices"]) == (3, 1, 5)


@pytest.mark.parametrize(
    ("sequence", "change", "found"),
    [
        (1, {"fee_then": 8000}, [("1 then fee", "8000.00", "7500.00"), ("1 carried", "7500.00", "7000.00")]),
        (1, {"counted_now": 16}, [  # 16 of 19: 3 missing, 22 500 kr; and the next began at 17
            ("1 now missing", "2", "3"), ("1 now chargeable", "2", "3"), ("1 now fee", "15000.00", "22500.00"),
            ("2 then counted", "17", "16"),
        ]),
        (2, {"missing_then": 3}, [("2 then missing", "3", "2")]),
        (2, {"fee_now": 7000}, [("2 now fee", "7000.00", "7500.00"), ("2 carried", "-7500.00", "-8000.00")]),
    ],
)  # fmt: skip
def test_an_altered_correction_is_found_to_the_figure(unguarded, sequence, change, found):
    Correction.objects.filter(reconciliation__month=JUNE, sequence=sequence).update(**change)
    prefix = "Fritidsförvaltningen 2021-06 "
    assert broken() == [("corrections", f"{prefix}{name}", stored, derived) for name, stored, derived in found]


def test_an_altered_line_that_carries_a_correction_is_found(unguarded):
    InvoiceLine.objects.filter(invoice__number="D2021-0002").update(computed=6000)
    assert broken() == [
        ("invoices", "D2021-0002 computed", "7500.00", "6000.00"),
        ("corrections", "Fritidsförvaltningen 2021-06 1 carried", "6000.00", "7500.00"),
    ]


def test_an_altered_parked_line_and_an_altered_earlier_closing_are_found(unguarded):
    ParkedLine.objects.update(share=2)
    assert ("months", "Fritidsförvaltningen 2021-04 parked", "1", "2") in broken()
    ParkedLine.objects.update(share=1)
    reopening = Reopening.objects.get()
    Reopening.objects.update(closing=reopening.closing | {"counted": "17", "missing": "4"})
    subject = f"Fritidsförvaltningen 2021-04 {reopening.closed_at:%Y-%m-%d}"
    assert broken() == [
        ("reopenings", f"{subject} counted", "17", "15"), ("reopenings", f"{subject} missing", "4", "2"),
    ]  # fmt: skip


def test_more_credited_than_there_is_is_found(unguarded):
    """The note is made 8 000 kr, with its line: 500 kr more than the debit note that it takes back."""
    note = Invoice.objects.get(number="K2021-0001")
    Invoice.objects.filter(pk=note.pk).update(amount=-8000, computed=-8000)
    InvoiceLine.objects.filter(invoice=note).update(amount=-8000, computed=-8000)
    assert ("invoices", f"{note.corrects.number} credited", "8000.00", "7500.00") in broken()
