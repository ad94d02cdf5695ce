"""Steering-group reports: figures frozen, small groups hidden, one document each, for those they concern."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from billing.models import MissingCause
from billing.operations import months
from billing.operations.corrections import accept_correction, find_corrections
from followup.documents import report_pdf
from followup.models import SteeringGroupReport
from followup.operations.reports import NothingToReport, ask_for_reports, make_report_document
from foundation import runs
from foundation.models import Document
from foundation.periods import Month
from placements.models import Participant, Placement
from tests.agreements.factories import QuotaTransferFactory
from tests.billing.city import APRIL, JUNE, end_early, place
from tests.foundation.pdf import faults, text_of
from tests.organisation.factories import UserFactory

JULY_5 = date(2021, 7, 5)


def order(*departments, month=APRIL, by=None):
    run = ask_for_reports(departments=departments, month=month, by=by, today=JULY_5)
    return run, list(SteeringGroupReport.objects.order_by("pk"))


def test_the_figures_are_those_of_the_month_and_the_year(closed_city, quick_reports):
    """April: 15 of 19, 30 000 kr, the first charged month. May 7 500 kr: the year's forecast is 37 500 kr."""
    _run, [report] = order(closed_city.leisure)
    figures = report.figures
    assert figures["is_closed"] is True
    assert figures["this_month"] == {
        "month": "2021-04", "target": 19, "counted": "15", "missing": "4", "excused": "0", "chargeable": "4",
        "fee": "30000.00", "state": "closed",
    }  # fmt: skip
    assert Decimal(figures["fee_so_far"]) == 30000
    assert figures["half_year"] == "2021-H1"
    assert Decimal(figures["year_known"]) == 37500
    assert [row["has_ended"] for row in figures["months"]] == [True] * 4 + [False] * 8


def test_an_open_month_is_reported_on_the_register_as_it_is(city, quick_reports):
    _run, [report] = order(city.leisure)
    assert report.figures["is_closed"] is False
    assert report.figures["people"]["by_type"] == [{"name": "Extratjänst", "number": 15}]


@pytest.mark.parametrize("closed", [True, False])
def test_small_groups_are_hidden_so_that_they_cannot_be_worked_out(city, quick_reports, closed):
    """15 counted in April: 12 women and 3 men. 3 is hidden, and 12 with it: 15 - 12 = 3. 14 + 1 at one kind too."""
    counted = Placement.objects.filter(department=city.leisure, placed_from__lte=APRIL.last_day).order_by("pk")
    people = [row.employment.participant_id for row in counted]
    Participant.objects.filter(pk__in=people).update(sex="woman")
    Participant.objects.filter(pk__in=people[:3]).update(sex="man")
    Placement.objects.filter(pk=counted[0].pk).update(kind="own_team")
    if closed:
        months.close_months(months=[APRIL], by=None)
    _run, [report] = order(city.leisure)
    shown = report.figures["people"]
    assert shown["by_sex"] == [{"name": name, "number": None} for name in ("inte angivet", "kvinna", "man")]
    assert [row["number"] for row in shown["by_kind"]] == [None, None]


def test_causes_transfers_corrections_and_objections_are_told(closed_city, quick_broker):
    city = closed_city
    MissingCause.objects.create(department=city.leisure, month=JUNE, cause="no_candidate", number=1)
    QuotaTransferFactory(
        from_department=city.leisure, to_department=city.environment, first_month=Month(2021, 7), signed=True
    )
    end_early(1, date(2021, 4, 10))  # April was 15, is 14 in truth: 7 500 kr more, and so each month after it
    find_corrections(today=JULY_5)
    for correction in city.leisure.reconciliations.get(month=APRIL).corrections.all():
        accept_correction(correction=correction, by=UserFactory(role="finance"), reason="Slutade den 10 april")
    [july] = months.open_month(month=Month(2021, 7), by=None, departments=[city.leisure])
    months.propose_month(
        reconciliation=july, by=UserFactory(role="asf_administrator"), deadline=date(2099, 1, 1), today=date(2021, 8, 2)
    )
    hr = UserFactory(role="department_hr", department=city.leisure)
    months.object_to(reconciliation=july, placement=None, figure=16, text="En saknas.", by=hr)
    order(city.leisure, month=JUNE)
    _run, [june, report] = order(city.leisure, month=Month(2021, 7))
    assert june.figures["transfers"] == []
    assert len(june.figures["causes"]) == 1
    assert report.figures["open_objections"] == 1
    assert report.figures["transfers"] == [
        {"is_in": False, "other": "Miljöförvaltningen", "number": 2, "first_month": "2021-07", "last_month": None}
    ]
    [corrected] = report.figures["corrections"]
    assert (corrected["month"], corrected["counted_then"], corrected["counted_now"]) == ("2021-04", "15", "14")
    assert Decimal(corrected["difference"]) == 7500
    text = text_of(report_pdf(report))
    assert "Till Miljöförvaltningen" in text
    assert "Slutade den 10 april" in text


def test_the_document_says_what_the_figures_say_and_conforms(closed_city, quick_broker):
    _run, [report] = order(closed_city.leisure)
    pdf = report_pdf(report)
    assert faults(pdf) == []
    text = " ".join(text_of(pdf).split())
    assert "Fritidsförvaltningen har 15 av 19 arbetsmarknadsanställningar i april 2021." in text
    assert "Det saknas 4, vilket ger en avgift på 30 000 kr för månaden." in text
    assert "Sida 2 av 2" in text
    assert pdf == report_pdf(report)


@pytest.fixture
def quick_broker(monkeypatch):
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)


