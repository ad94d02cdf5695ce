"""What waits for whom: the list on the first page."""

from __future__ import annotations

from datetime import date

from agreements.models import AgreementVersion
from agreements.operations import accept_transfer, note_transfer, propose_transfer, propose_transfer_ending
from allocation.models import HeadcountImport
from billing.operations import months
from billing.operations.corrections import find_corrections
from followup.queries.tasks import tasks_of
from foundation import runs
from foundation.periods import Month
from placements.models import EmploymentImport
from tests.agreements.factories import AgreementVersionFactory
from tests.billing.city import APRIL, TODAY, end_early, place
from tests.billing.steps import proposed
from tests.organisation.factories import DepartmentFactory, MembershipFactory, UserFactory
from tests.placements.factories import PlaceFactory

MAY_10 = date(2021, 5, 10)


def texts(user, today=MAY_10):
    return [task.text for task in tasks_of(user=user, today=today)]


def test_the_administrator_is_told_of_the_first_month_that_has_ended_and_is_not_opened(city):
    asf = UserFactory(role="asf_administrator")
    assert "Januari 2021 är slut: öppna avstämningen för 3 förvaltningar" in texts(asf)
    months.close_months(months=[APRIL.previous()], by=None)
    for number in (1, 2):
        months.open_month(month=Month(2021, number), by=asf)
    months.open_month(month=APRIL, by=asf, departments=[city.leisure])
    [task] = [task for task in tasks_of(user=asf, today=MAY_10) if "är slut" in task.text]
    assert task.text == "April 2021 är slut: öppna avstämningen för 2 förvaltningar"
    assert task.url == "/reconciliations/?year=2021&month=2021-04"


def test_objections_confirmed_months_and_silence_wait_for_the_administrator(city):
    asf, hr = UserFactory(role="asf_administrator"), UserFactory(role="department_hr", department=city.leisure)
    row = proposed(city, by=asf)
    assert texts(asf, date(2100, 1, 1))[:1] == ["1 månad utan svar i tid"]
    months.object_to(reconciliation=row, placement=None, figure=16, text="En saknas.", by=hr)
    line = row.lines.filter(counted=True).first()
    months.object_to(reconciliation=row, placement=line.placement, figure=0, text="Inte hon.", by=hr)
    found = texts(asf)
    assert found.count("Fritidsförvaltningen invänder mot april 2021 – svara") == 1
    assert "April 2021 väntar på er bekräftelse – senast 2099-05-09" not in texts(hr)


def test_a_confirmed_month_waits_to_be_closed(city):
    asf, hr = UserFactory(role="asf_administrator"), UserFactory(role="department_hr", department=city.leisure)
    months.confirm_month(reconciliation=proposed(city, by=asf), by=hr, today=TODAY)
    assert "1 bekräftad månad att stänga" in texts(asf)


def test_whoever_answers_for_several_departments_reads_which_one(city):
    hr = UserFactory(role="department_hr", department=city.leisure)
    MembershipFactory(user=hr, role="department_hr", department=city.environment)
    proposed(city)
    assert texts(hr) == ["Fritidsförvaltningen: April 2021 väntar på er bekräftelse – senast 2099-05-09"]


def test_a_month_waits_for_those_only_who_may_confirm_it(city):
    proposed(city)
    assert texts(UserFactory(role="steering_group_member", department=city.leisure)) == []
    assert texts(UserFactory(role="department_hr", department=city.environment)) == []


def test_a_sent_agreement_waits_for_both_heads(city):
    new = DepartmentFactory(code="201", name="Kulturförvaltningen")
    version = AgreementVersionFactory(agreement__department=new, agreement__model_year=city.year)
    AgreementVersion.objects.filter(pk=version.pk).update(state="sent")
    expected = "Överenskommelsen 2021 med Kulturförvaltningen väntar på er underskrift"
    assert texts(UserFactory(role="asf_head")) == [expected]
    assert texts(UserFactory(role="department_head", department=new)) == [expected]
    assert texts(UserFactory(role="department_head", department=city.leisure)) == []
    asf = UserFactory(role="asf_administrator")
    assert "1 överenskommelse väntar på underskrift" in texts(asf)
    assert not any("saknar överenskommelse" in text for text in texts(asf))
    DepartmentFactory(code="202")
    assert "1 förvaltning saknar överenskommelse" in texts(asf)


