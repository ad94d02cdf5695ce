"""The proof is green on what the house makes, and names every kind of break, made with the triggers off."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from agreements.models import AgreementVersion
from billing.ledger_files import LedgerForm
from billing.models import HandOverItem, Invoice, InvoiceLine, NumberSeries, ProofRun, Reconciliation
from billing.models import ReconciliationLine as Line
from billing.operations.credit_notes import credit
from billing.operations.hand_overs import hand_over
from billing.proof import of_numbers
from billing.queries.proof import prove
from billing.tasks import prove_nightly
from foundation.models import Document
from tests.agreements.factories import QuotaTransferFactory
from tests.billing.city import APRIL, TODAY
from tests.organisation.factories import UserFactory


@pytest.fixture
def handed_over(invoices):
    """Closed, invoiced, one credited in part, all handed over."""
    credit(invoice=invoices.leisure, amount=Decimal(7500), reason="Fel antal", by=None)
    hand_over(form=LedgerForm.CSV, by=None, today=TODAY)
    return invoices


@pytest.fixture
def unguarded(handed_over):
    """Nothing hinders changes until the test has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
    return handed_over


def broken():
    return [(one.check, one.subject, one.stored, one.derived) for one in prove().differences]


def april(city):
    return Reconciliation.objects.filter(department=city.leisure, month=APRIL)


def test_all_that_the_house_made_is_green(handed_over):
    """Three departments' six months, two invoices and a note; two PDFs and the file (the note's waits)."""
    proof = prove()
    assert proof.holds
    wanted = {"months": 18, "transfers": 6, "invoices": 3, "numbers": 3, "documents": 3, "hand_overs": 3}
    assert proof.tried | wanted == proof.tried


def test_a_changed_fee_is_found(unguarded, closed_city):
    april(closed_city).update(fee=1)
    assert ("months", "Fritidsförvaltningen 2021-04 fee", "1.00", "30000.00") in broken()


def test_a_line_that_vanished_is_found_in_count_missing_and_fee(unguarded, closed_city):
    """15 of 19 in April; one line gone: 14, 5 missing, 37 500 kr."""
    line = Line.objects.filter(reconciliation__in=april(closed_city), counted=True).first()
    Line.objects.filter(pk=line.pk).delete()
    found = {subject.split()[-1]: (stored, derived) for check, subject, stored, derived in broken()}
    assert found == {
        "counted": ("15", "14"), "missing": ("4", "5"), "chargeable": ("4", "5"), "fee": ("30000.00", "37500.00"),
    }  # fmt: skip


def test_a_person_counted_twice_is_found(unguarded, closed_city):
    first, second = Line.objects.filter(reconciliation__in=april(closed_city), counted=True)[:2]
    Line.objects.filter(pk=second.pk).update(participant_key=first.participant_key)
    assert broken() == [("people", f"{first.participant_key} 2021-04", "2", "1")]


def test_a_transfer_that_adds_to_the_city_is_found(unguarded, closed_city):
    row = april(closed_city).get()
    april(closed_city).update(target_trail=row.target_trail | {"transfers_in": 1, "base": row.target_trail["base"] - 1})
    assert broken() == [
        ("targets", "Fritidsförvaltningen 2021-04 base", "18", "19"),
        ("targets", "Fritidsförvaltningen 2021-04 transfers_in", "1", "0"),
        ("transfers", "2021-04", "1", "0"),
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"headcount": 331}, [("exact quota", "18.81", "18.867")]),  # 0.057 × 331
        ({"exact": "18.8"}, [("exact quota", "18.8", "18.810")]),
        ({"formula_quota": 18}, [("quota", "18", "19")]),
        ({"version": 2}, [("version", "2", "1")]),
    ],
)
def test_a_changed_trail_is_found(unguarded, closed_city, change, found):
    row = april(closed_city).get()
    april(closed_city).update(target_trail=row.target_trail | change)
    told = [(subject.split(" 2021-04 ")[1], stored, derived) for check, subject, stored, derived in broken()]
    assert [one for one in told if one[0] != "headcount"] == found


