"""Corrections of closed months: found once, accepted into notes, corrected again; a credit fits in what is left."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from billing.models import Correction, Invoice, Reconciliation
from billing.operations.corrections import (
    AlreadySettled,
    CorrectionIsGone,
    ReasonMissing,
    accept_correction,
    dismiss_correction,
    find_corrections,
)
from billing.operations.credit_notes import credit
from placements.models import Employment, Placement
from tests.billing.city import JANUARY, JUNE, MAY, end_early, place

TODAY = date(2021, 8, 1)
pytestmark = pytest.mark.usefixtures("quick_documents")


def found():
    rows = find_corrections(today=TODAY)
    return [(one.reconciliation.month, one.counted_then, one.counted_now, one.difference) for one in rows]


def accept_all(reason="Sen anmälan"):
    return [accept_correction(correction=one, by=None, reason=reason) for one in find_corrections(today=TODAY)]


def never_ended(number):
    Employment.objects.filter(key=f"E{number:04d}").update(employed_to=None)
    Placement.objects.filter(employment__key=f"E{number:04d}").update(placed_to=None)


def notes():
    rows = Invoice.objects.exclude(kind="invoice").order_by("issued_at", "pk")
    return [(one.number, one.corrects.number, one.amount) for one in rows]


def test_an_unchanged_register_gives_no_corrections(closed_city):
    assert found() == []


def test_a_late_end_is_found_in_every_closed_month_that_it_touches(closed_city):
    """E0001 ended on 10 May: May 18 → 17 and June 19 → 18, each 7 500 kr more."""
    end_early(1, date(2021, 5, 10))
    assert found() == [(MAY, 18, 17, 7500), (JUNE, 19, 18, 7500)]


def test_a_change_before_the_charging_start_changes_the_figures_and_not_the_money(closed_city):
    place(closed_city.leisure, date(2021, 1, 18), date(2021, 1, 31), number=77)
    assert found() == [(JANUARY, 5, 6, 0)]
    [accepted] = accept_all()
    assert accepted.line is None
    assert found() == []


def test_only_months_to_this_day_are_compared(closed_city):
    end_early(1, date(2021, 5, 10))
    assert [one.reconciliation.month for one in find_corrections(today=date(2021, 5, 31))] == [MAY]


def test_finding_twice_changes_nothing_and_what_is_mended_is_taken_away(closed_city):
    end_early(1, date(2021, 5, 10))
    first = [(one.pk, one.found_at) for one in find_corrections(today=TODAY)]
    assert [(one.pk, one.found_at) for one in find_corrections(today=TODAY)] == first
    never_ended(1)
    assert found() == []
    assert not Correction.objects.exists()


def test_an_invoiced_month_gives_a_debit_note_that_names_its_invoice_and_reason(closed_city, invoices):
    end_early(18, date(2021, 6, 29))
    [accepted] = accept_all()
    note = accepted.line.invoice
    assert (note.kind, note.number, note.corrects, note.amount) == ("debit_note", "D2021-0001", invoices.leisure, 7500)
    assert note.reason == "Sen anmälan"
    assert accepted.line.note == "rättelse: räknade 19, nu 18. Sen anmälan"


def test_an_invoiced_month_gives_a_credit_note(closed_city, invoices):
    """May, Miljöförvaltningen: 10 → 11 is 7 500 kr less."""
    place(closed_city.environment, date(2021, 5, 31), date(2021, 5, 31), number=78)
    accept_all()
    assert notes() == [("K2021-0001", "F2021-0002", -7500)]


def test_a_correction_is_not_applied_twice_and_can_itself_be_corrected(closed_city, invoices):
    end_early(18, date(2021, 6, 29))
    accept_all()
    assert accept_all() == []
    never_ended(18)
    assert found() == [(JUNE, 18, 19, -7500)]
    accept_all("Det var fel person")
    assert notes() == [("D2021-0001", "F2021-0001", 7500), ("K2021-0001", "D2021-0001", -7500)]
    assert found() == []
    assert list(Correction.objects.order_by("sequence").values_list("sequence", "fee_then", "fee_now")) == [
        (1, 0, 7500),
        (2, 7500, 0),
    ]


def test_a_credit_for_a_correction_is_never_more_than_what_is_left(closed_city, invoices):
    """Miljönämnden's 22 500 kr (May 15 000) is credited by hand but for 5 000 kr: of May 15 000 × 17 500 / 22 500 =
    11 666.67 kr. A correction of May on −7 500 kr gives the 3 333.33 kr back that remain of it."""
    credit(invoice=invoices.environment, amount=Decimal(17500), reason="Uppgörelse", by=None)
    place(closed_city.environment, date(2021, 5, 31), date(2021, 5, 31), number=78)
    [accepted] = accept_all()
    assert (accepted.difference, accepted.line.invoice.amount) == (-7500, Decimal("-3333.33"))


def test_nothing_left_gives_no_note(closed_city, invoices):
    credit(invoice=invoices.environment, reason="Allt tillbaka", by=None)
    place(closed_city.environment, date(2021, 5, 31), date(2021, 5, 31), number=78)
    [accepted] = accept_all()
    assert accepted.line is None
    assert len(notes()) == 1


def test_what_is_dismissed_is_not_proposed_again_until_the_register_says_something_else(closed_city):
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    dismiss_correction(correction=correction, by=None, reason="Felregistrerat, rättas i registret")
    assert found() == []
    end_early(17, date(2021, 6, 29))
    assert found() == [(JUNE, 19, 17, 15000)]


def test_settling_needs_a_reason_and_is_done_once(closed_city):
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    with pytest.raises(ReasonMissing):
        accept_correction(correction=correction, by=None, reason=" ")
    accept_correction(correction=correction, by=None, reason="Ja")
    with pytest.raises(AlreadySettled, match="godtagen"):
        dismiss_correction(correction=correction, by=None, reason="Nej")
    Correction.objects.filter(state="proposed").delete()


def test_a_correction_that_is_gone_is_told(closed_city):
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    never_ended(18)
    find_corrections(today=TODAY)
    with pytest.raises(CorrectionIsGone):
        accept_correction(correction=correction, by=None, reason="Ja")


def test_the_closed_month_itself_never_changes(closed_city, invoices):
    before = list(Reconciliation.objects.order_by("pk").values())
    end_early(1, date(2021, 5, 10))
    accept_all()
    assert list(Reconciliation.objects.order_by("pk").values()) == before


def test_the_command_lists_and_accepts(closed_city, invoices):
    end_early(18, date(2021, 6, 29))
    out, err = io.StringIO(), io.StringIO()
    call_command("propose_corrections", stdout=out, stderr=err)
    heading = "department;month;counted_then;counted_now;missing_then;missing_now;difference\n"
    assert out.getvalue() == heading + "101;2021-06;19;18;0;1;7500\n"
    assert notes() == []
    call_command("propose_corrections", "--accept", stdout=io.StringIO(), stderr=err)
    assert notes() == [("D2021-0001", "F2021-0001", 7500)]
    assert Invoice.objects.get(number="D2021-0001").document is not None
    out = io.StringIO()
    call_command("propose_corrections", "--accept", stdout=out, stderr=err)
    assert out.getvalue() == heading


def test_the_search_takes_a_constant_number_of_queries(closed_city, django_assert_max_num_queries):
    end_early(1, date(2021, 5, 10))
    find_corrections(today=TODAY)
    with django_assert_max_num_queries(11):
        find_corrections(today=TODAY)