def test_figures_and_document_are_frozen(closed_city, quick_reports):
    run, [report] = order(closed_city.leisure)
    end_early(1, date(2021, 4, 10))
    assert runs.work_until_done(run).done == 1
    report.refresh_from_db()
    assert report.document.name == "styrgruppsrapport-101-2021-04.pdf"
    assert make_report_document(report.pk) == report.document
    assert Document.objects.count() == 1
    for change in ({"figures": {}}, {"document": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SteeringGroupReport.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        report.delete()


def test_departments_without_a_quota_get_no_report(city, quick_reports):
    with pytest.raises(NothingToReport):
        order(city.exempt)
    run, reports = order(city.exempt, city.leisure)
    assert [report.department for report in reports] == [city.leisure]
    assert run.title == "Styrgruppsrapporter april 2021"


def test_an_order_on_the_page_leads_to_its_progress_and_then_to_the_documents(
    closed_city, login_as, set_day, quick_reports
):
    set_day(JULY_5)
    client = login_as("asf_administrator")
    chosen = [closed_city.leisure.pk, closed_city.environment.pk]
    response = client.post("/reports/", {"month": "2021-06", "departments": chosen})
    page = client.get(response.url)
    assert "0 av 2 klara" in page.text
    assert page.text.count("väntar") >= 2
    runs.sweep()
    for piece in SteeringGroupReport.objects.all():
        assert client.get(f"/reports/{piece.pk}/document/").status_code == 404
    runs.work_until_done(runs.Run.objects.get())
    page = client.get(response.url)
    assert "2 av 2 klara" in page.text
    for report in SteeringGroupReport.objects.all():
        assert f'href="/reports/{report.pk}/document/"' in page.text
        assert client.get(f"/reports/{report.pk}/document/").content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"month": "2021-07", "departments": "own"}, "Juli 2021 är inte slut än. Välj en månad som har tagit slut."),
        ({"month": "2019-07", "departments": "own"}, "Juli 2019 ligger utanför alla modellår."),
        ({"month": "juni", "departments": "own"}, "”juni” är inte en månad."),
        ({"month": "2021-06"}, "Välj minst en förvaltning."),
    ],
)
def test_what_is_wrong_with_an_order_is_said_at_its_place(city, login_as, set_day, given, said):
    set_day(JULY_5)
    posted = {**given, **({"departments": city.leisure.pk} if "departments" in given else {})}
    response = login_as("asf_head").post("/reports/", posted)
    assert response.status_code == 422
    assert said in response.text
    assert not SteeringGroupReport.objects.exists()


def test_hr_orders_for_the_own_department_only(city, login_as, set_day, quick_reports):
    set_day(JULY_5)
    client = login_as("department_hr", city.leisure)
    assert 'value="2021-06"' in client.get("/reports/").text
    assert client.post("/reports/", {"month": "2021-06", "departments": city.environment.pk}).status_code == 422
    assert client.post("/reports/", {"month": "2021-06", "departments": city.leisure.pk}).status_code == 302


def test_who_may_only_read_has_no_form_and_cannot_order(city, login_as):
    client = login_as("steering_group_member", city.leisure)
    assert "Beställ rapporter" not in client.get("/reports/").text
    assert client.post("/reports/", {"month": "2021-06", "departments": city.leisure.pk}).status_code == 403


def test_each_sees_the_reports_of_its_own(closed_city, login_as, quick_reports):
    run, [own, other] = order(closed_city.leisure, closed_city.environment)
    runs.work_until_done(run)
    client = login_as("steering_group_member", closed_city.leisure)
    text = client.get("/reports/").text
    assert "Fritidsförvaltningen" in text
    assert "Miljöförvaltningen" not in text
    assert client.get(f"/reports/{own.pk}/document/").status_code == 200
    assert client.get(f"/reports/{other.pk}/document/").status_code == 404
    assert login_as("case_officer").get(f"/reports/{own.pk}/document/").status_code == 404


def test_the_list_is_filtered_by_department_and_month(closed_city, login_as, quick_reports):
    order(closed_city.leisure, closed_city.environment)
    order(closed_city.leisure, month=JUNE)
    client = login_as("auditor")

    def rows(query):
        return client.get(f"/reports/{query}").text.count('<th scope="row">')

    assert rows("") == 3
    assert rows("?department=101") == 2
    assert rows("?department=101&month=2021-06") == 1
    assert rows("?month=2021-04") == 2
    assert rows("?month=2099-01") == 3  # not understood: passed over, and the field says so
    fragment = client.get("/reports/?department=102", headers={"HX-Request": "true"}).text
    assert fragment.lstrip().startswith('<div id="reports">')
    assert "<html" not in fragment


def test_the_list_takes_as_many_queries_with_many_reports(closed_city, login_as, quick_reports):
    client = login_as("auditor")
    order(closed_city.leisure)
    client.get("/reports/")
    with CaptureQueriesContext(connection) as few:
        client.get("/reports/")
    for _ in range(12):
        order(closed_city.leisure, closed_city.environment)
    with CaptureQueriesContext(connection) as many:
        client.get("/reports/")
    assert len(many) == len(few)


def test_nobody_who_counts_gives_a_report_that_says_so(city, quick_broker):
    _run, [report] = order(city.provider)
    assert "Ingen anställning räknas i månaden." in text_of(report_pdf(report))
    place(city.provider, date(2021, 4, 1), number=950)
    _run, [_first, second] = order(city.provider)
    assert second.figures["people"]["by_type"] == [{"name": "Extratjänst", "number": None}]