def test_a_transfer_or_a_version_that_was_changed_behind_a_closed_month_is_found(unguarded, closed_city):
    """Two places from leisure to environment, written in without being asked; then the promise itself, 19 → 20."""
    QuotaTransferFactory(
        from_department=closed_city.leisure, to_department=closed_city.environment, number=2, first_month=APRIL,
        last_month=APRIL, signed_on=TODAY,
    )  # fmt: skip
    assert broken() == [
        ("targets", "Fritidsförvaltningen 2021-04 transfers_out", "0", "2"),
        ("targets", "Miljöförvaltningen 2021-04 transfers_in", "0", "2"),
    ]
    AgreementVersion.objects.filter(agreement__department=closed_city.leisure).update(target=20)
    assert ("targets", "Fritidsförvaltningen 2021-06 base", "19", "20") in broken()


def test_a_changed_invoice_and_a_changed_line_are_found(unguarded):
    Invoice.objects.filter(pk=unguarded.leisure.pk).update(amount=1)
    assert broken() == [
        ("invoices", "F2021-0001 amount", "1.00", "37500.00"), ("invoices", "F2021-0001 credited", "7500.00", "1.00"),
    ]  # fmt: skip
    Invoice.objects.filter(pk=unguarded.leisure.pk).update(amount=37500)
    InvoiceLine.objects.filter(invoice=unguarded.leisure, month=APRIL).update(target=20)
    assert broken() == [("invoices", "F2021-0001 Fritidsförvaltningen 2021-04 target", "20", "19")]


def test_a_gap_in_the_numbers_is_found(unguarded):
    NumberSeries.objects.filter(series="F").update(last=3)
    assert broken() == [("numbers", "F2021-0003", "0", "1")]


def test_a_duplicate_and_a_number_beyond_the_counter_are_found():
    given = [("F", 2021, 1, "F2021-0001"), ("F", 2021, 1, "F2021-0001"), ("F", 2021, 2, "F2021-0002")]
    found = [(one.subject, one.stored) for one in of_numbers(given, {("F", 2021): 1})]
    assert found == [("F2021-0001", "2"), ("F2021-0002", "1")]


def test_changed_bytes_are_found(unguarded):
    document = unguarded.leisure.document
    Document.objects.filter(pk=document.pk).update(content=b"%PDF- another")
    assert [one[:3] for one in broken()] == [("documents", document.name, document.sha256)]


def test_an_invoice_that_is_not_in_its_file_is_found(unguarded):
    Invoice.objects.filter(pk=unguarded.leisure.pk).update(number="F2021-0009")
    assert ("hand_overs", "F2021-0009") in [one[:2] for one in broken()]
    assert HandOverItem.objects.count() == 3


def test_the_command_and_the_nightly_job_keep_what_they_found(unguarded, closed_city, capsys):
    call_command("prove")
    assert prove_nightly() == 0
    april(closed_city).update(fee=1)
    with pytest.raises(CommandError, match="Skillnader: 2"):
        call_command("prove")
    assert "months;Fritidsförvaltningen 2021-04 fee;1.00;30000.00" in capsys.readouterr().out
    assert [len(one.differences) for one in ProofRun.objects.order_by("pk")] == [0, 0, 2]


def test_the_page_is_green_or_shows_the_difference_and_leaves_as_a_file(client, unguarded, closed_city):
    client.force_login(UserFactory(role="auditor"))
    address = reverse("billing:proof")
    assert "Inget bevis är gjort än" in client.get(address).content.decode()
    assert "Allt stämmer." in client.post(address, follow=True).content.decode()
    april(closed_city).update(fee=1)
    assert "2 skillnader" in client.post(address, follow=True).content.decode()
    text = client.get(address, {"format": "csv"}).content.decode("utf-8-sig")
    assert "Fritidsförvaltningen 2021-04 fee;1.00;30000.00" in text
    assert "överlämnade fakturor: en gång, och med i filen;3 prövade;;" in text
    client.force_login(UserFactory(role="department_hr", department=closed_city.leisure))
    assert client.get(address).status_code == 404
