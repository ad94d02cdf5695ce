"""Decisions, wages, leave, training, extension and case officers: each act, its refusals, its page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from foundation.checked import RowRefused
from placements.models import CaseOfficerAssignment, Employment
from placements.operations.case_officers import NoCaseWork, SameOfficer, TakenOverLater, assign, hand_over_all
from placements.operations.employments import OutsideEmployment
from placements.operations.progress import record_leave, record_training
from placements.operations.support import ShareNotOfType, note_grant_use, record_decision, record_wage
from placements.queries.job import job_details
from tests.clock import clock_from
from tests.organisation.factories import UserFactory
from tests.placements.factories import EmploymentFactory, EmploymentTypeFactory, PlacementFactory
from tests.placements.job_factories import CaseOfficerAssignmentFactory, SupportDecisionFactory

pytestmark = pytest.mark.django_db
TODAY, LAST = date(2021, 6, 15), date(2021, 6, 30)


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(TODAY):
        yield


@pytest.fixture
def one():
    kind = EmploymentTypeFactory(support_kind="wage_share", support_share=1, has_supervisor_grant=True)
    return EmploymentFactory(type=kind, employed_to=LAST)


def decided(one, **values):
    given = {"number": "AF-1", "type": one.type, "valid": (one.employed_from, LAST), "share": None}
    return record_decision(employment=one, **given | values)


def flags(one):
    one = Employment.objects.select_related("type").get(pk=one.pk)
    return job_details(one, with_costs=True, today=TODAY).flags


# decisions


def test_an_employment_without_decision_is_flagged_and_with_one_it_is_not(one):
    assert flags(one) == ["Inget beslut från Arbetsförmedlingen är inskrivet. Anställningen börjar 2021-01-11."]
    decided(one)
    assert flags(one) == []


def test_a_decision_that_is_too_short_or_of_another_type_is_flagged(one):
    decided(one, valid=(one.employed_from, date(2021, 5, 31)))
    assert flags(one) == ["Inget beslut gäller 2021-06-01–2021-06-30."]
    decided(one, number="AF-2", type=EmploymentTypeFactory(code="nystartsjobb"), valid=(date(2021, 6, 1), LAST))
    assert flags(one) == ["Beslut AF-2 gäller en annan anställningstyp, 2021-06-01–2021-06-30."]


def test_a_decision_put_right_is_the_same_decision(one):
    decision = decided(one, valid=(one.employed_from, date(2021, 5, 31)))
    assert decided(one, decision=decision).pk == decision.pk
    assert one.decisions.get().valid_to == LAST


def test_decisions_that_overlap_are_refused_in_words(one):
    decided(one)
    with pytest.raises(RowRefused, match="redan ett beslut som gäller några av de dagarna"):
        decided(one, number="AF-2", valid=(LAST, date(2021, 12, 31)))
    with pytest.raises(RowRefused, match="redan ett beslut med det numret"):
        decided(one, valid=(date(2021, 7, 1), date(2021, 12, 31)))
    with pytest.raises(RowRefused, match="sista dag är före den första"):
        decided(one, number="AF-3", valid=(date(2022, 2, 1), date(2022, 1, 1)))


@pytest.mark.parametrize(
    ("kind", "share", "words"),
    [
        ("wage_share", "1.5", "högst 1, inte 1,5"),
        ("fee_multiple", "1.5", "1, 2 eller 2,5 gånger avgifterna, inte 1,5"),
        ("none", "0.5", "har inget stöd"),
    ],
)
def test_a_share_that_is_not_of_the_type_is_refused(one, kind, share, words):
    one.type.support_kind = kind
    one.type.save()
    with pytest.raises(ShareNotOfType, match=words):
        decided(one, share=Decimal(share))


@pytest.mark.parametrize(("kind", "share"), [("wage_share", "0.8"), ("fee_multiple", "2.5")])
def test_a_share_of_the_type_is_kept(one, kind, share):
    one.type.support_kind = kind
    one.type.save()
    assert decided(one, share=Decimal(share)).share == Decimal(share)


# wages and the grant's use


def test_a_wage_of_the_same_day_is_put_right(one):
    record_wage(employment=one, valid_from=one.employed_from, monthly=Decimal(21000))
    record_wage(employment=one, valid_from=one.employed_from, monthly=Decimal(21500))
    record_wage(employment=one, valid_from=date(2021, 4, 1), monthly=Decimal(22000))
    assert list(one.wages.order_by("valid_from").values_list("monthly", flat=True)) == [21500, 22000]
    with pytest.raises(RowRefused, match="Lönen är mer än 0"):
        record_wage(employment=one, valid_from=TODAY, monthly=Decimal(0))


def test_what_the_grant_was_used_for_is_noted(one):
    note_grant_use(employment=one, on=TODAY, purpose="skills", amount=Decimal(1200), text="Kurs i bemötande")
    details = job_details(one, with_costs=True, today=TODAY)
    assert [(use.purpose, use.amount) for use in details.grant_uses] == [("skills", 1200)]
    assert job_details(one, with_costs=False, today=TODAY).grant_uses == []


# leave and training


def test_leave_lies_within_the_employment_and_does_not_overlap(one):
    leave = record_leave(employment=one, days=(date(2021, 2, 1), date(2021, 2, 10)), is_paid=False)
    with pytest.raises(RowRefused, match="redan ledig några av de dagarna"):
        record_leave(employment=one, days=(date(2021, 2, 10), None), is_paid=False)
    with pytest.raises(OutsideEmployment):
        record_leave(employment=one, days=(date(2021, 1, 1), date(2021, 1, 12)), is_paid=True)
    assert record_leave(employment=one, days=(date(2021, 2, 1), None), is_paid=True, leave=leave).last_day is None


def test_a_module_is_offered_begun_and_completed_in_order(one):
    training = record_training(employment=one, module="civics", offered_on=TODAY, started_on=None, completed_on=None)
    with pytest.raises(RowRefused, match="erbjuds först"):
        record_training(
            employment=one, module="civics", offered_on=TODAY, started_on=date(2021, 6, 1), completed_on=None,
            training=training,
        )  # fmt: skip
    with pytest.raises(RowRefused, match="finns redan på anställningen"):
        record_training(employment=one, module="civics", offered_on=TODAY, started_on=None, completed_on=None)
    lines = {line.module: line.offered_on for line in job_details(one, with_costs=False, today=TODAY).modules}
    assert lines == {
        "preparatory": None, "trade": None, "civics": TODAY, "vocational_swedish": None, "language": None,
    }  # fmt: skip


# case officers


@pytest.fixture
def maja():
    return UserFactory(role="case_officer", first_name="Maja")


@pytest.fixture
def moa():
    return UserFactory(role="case_officer", first_name="Moa")


def history(participant):
    rows = participant.case_officers.order_by("valid_from")
    return [(row.officer.first_name, row.valid_from, row.valid_to) for row in rows]


def test_a_handover_ends_the_one_before_the_day_before(one, maja, moa):
    assign(participant=one.participant, officer=maja, on=date(2021, 1, 11), note="")
    assign(participant=one.participant, officer=moa, on=TODAY, note="Vill bli kock")
    assert history(one.participant) == [
        ("Maja", date(2021, 1, 11), date(2021, 6, 14)),
        ("Moa", TODAY, None),
    ]
    assert job_details(one, with_costs=False, today=TODAY).officer.officer == moa


def test_who_cannot_take_over_is_refused(one, maja):
    assign(participant=one.participant, officer=maja, on=TODAY, note="")
    with pytest.raises(SameOfficer):
        assign(participant=one.participant, officer=maja, on=LAST, note="")
    with pytest.raises(NoCaseWork, match="ingen roll"):
        assign(participant=one.participant, officer=UserFactory(role="finance"), on=LAST, note="")
    with pytest.raises(TakenOverLater, match="började 2021-06-15"):
        assign(participant=one.participant, officer=UserFactory(role="case_officer"), on=TODAY, note="")


def test_all_of_one_officer_are_handed_over_and_counted(maja, moa):
    for _each in range(3):
        CaseOfficerAssignmentFactory(officer=maja)
    planned = CaseOfficerAssignmentFactory(officer=maja, valid_to=date(2021, 12, 31))
    CaseOfficerAssignmentFactory(officer=maja, valid_to=date(2021, 5, 31))
    other = CaseOfficerAssignmentFactory(officer=UserFactory(role="case_officer"))
    assert hand_over_all(giver=maja, taker=moa, on=TODAY, note="Maja slutar") == 4
    assert CaseOfficerAssignment.objects.on(TODAY).filter(officer=moa).count() == 4
    assert history(planned.participant)[-1] == ("Moa", TODAY, date(2021, 12, 31))
    assert history(other.participant)[0][2] is None
    assert hand_over_all(giver=maja, taker=moa, on=TODAY, note="") == 0


def test_nobody_is_handed_over_when_one_cannot_be(maja, moa):
    CaseOfficerAssignmentFactory(officer=maja)
    CaseOfficerAssignmentFactory(officer=maja, valid_from=TODAY)
    with pytest.raises(TakenOverLater):
        hand_over_all(giver=maja, taker=moa, on=TODAY, note="")
    assert not CaseOfficerAssignment.objects.filter(officer=moa).exists()
    with pytest.raises(SameOfficer):
        hand_over_all(giver=maja, taker=maja, on=TODAY, note="")
    with pytest.raises(NoCaseWork):
        hand_over_all(giver=maja, taker=UserFactory(role="auditor"), on=TODAY, note="")


# the pages


PAGES = [
    ("employment_extension", {"until": "2021-12-31", "reason": "Nytt beslut"}, "till och med 2021-12-31"),
    ("decision_new", {"number": "AF-9", "valid_from": "2021-01-11", "valid_to": "2021-06-30"}, "AF-9"),
    (
        "leave_new",
        {"first_day": "2021-02-01", "last_day": "2021-02-05"},
        '2021-02-01</span> – <span class="nowrap">2021-02-05',
    ),
    ("training_new", {"module": "language", "offered_on": "2021-03-01"}, "Utbildningen är sparad"),
    ("wage_new", {"valid_from": "2021-01-11", "monthly": "21 000,50"}, "000,50"),
    ("grant_use_new", {"on": "2021-03-01", "purpose": "supervision", "amount": "3250"}, "handledning"),
]


@pytest.mark.parametrize(("name", "given", "told"), PAGES)
def test_each_page_writes_and_comes_back_to_the_employment(login_as, one, name, given, told):
    PlacementFactory(employment=one, placed_to=LAST)
    client, address = login_as("asf_administrator"), reverse(f"placements:{name}", args=[one.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"csrfmiddlewaretoken": ""}).status_code == 422
    response = client.post(address, given | {"type": one.type_id}, follow=True)
    assert told in response.text


def test_changes_are_made_on_the_same_row(login_as, one):
    PlacementFactory(employment=one)
    decision = SupportDecisionFactory(employment=one)
    leave = record_leave(employment=one, days=(date(2021, 2, 1), None), is_paid=False)
    training = record_training(employment=one, module="trade", offered_on=TODAY, started_on=None, completed_on=None)
    client = login_as("case_officer")
    for row, name, given in (
        (
            decision, "decision_change",
            {"number": "AF-X", "type": one.type_id, "valid_from": "2021-01-11", "valid_to": "2021-06-30"},
        ),
        (leave, "leave_change", {"first_day": "2021-02-01", "last_day": "2021-02-05", "is_paid": "on"}),
        (training, "training_change", {"module": "trade", "offered_on": "2021-06-15", "started_on": "2021-06-20"}),
    ):  # fmt: skip
        address = reverse(f"placements:{name}", args=[row.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, given).status_code == 302
        row.refresh_from_db()
    assert (decision.number, leave.is_paid, training.started_on) == ("AF-X", True, date(2021, 6, 20))


def test_a_case_officer_is_changed_on_its_page(login_as, one, maja, moa):
    PlacementFactory(employment=one)
    assign(participant=one.participant, officer=maja, on=date(2021, 1, 11), note="")
    client = login_as("asf_administrator")
    address = reverse("placements:employment_officer", args=[one.pk])
    page = client.post(address, {"officer": moa.pk, "on": "2021-06-15", "note": "Vill bli kock"}, follow=True).text
    assert "Moa Prov är handläggare från 2021-06-15" in page
    assert "Vill bli kock" in page
    assert client.post(address, {"officer": moa.pk, "on": "2021-06-20"}).status_code == 422


def test_wages_show_only_to_those_who_see_costs(login_as, one):
    PlacementFactory(employment=one, department=PlacementFactory().department)
    record_wage(employment=one, valid_from=one.employed_from, monthly=Decimal(21234))
    page = reverse("placements:employment", args=[one.pk])
    for role, seen in (("asf_administrator", True), ("asf_head", True), ("case_officer", False), ("auditor", False)):
        assert ("21\u00a0234" in login_as(role).get(page).text) is seen, role
