"""Every rule that the database itself holds about months, claims, corrections and invoices, by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from billing.ledger_files import LedgerForm
from billing.models import (
    AccountCoding,
    ClaimDecision,
    Correction,
    HandOver,
    HandOverItem,
    Invoice,
    InvoiceRun,
    MissingCause,
    NumberSeries,
    Objection,
    Reconciliation,
    ReconciliationLine,
)
from billing.operations import months
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.hand_overs import hand_over
from foundation.documents.archive import archive
from tests.billing.city import APRIL, FIRST_HALF, TODAY, end_early
from tests.organisation.factories import UserFactory

NOW = timezone.now()
pytestmark = pytest.mark.usefixtures("quick_documents")


@pytest.fixture
def april(city):
    return months.open_month(month=APRIL, by=None, departments=[city.leisure])[0]


def refuses(name):
    return pytest.raises(Error, match=name)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("reconciliation_closed_has_time", {"state": "closed"}),
        ("reconciliation_closed_has_time", {"closed_at": NOW}),
        ("reconciliation_confirmed_has_time", {"state": "confirmed"}),
        ("reconciliation_fee_not_negative", {"fee": -1}),
    ],
)
def test_a_month_that_does_not_hang_together_is_refused(april, name, values):
    with refuses(name), transaction.atomic():
        Reconciliation.objects.filter(pk=april.pk).update(**values)


def test_nobody_is_on_both_sides_of_a_month(april):
    person = UserFactory()
    rows = Reconciliation.objects.filter(pk=april.pk)
    with refuses("reconciliation_nobody_acts_for_both"), transaction.atomic():
        rows.update(state="closed", confirmed_at=NOW, closed_at=NOW, confirmed_by=person, closed_by=person)
    with refuses("reconciliation_proposer_does_not_confirm"), transaction.atomic():
        rows.update(proposed_by=person, confirmed_by=person)


def test_once_is_once(april, city):
    again = Reconciliation.objects.get(pk=april.pk)
    again.pk = None
    with refuses("reconciliation_once_per_month"), transaction.atomic():
        again.save()
    line = april.lines.first()
    line.pk = None
    with refuses("line_once_per_placement"), transaction.atomic():
        line.save()
    for _ in range(2):
        coding = AccountCoding(
            department=city.leisure, valid_from=date(2021, 1, 1), account="1", cost_centre="2", activity_code="3",
            counterpart="4",
        )  # fmt: skip
        cause = MissingCause(department=city.leisure, month=APRIL, cause="other", number=1)
        if not AccountCoding.objects.exists():
            coding.save()
            cause.save()
    with refuses("codings_do_not_overlap"), transaction.atomic():
        coding.save()
    with refuses("missing_cause_once"), transaction.atomic():
        cause.save()
    NumberSeries.objects.create(series="F", year=2021)
    with refuses("number_series_once"), transaction.atomic():
        NumberSeries.objects.create(series="F", year=2021)


def test_a_month_is_kept_on_its_first_day(april):
    with refuses("billing_reconciliation_month_check"), transaction.atomic():
        connection.cursor().execute("UPDATE billing_reconciliation SET month = '2021-04-02'")


def test_a_deadline_lies_after_the_day_of_the_proposal(april):
    for values in ({"deadline": TODAY, "least_days": 7}, {"deadline": date(2099, 1, 1), "least_days": None}):
        with refuses("reconciliation_deadline_after_proposal"), transaction.atomic():
            Reconciliation.objects.filter(pk=april.pk).update(proposed_on=TODAY, **values)


def test_an_objection_that_is_taken_back_has_its_moment(april):
    for values in ({"state": "withdrawn"}, {"withdrawn_at": NOW}):
        with refuses("objection_withdrawn_has_time"), transaction.atomic():
            Objection.objects.create(reconciliation=april, text="Fel", **values)


def test_an_answered_objection_has_its_answer(april):
    with refuses("objection_answered_has_answer"), transaction.atomic():
        Objection.objects.create(reconciliation=april, text="Fel", state="rejected", answered_at=NOW)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("claim_within_computed", {"extent": "part", "claimed": 101, "reason": "Del"}),
        ("claim_within_computed", {"extent": "part", "claimed": -1, "reason": "Del"}),
        ("claim_extent_fits_sum", {"extent": "all", "claimed": 99}),
        ("claim_extent_fits_sum", {"extent": "waived", "claimed": 1, "reason": "Del"}),
        ("claim_less_than_all_has_reason", {"extent": "part", "claimed": 50}),
    ],
)
def test_a_decision_that_does_not_hang_together_is_refused(city, name, values):
    with refuses(name), transaction.atomic():
        ClaimDecision.objects.create(
            board=city.leisure.board, half_year=FIRST_HALF, computed=100, delegation="§", decided_at=NOW, **values
        )


def test_one_decision_stands(city):
    def decide():
        ClaimDecision.objects.create(
            board=city.leisure.board, half_year=FIRST_HALF, extent="all", computed=1, claimed=1, delegation="§",
            decided_at=NOW,
        )  # fmt: skip

    decide()
    with refuses("claim_one_current_per_half_year"), transaction.atomic():
        decide()


def test_a_run_is_issued_by_a_second_person_and_has_its_time(city):
    person = UserFactory()
    with refuses("invoice_run_issued_by_a_second_person"), transaction.atomic():
        InvoiceRun.objects.create(
            half_year=FIRST_HALF, drafts=[], rehearsed_by=person, issued_by=person, state="issued", issued_at=NOW
        )
    with refuses("invoice_run_issued_has_time"), transaction.atomic():
        InvoiceRun.objects.create(half_year=FIRST_HALF, drafts=[], state="issued")


def raw(invoice, **values):
    given = {
        "number": "F2021-9999", "series": "F", "year": 2021, "sequence": 9999, "board": invoice.board,
        "half_year": FIRST_HALF, "seller": {}, "buyer": {}, "computed": 1, "amount": 1, "issued_at": NOW, **values,
    }  # fmt: skip
    return Invoice.objects.create(**given)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("invoice_one_per_board_and_half_year", {}),
        ("invoice_number_once", {"sequence": 1, "half_year": FIRST_HALF.next()}),
        ("billing_invoice_number", {"number": "F2021-0001", "half_year": FIRST_HALF.next()}),
        ("invoice_sign_fits_kind", {"amount": 0, "half_year": FIRST_HALF.next()}),
        ("invoice_sign_fits_kind", {"kind": "debit_note", "amount": -1, "corrects": True, "reason": "Fel"}),
        ("invoice_note_names_original_and_reason", {"kind": "debit_note", "reason": "Fel"}),
        ("invoice_note_names_original_and_reason", {"kind": "debit_note", "corrects": True}),
        ("invoice_note_names_original_and_reason", {"corrects": True, "half_year": FIRST_HALF.next()}),
    ],
)
def test_an_invoice_that_does_not_hang_together_is_refused(invoices, name, values):
    if values.get("corrects"):
        values = {**values, "corrects": invoices.leisure}
    with refuses(name), transaction.atomic():
        raw(invoices.leisure, **values)


def test_a_line_stands_in_one_place_of_its_invoice(invoices):
    line = invoices.leisure.lines.first()
    line.pk = None
    with refuses("invoice_line_position_once"), transaction.atomic():
        line.save()


def test_a_line_cannot_be_added_to_an_issued_invoice(invoices):
    line = invoices.leisure.lines.get(position=4)
    line.pk, line.position = None, 99
    with refuses("invoice_lines_are_the_amount|invoice_amount_is_its_lines"), transaction.atomic():
        line.save()
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_invoice_is_handed_over_once(invoices):
    made = hand_over(form=LedgerForm.CSV, by=None, today=TODAY)
    with refuses("invoice_id"), transaction.atomic():
        HandOverItem.objects.create(hand_over=made, invoice=invoices.leisure)


@pytest.fixture
def everything(invoices):
    """An invoiced half-year with a correction, an objection in an older month and a hand-over."""
    hand_over(form=LedgerForm.CSV, by=None, today=TODAY)
    end_early(1, date(2021, 5, 10))
    for one in find_corrections(today=date(2021, 8, 1)):
        accept_correction(correction=one, by=None, reason="Sent")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_reconciliation SET fee = 0",
        "UPDATE billing_reconciliation SET state = 'open', closed_at = NULL",
        "DELETE FROM billing_reconciliation",
        "UPDATE billing_reconciliationline SET counted = NOT counted",
        "DELETE FROM billing_reconciliationline",
        "UPDATE billing_invoice SET amount = amount + 1",
        "UPDATE billing_invoice SET buyer = '{}'",
        "UPDATE billing_invoice SET document_id = NULL",
        "DELETE FROM billing_invoice",
        "UPDATE billing_invoiceline SET amount = 0",
        "DELETE FROM billing_invoiceline",
        "UPDATE billing_correction SET fee_now = 0",
        "UPDATE billing_correction SET line_id = NULL",
        "DELETE FROM billing_correction",
        "DELETE FROM billing_handoveritem",
        "UPDATE billing_handover SET form = 'x'",
        "UPDATE foundation_document SET content = 'x'",
        "DELETE FROM foundation_document",
    ],
)
def test_what_is_closed_issued_or_settled_is_never_changed_by_any_statement(everything, statement):
    with pytest.raises(Error, match=r"Cannot (update|delete)|frozen"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_line_cannot_be_added_to_a_closed_month(closed_city):
    line, *others = ReconciliationLine.objects.filter(reconciliation__month=APRIL).order_by("reconciliation")
    line.pk, line.placement = None, others[-1].placement  # of another department
    with refuses("line_of_closed_month_is_frozen"), transaction.atomic():
        line.save()


def test_one_correction_of_a_month_is_proposed_at_a_time(closed_city):
    end_early(18, date(2021, 6, 29))
    [one] = find_corrections(today=date(2021, 8, 1))
    one.pk, one.sequence = None, 2
    with refuses("correction_one_proposed"), transaction.atomic():
        one.save()
    with refuses("correction_settled_has_time"), transaction.atomic():
        Correction.objects.update(state="accepted")
    one.sequence = 1
    with refuses("correction_sequence_once"), transaction.atomic():
        one.state, one.settled_at = "dismissed", NOW
        one.save()


def test_a_coding_is_whole_and_ends_after_it_begins(city):
    whole = {
        "department": city.leisure, "valid_from": date(2021, 1, 1), "account": "1", "cost_centre": "2",
        "activity_code": "3", "counterpart": "4",
    }  # fmt: skip
    with refuses("coding_ends_after_it_begins"), transaction.atomic():
        AccountCoding.objects.create(**whole | {"valid_to": date(2020, 12, 31)})
    for part in ("account", "cost_centre", "activity_code", "counterpart"):
        with refuses("coding_has_its_mandatory_parts"), transaction.atomic():
            AccountCoding.objects.create(**whole | {part: ""})


def test_a_month_is_accrued_once(db):
    document = archive(kind="ledger", name="p.si", content=b"x")
    HandOver.objects.create(form="sie", accrual_month=APRIL, document=document)
    with refuses("accrual_once_per_month"), transaction.atomic():
        HandOver.objects.create(form="csv", accrual_month=APRIL, document=document)


def test_a_collection_of_documents_is_no_ledger_file(db):
    document = archive(kind="ledger", name="p.zip", content=b"x")
    for wrong in ({"form": "zip"}, {"form": "csv", "collected": FIRST_HALF}, {"form": "pdf", "accrual_month": APRIL}):
        with refuses("hand_over_is_ledger_or_collection"), transaction.atomic():
            HandOver.objects.create(document=document, **wrong)


def test_every_rule_has_its_test():
    """A constraint that is added must be tried above, or with the corrections that are carried forward."""
    here = Path(__file__)
    text = here.read_text() + here.with_name("test_carried_forward.py").read_text()
    tables = (
        AccountCoding, ClaimDecision, Correction, HandOver, HandOverItem, Invoice, InvoiceRun, MissingCause,
        NumberSeries, Objection, Reconciliation, ReconciliationLine,
    )  # fmt: skip
    names = {constraint.name for table in tables for constraint in table._meta.constraints}
    assert {name for name in names if name not in text} == set()