def test_employments_that_end_soon_are_shown_to_hosts_and_to_those_who_keep_the_register(city):
    place(city.leisure, date(2021, 2, 1), date(2021, 5, 20), number=900)
    place(city.environment, date(2021, 2, 1), date(2021, 7, 20), number=901)
    expected = "1 anställning slutar inom 30 dagar"
    assert texts(UserFactory(role="case_officer")) == [expected]
    assert texts(UserFactory(role="department_head", department=city.leisure)) == [expected]
    assert texts(UserFactory(role="department_head", department=city.environment)) == []
    assert texts(UserFactory(role="auditor")) == []


def test_offered_places_and_compared_files_wait_for_asf(city):
    officer, asf = UserFactory(role="case_officer"), UserFactory(role="asf_administrator")
    PlaceFactory(department=city.leisure)
    EmploymentImport.objects.create(file_name="maj.xlsx", sha256="0" * 64, rows=b"1", row_count=1, imported_by=officer)
    HeadcountImport.objects.create(file_name="antal.csv", sha256="0" * 64, rows=[], imported_by=asf)
    assert texts(officer) == [
        "Filen maj.xlsx är jämförd och väntar på godkännande",
        "1 erbjudande om platser att gå igenom",
    ]
    assert "Filen antal.csv är jämförd och väntar på godkännande" in texts(asf)
    assert not any("maj.xlsx" in text for text in texts(asf))


def test_a_correction_that_is_proposed_waits_for_the_administrator(closed_city):
    end_early(1, date(2021, 4, 10))
    find_corrections(today=date(2021, 7, 5))
    found = texts(UserFactory(role="asf_administrator"), date(2021, 7, 5))
    assert any("rättelse" in text and "att ta ställning till" in text for text in found)


def test_failed_work_is_shown_to_the_one_who_asked_for_it(db, monkeypatch):
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)
    finance = UserFactory(role="finance")
    run = runs.start_run(kind="unknown", title="Fakturor", subjects=[(1, "a"), (2, "b")], asked_by_id=finance.pk)
    runs.work_until_done(run)
    [task] = tasks_of(user=finance, today=MAY_10)
    assert task.text == "Fakturor: något misslyckades – visa och försök igen"
    assert task.url == f"/runs/{run.pk}/"
    assert texts(UserFactory(role="finance")) == []


def test_a_transfer_and_its_end_wait_for_the_other_side_and_then_for_asf_s_note(city):
    giver, receiver = (UserFactory(role="department_head", department=one) for one in (city.leisure, city.environment))
    asf = UserFactory(role="asf_administrator")
    waits = "Överföringen från Fritidsförvaltningen till Miljöförvaltningen väntar på ert svar"
    note = "Överföringen från Fritidsförvaltningen till Miljöförvaltningen är accepterad: notera att ASF har sett den"
    transfer = propose_transfer(
        giver=city.leisure, receiver=city.environment, number=1, first_month=Month(2021, 6), last_month=None,
        by=giver, today=MAY_10,
    )  # fmt: skip
    assert (waits in texts(receiver), waits in texts(giver), note in texts(asf)) == (True, False, False)
    accept_transfer(transfer=transfer, by=receiver, today=MAY_10)
    assert (waits in texts(receiver), note in texts(asf)) == (False, True)
    note_transfer(transfer=transfer, by=asf, today=MAY_10)
    propose_transfer_ending(
        transfer=transfer, from_month=Month(2021, 9), by=receiver, side=city.environment, today=MAY_10
    )
    ends = "Avslut av överföringen från Fritidsförvaltningen till Miljöförvaltningen väntar på ert svar"
    assert (ends in texts(giver), ends in texts(receiver), note in texts(asf)) == (True, False, False)
