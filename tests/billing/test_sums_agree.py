"""The same sums of a half-year on its own page, in the list of half-years and in the forecast, also when corrected."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from billing.operations.claim_all import claim_all
from billing.operations.claims import decide_claim
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.half_years import issue, rehearse
from billing.queries.forecasts import forecast_rows
from billing.queries.half_year_page import half_year_page
from billing.queries.half_years import half_year_rows
from followup.documents import read
from followup.queries.report import report_figures
from organisation.models import Department
from tests.billing.city import FIRST_HALF, JUNE, TODAY, end_early
from tests.billing.steps import with_codings
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.usefixtures("quick_documents")


def sums():
    """Computed, claimed, invoiced and corrected afterwards: the page's, which the list must repeat."""
    page = half_year_page(half_year=FIRST_HALF, day=TODAY)
    [row] = [one for one in half_year_rows(list(Department.objects.all())) if one.half_year == FIRST_HALF]
    shown = (page.computed, page.claimed, page.invoiced, page.noted)
    assert (row.computed, row.claimed, row.invoiced, row.noted) == shown
    return shown


def closed_fee(department):
    [row] = forecast_rows(day=TODAY, departments=[department])
    return row.fee_closed


def one_fewer_in_june(by=None):
    """Person 18 stopped the day before the counting day in June: 7 500 kr more."""
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    return accept_correction(correction=correction, by=by, reason="Slutade den 29 juni")


def test_a_correction_before_the_invoice_is_in_all_three(closed_city):
    """Fritid 37 500 and Miljö 22 500 kr; with the correction 45 000 + 22 500 = 67 500 kr."""
    assert sums() == (60000, 0, 0, 0)
    one_fewer_in_june()
    assert sums() == (67500, 0, 0, 0)
    assert closed_fee(closed_city.leisure) == 45000


def test_a_debit_note_stands_beside_what_was_invoiced(closed_city):
    """60 000 kr are claimed and invoiced; the correction comes on a note of 7 500 kr, and the forecast has it."""
    city = closed_city
    with_codings(city.leisure, city.environment, city.provider)
    claim_all(half_year=FIRST_HALF, delegation="§ 1", by=UserFactory(role="claim_decision_maker"))
    issue(run=rehearse(half_year=FIRST_HALF, by=None, today=TODAY), by=None, today=TODAY)
    one_fewer_in_june()
    assert sums() == (60000, 60000, 60000, Decimal(7500))
    assert closed_fee(city.leisure) == 45000


def test_the_table_of_boards_leaves_with_the_same_sums(closed_city, login_as):
    one_fewer_in_june()
    file = login_as("finance").get("/invoices/half-years/2021-H1/?format=csv").content.decode("utf-8-sig")
    rows = {row["Nämnd"]: row for row in csv.DictReader(io.StringIO(file), delimiter=";")}
    assert rows["Fritidsnämnden"]["Beräknat"] == "45000,00"
    assert rows["Miljönämnden"]["Beräknat"] == "22500,00"


@pytest.mark.parametrize(
    ("role", "own", "address"),
    [
        ("asf_administrator", False, "/"),
        ("asf_administrator", False, "/reconciliations/?year=2021"),
        ("auditor", False, "/invoices/forecast/?year=2021"),
        ("department_hr", True, "/"),
        ("department_hr", True, "/reconciliations/?year=2021"),
        ("department_hr", True, "/invoices/forecast/?year=2021"),
    ],
)
def test_the_three_sums_stand_together(closed_city, login_as, role, own, address):
    """All boards: 60 000 computed and 20 000 claimed of Fritidsnämnden's 37 500; the board itself sees its own."""
    decide_claim(
        board=closed_city.leisure.board, half_year=FIRST_HALF, extent="part", claimed=Decimal(20000), reason="Delat",
        delegation="§ 1", by=None,
    )  # fmt: skip
    text = login_as(role, closed_city.leisure if own else None).get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    computed = "37 500" if own else "60 000"
    assert f"är {computed} kr beräknat, 20 000 kr begärt och 0 kr fakturerat." in text


def test_the_steering_groups_report_has_them_too(closed_city):
    figures = report_figures(
        department=closed_city.leisure, model_year=closed_city.year, month=JUNE, today=date(2021, 7, 5)
    )
    assert (figures["computed"], figures["claimed"], figures["invoiced"]) == ("37500.00", "0.00", "0.00")
    assert read(figures)["computed"] == 37500
    older = {name: value for name, value in figures.items() if name not in ("computed", "claimed", "invoiced")}
    assert "computed" not in read(older)
