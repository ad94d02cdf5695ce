"""The rest closes also where the department holds fewer to count than ASF: both agree on what is missing at least.

Fritidsförvaltningen, April 2021: target 19, ASF counts 15, 4 missing = 30 000 kr. The department says that E0001 was
not there: 14, 5 missing = 37 500 kr. 4 missing are undisputed and close; the fifth, 7 500 kr, waits for the settlement.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from billing.models import Correction, Invoice, Objection, ParkedLine, Reconciliation
from billing.operations import months
from billing.operations.corrections import find_corrections
from billing.operations.issue_now import issue_now
from billing.operations.months import refusals
from billing.operations.months.mending import Mended
from billing.operations.parked import settle_parked
from billing.queries.proof import prove
from tests.billing.city import FIRST_HALF, TODAY, end_early

LATER, IN_TIME = date(2021, 6, 14), date(2021, 5, 12)


def figures(row):
    row = Reconciliation.objects.get(pk=row.pk)
    return row.counted, row.parked, row.missing, row.fee


@pytest.fixture
def line(april):
    return april.lines.select_related("placement").get(employment_key="E0001")


@pytest.fixture
def fewer(april, line, asf, hr):
    months.object_to(reconciliation=april, placement=line.placement, figure=0, text="Var aldrig här.", by=hr)
    months.confirm_rest(reconciliation=april, by=hr)
    months.park_and_close(reconciliation=april, deadline=LATER, by=asf, today=IN_TIME)
    return ParkedLine.objects.get()


def settle(parked, *, counts, by, mended=None):
    return settle_parked(parked=parked, counts=counts, answer="Så är det.", by=by, mended=mended)


def test_the_undisputed_part_closes_as_asf_counts_it(fewer):
    assert (fewer.share, fewer.in_lines, fewer.deadline) == (1, True, LATER)
    assert figures(fewer.reconciliation) == (15, 0, 4, 30000)
    assert prove().holds
    end_early(2, date(2021, 4, 20))
    assert find_corrections(today=TODAY) == []  # nothing is compared before it is settled


def test_settled_as_asf_says_the_closing_stands(fewer, asf):
    settled = settle(fewer, counts=True, by=asf)
    assert settled.correction is None
    assert figures(fewer.reconciliation) == (15, 0, 4, 30000)
    assert find_corrections(today=TODAY) == []
    assert prove().holds


def test_settled_as_the_department_says_the_register_must_say_so_too(fewer, line, asf):
    """15 → 14, 4 → 5 missing, 7 500 kr more; first the register still counts E0001, and nothing is changed."""
    with pytest.raises(refusals.RegisterSaysOtherwise, match="räknar 0, men registret ger 1"):
        settle(fewer, counts=False, by=asf)
    assert not Correction.objects.exists()
    start = line.placement.placed_from
    settle(fewer, counts=False, by=asf, mended=Mended(start, date(2021, 4, 20)))
    [correction] = Correction.objects.all()
    assert (correction.counted_then, correction.counted_now, correction.difference) == (15, 14, 7500)
    assert find_corrections(today=TODAY) == []
    assert prove().holds


def test_the_invoice_charges_what_is_undisputed_and_a_note_the_rest(city, fewer, asf, quick_documents):
    """April 30 000 + May 7 500 = 37 500 kr is invoiced; settled as the department says, a note of 7 500 kr follows."""
    months.close_months(months=FIRST_HALF.months, by=None)
    issue_now(half_year=FIRST_HALF, today=TODAY)
    invoice = Invoice.objects.get(board=city.leisure.board)
    assert invoice.amount == 37500
    end_early(1, date(2021, 4, 20))
    settle(fewer, counts=False, by=asf)
    note = Invoice.objects.get(kind="debit_note")
    assert (note.corrects, note.amount) == (invoice, 7500)
    assert {one.reconciliation.month.month for one in find_corrections(today=TODAY)} <= {5, 6}  # E0001 is gone then too
    assert prove().holds


def test_the_figure_of_the_whole_month_may_be_lower_too(april, asf, hr):
    """They count 13 of ASF's 15: two are parked. The register says 14: not what the department said; then 13."""
    months.object_to(reconciliation=april, placement=None, figure=13, text="Två slutade.", by=hr)
    months.confirm_rest(reconciliation=april, by=hr)
    months.park_and_close(reconciliation=april, deadline=LATER, by=asf, today=IN_TIME)
    parked = ParkedLine.objects.get()
    assert (parked.placement, parked.share, parked.in_lines, figures(april)) == (None, 2, True, (15, 0, 4, 30000))
    end_early(1, date(2021, 4, 20))
    with pytest.raises(refusals.RegisterSaysOtherwise, match="räknar 13, men registret ger 14"):
        settle(parked, counts=False, by=asf)
    end_early(2, date(2021, 4, 20))
    settle(parked, counts=False, by=asf)
    assert Correction.objects.get().difference == 15000
    assert find_corrections(today=TODAY) == []


def test_more_and_fewer_in_the_same_month_are_each_parked_and_settled(april, line, asf, hr):
    """E0001 should not count, and three are missing from the list: 15 in the lines, 18 until it is settled, 1 missing.

    Without E0001 17 remain, 2 missing = 15 000 kr; without the three 14, 5 missing = 37 500 kr."""
    months.object_to(reconciliation=april, placement=line.placement, figure=0, text="Var aldrig här.", by=hr)
    months.object_to(reconciliation=april, placement=None, figure=18, text="Tre saknas.", by=hr)
    months.confirm_rest(reconciliation=april, by=hr)
    months.park_and_close(reconciliation=april, deadline=LATER, by=asf, today=IN_TIME)
    assert figures(april) == (18, 3, 1, 7500)
    end_early(1, date(2021, 4, 20))
    settle(ParkedLine.objects.get(in_lines=True), counts=False, by=asf)
    settle(ParkedLine.objects.get(in_lines=False), counts=False, by=asf)
    assert [(one.counted_now, one.fee_now) for one in Correction.objects.order_by("sequence")] == [
        (17, 15000), (14, 37500),
    ]  # fmt: skip
    assert find_corrections(today=TODAY) == []
    assert prove().holds


def test_what_changes_nothing_beyond_the_others_is_answered_first(disputed, asf, hr):
    """E0099 should count, which makes 16; the month's 16 says the same once more."""
    months.object_to(reconciliation=disputed, placement=None, figure=16, text="Som sagt.", by=hr)
    months.confirm_rest(reconciliation=disputed, by=hr)
    with pytest.raises(refusals.NothingToPark, match="Som sagt"):
        months.park_and_close(reconciliation=disputed, deadline=LATER, by=asf, today=IN_TIME)
    assert Objection.objects.filter(state="open").count() == 2


def test_the_page_parks_and_settles_it_with_the_right_days(city, fewer, line, login_as):
    asf = login_as("asf_administrator")
    page = reverse("billing:reconciliation", args=[fewer.reconciliation_id])
    shown = asf.get(page).text
    assert "1 är parkerad: den räknas tills den är avgjord. Avgörs senast 2021-06-14." in shown
    assert "Rätta registret om den inte räknas" in shown
    address = reverse("billing:parked_settlement", args=[fewer.pk])
    days = {"placed_from": str(line.placement.placed_from), "placed_to": "2021-04-20"}
    asf.post(address, {"decision": "reject", "answer": "Hon slutade den 20 april."} | days)
    shown = login_as("department_hr", city.leisure).get(page).text
    assert "Avgjord: räknas inte." in shown and "Hon slutade den 20 april." in shown
