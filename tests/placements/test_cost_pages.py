"""Costs as pages and files, every amount explained, and the types and parameters they rest on."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from foundation.periods import Month
from placements.cost_wording import per_cent
from placements.models import EmploymentType, JobParameters, SupportTerms
from placements.operations.types import set_parameters
from placements.queries.costs import cost_rows, summed, together
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentFactory, EmploymentTypeFactory, PlacementFactory
from tests.placements.job_factories import SupportDecisionFactory, WageFactory

pytestmark = pytest.mark.django_db
APRIL, START = Month(2021, 4), date(2021, 1, 11)
COSTS = reverse("placements:costs") + "?first=2021-04&last=2021-04"
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(date(2021, 4, 20)):
        yield


@pytest.fixture
def host():
    return DepartmentFactory(code="101", name="Fritidsförvaltningen")


def supported(host, *, wage=21000, **values):
    """An extratjänst with decision and wage, 29 431.50 − 26 284.00 = 3 147.50 kr a month."""
    kind = EmploymentTypeFactory(support_kind="wage_share", support_share=1, has_supervisor_grant=True)
    one = EmploymentFactory(type=kind, employed_from=START)
    SupportDecisionFactory(employment=one)
    WageFactory(employment=one, monthly=Decimal(wage))
    return PlacementFactory(employment=one, department=host, **values)


def test_rows_are_read_from_the_register_and_summed(host):
    supported(host)
    supported(host)
    PlacementFactory(department=DepartmentFactory(), employment__type=EmploymentTypeFactory(code="x", counts=False))
    rows = cost_rows(months=[Month(2021, 3), APRIL])
    assert len(rows) == 4  # the type that neither counts nor is supported is no such job
    whole = together(rows)
    assert (whole.jobs, whole.cost, whole.support, whole.remains) == (2, 4 * Decimal("29431.50"), 105136, 12590)
    assert [(one.label, one.jobs) for one in summed(rows, lambda row: str(row.result.month))] == [
        ("2021-03", 2), ("2021-04", 2),
    ]  # fmt: skip


def test_the_grant_of_one_employment_goes_with_its_larger_placement_only(host):
    """From 11 January: April is 10/31 × 3 250 + 20/30 × 2 500 = 2 715.05, once."""
    larger = supported(host, working_share=60)
    PlacementFactory(employment=larger.employment, department=DepartmentFactory(), working_share=40)
    assert [row.result.grant for row in cost_rows(months=[APRIL])] == [Decimal("2715.05"), 0]


def test_stored_parameters_hold_from_their_day_and_the_standard_before(host):
    supported(host)
    JobParameters.objects.create(valid_from=date(2021, 4, 1), payroll_overhead=Decimal("0.3999"), source="prov")
    rows = cost_rows(months=[Month(2021, 3), APRIL])
    assert [row.result.cost for row in rows] == [Decimal("29431.50"), Decimal("29397.90")]


def test_terms_of_a_type_hold_from_their_day(host):
    """From April the ceiling is 19 000: 19 000 × 1.3142 = 24 969.80."""
    one = supported(host)
    SupportTerms.objects.create(type=one.employment.type, valid_from=date(2021, 4, 1), share=1, ceiling=19000)
    assert [row.result.support for row in cost_rows(months=[Month(2021, 3), APRIL])] == [26284, Decimal("24969.80")]


@pytest.mark.parametrize("by", ["job", "type", "department", "month"])
def test_the_page_says_the_sums_first(login_as, host, by):
    supported(host)
    text = login_as("finance").get(f"{COSTS}&by={by}").text
    for amount in ("29 431,50 kr", "26 284 kr", "3 147,50 kr", "2 715,05 kr"):
        assert amount.replace(" ", NBSP) in text


def test_the_file_holds_what_the_page_shows(login_as, host):
    one = supported(host)
    content = login_as("asf_head").get(f"{COSTS}&by=job&format=xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][1:] == [one.employment.key, "Extratjänst", "Fritidsförvaltningen", 29431.5, 26284, 3147.5, 2715.05]
    text = login_as("finance").get(f"{COSTS}&by=department&format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == "Fritidsförvaltningen;1;29431,50;26284,00;3147,50;2715,05"


def test_what_is_missing_is_said(login_as, host):
    PlacementFactory(employment__type=EmploymentTypeFactory(support_kind="wage_share"), department=host)
    text = login_as("finance").get(COSTS).text
    assert "1 anställning har varken lön eller schablonlön" in text
    assert "1 anställning har dagar utan beslut" in text


def test_a_period_of_more_than_a_year_is_refused_in_words(login_as):
    text = login_as("finance").get(reverse("placements:costs") + "?first=2020-01&last=2021-04").text
    assert "Välj en till tolv månader" in text


def test_every_amount_of_a_job_is_explained(login_as, host):
    one = supported(host, working_share=75)
    address = reverse("placements:employment_costs", args=[one.employment_id])
    text = login_as("finance").get(f"{address}?month=2021-04").text.replace(NBSP, " ")
    for sentence in (
        "2021-04-01–2021-04-30, 30 av månadens 30 dagar",
        "Lön 21 000 kr och PO 40,15 % = 29 431,50 kr i månaden, för 75 procent",
        "22 073,63 kr",
        "100 % av 20 000 kr (högst 20 000 kr) och avgifter 31,42 % = 26 284 kr i månaden, för 75 procent",
        "19 713 kr",
        "2 360,63 kr",
        "Anställningens månad 3: 3 250 kr, 10 av dess 31 dagar, 2021-04-01–2021-04-10",
        "Anställningens månad 4: 2 500 kr, 20 av dess 30 dagar, 2021-04-11–2021-04-30",
        "32 250 kr",
        "62 250 kr",
    ):
        assert sentence in text, sentence
    assert login_as("finance").get(f"{address}?month=april").status_code == 404


def test_a_multiple_of_the_fees_and_days_without_support_are_explained(login_as, host):
    """2.5 × 0.3142 × 20 000 = 15 710; the decision holds 10 of 30 days."""
    kind = EmploymentTypeFactory(code="nystartsjobb", name="Nystartsjobb", support_kind="fee_multiple")
    one = EmploymentFactory(type=kind, employed_from=START)
    SupportDecisionFactory(employment=one, number="AF-7", share=Decimal("2.5"), valid_to=date(2021, 4, 10))
    WageFactory(employment=one, monthly=Decimal(23000))
    PlacementFactory(employment=one, department=host)
    address = reverse("placements:employment_costs", args=[one.pk])
    text = login_as("finance").get(f"{address}?month=2021-04").text.replace(NBSP, " ")
    assert "Beslut AF-7: 2,5 gånger avgifterna 31,42 % på 20 000 kr (högst 20 000 kr) = 15 710 kr i månaden" in text
    assert "Inget beslut från Arbetsförmedlingen gäller dagarna, så inget stöd" in text


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2021-13", "april"])
def test_a_month_that_cannot_be_meant_is_not_found_and_no_period(login_as, host, month):
    client = login_as("finance")
    job = reverse("placements:employment_costs", args=[supported(host).employment_id])
    assert client.get(f"{job}?month={month}").status_code == 404
    assert "är inte en månad" in client.get(f"{COSTS}&last={month}").text
    assert client.get("/invoices/half-years/9999-H2/").status_code == 404


@pytest.mark.parametrize("role", ["case_officer", "auditor", "department_hr", "city_office"])
def test_costs_are_for_those_roles_only(login_as, host, role):
    one = supported(host)
    client = login_as(role)
    for address in (COSTS, reverse("placements:employment_costs", args=[one.employment_id])):
        assert client.get(address).status_code == 403


def test_per_cent_is_as_exact_as_the_share():
    assert per_cent(Decimal("0.4015")) == f"40,15{NBSP}%"
    assert per_cent(Decimal("0.8000")) == f"80{NBSP}%"


# types and parameters


def test_a_type_is_changed_given_terms_from_a_day_and_added(login_as):
    client, kind = login_as("asf_administrator"), EmploymentTypeFactory(support_kind="wage_share")
    given = {"name": "Extratjänst", "counts": "on", "support_kind": "wage_share", "support_share": "1,5", "reason": "x"}
    address = reverse("placements:employment_type", args=[kind.pk])
    refused = client.post(address, given)
    assert refused.status_code == 422 and "högst 1, inte 1,5" in refused.text
    assert client.post(address, given | {"support_share": "0,8"}).status_code == 302
    kind.refresh_from_db()
    assert kind.support_share == Decimal("0.8")
    terms = reverse("placements:support_terms", args=[kind.pk])
    for share in ("0,7", "0,6"):  # the same day again puts it right
        client.post(terms, {"valid_from": "2021-07-01", "share": share, "ceiling": "19 000"})
    assert [(one.share, one.ceiling) for one in kind.terms.all()] == [(Decimal("0.6"), 19000)]
    client.post(
        reverse("placements:employment_type_new"),
        given | {"code": "praktik", "support_kind": "none", "support_share": ""},
    )
    assert EmploymentType.objects.get(code="praktik").support_kind == "none"
    assert f"60{NBSP}%" in client.get(reverse("placements:employment_types")).text


def test_a_new_row_of_parameters_carries_over_what_it_does_not_say(login_as):
    JobParameters.objects.create(valid_from=date(2021, 1, 1), booking_days=7, booking_reminder_days=1, source="prov")
    later = set_parameters(valid_from=date(2021, 3, 1), values={"source": "senare"})
    assert JobParameters.objects.count() == 2
    assert (later.booking_days, later.booking_reminder_days, later.source) == (7, 1, "senare")
    client, address = login_as("asf_administrator"), reverse("placements:job_parameters")
    form = client.get(address).context["form"]
    assert (form["booking_days"].value(), form["booking_reminder_days"].value()) == (7, 1)
    given = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    client.post(address, given | {"valid_from": "2021-03-01", "booking_days": 21})
    assert JobParameters.objects.get(valid_from=date(2021, 3, 1)).booking_days == 21
    assert JobParameters.objects.get(valid_from=date(2021, 1, 1)).booking_days == 7


def test_parameters_are_written_from_a_day(login_as):
    client, address = login_as("asf_administrator"), reverse("placements:job_parameters")
    assert "standardvärdena" in client.get(reverse("placements:employment_types")).text
    form = client.get(address).context["form"]
    given = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    given |= {"valid_from": "2021-01-01", "payroll_overhead": "39,99", "standard_wage": "21 500"}
    assert client.post(address, given).status_code == 302
    stored = JobParameters.objects.get()
    assert (stored.payroll_overhead, stored.standard_wage, stored.grant_after) == (Decimal("0.3999"), 21500, 2500)
    refused = client.post(address, given | {"payroll_overhead": "4015"})
    assert refused.status_code == 422 and "Högst 100 procent" in refused.text
    assert "39,99" in client.get(reverse("placements:employment_types")).text
