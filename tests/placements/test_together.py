"""Many at once: bulk acts with an outcome per row, those who end soon, vacancies, case officers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from foundation.checked import RowRefused
from placements.models import CaseOfficerAssignment, Employment, Placement, Recruitment, RecruitmentNotice
from placements.operations.recruitments import TooLateToApply, announce, open_recruitment
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import EmploymentFactory, EmploymentTypeFactory, ParticipantFactory, PlacementFactory
from tests.placements.job_factories import CaseOfficerAssignmentFactory, SupervisorFactory, SupportDecisionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
BULK, LIST = reverse("placements:bulk"), reverse("placements:employments")


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(TODAY):
        yield


@pytest.fixture
def asf(login_as):
    return login_as("asf_administrator")


def placed(days=30, **values):
    """Placed from January, employed for so many days from today."""
    last = TODAY + timedelta(days=days)
    return PlacementFactory(employment__employed_to=last, placed_to=last, **values)


def ids(*placements):
    return [one.employment_id for one in placements]


# bulk


def test_what_is_refused_for_one_holds_up_nobody_else(asf):
    going, ended, endless = placed(), placed(), PlacementFactory()
    Employment.objects.filter(pk=ended.employment_id).update(end_cause="work")
    chosen = asf.get(BULK, {"act": "extension", "id": ids(going, ended, endless)})
    assert "3 anställningar är valda" in chosen.text
    given = {"act": "extension", "id": ids(going, ended, endless), "until": "2021-12-31", "reason": "Nytt beslut"}
    page = asf.post(BULK, given).text
    assert "Gjort för 1 av 3 anställningar" in page
    assert "redan avslutad" in page and "gäller tills vidare" in page
    assert Employment.objects.get(pk=going.employment_id).employed_to == date(2021, 12, 31)
    assert "Gjort för 0 av 3" in asf.post(BULK, given).text  # the second run changes nothing


def test_all_that_match_the_filters_are_chosen(asf):
    host = DepartmentFactory()
    first, second = placed(department=host), placed(department=host)
    placed()
    page = asf.get(BULK, {"act": "end", "all": "1", "filter": f"department={host.pk}"}).text
    assert first.employment.key in page and second.employment.key in page and "2 anställningar är valda" in page
    asf.post(BULK, {"act": "end", "id": ids(first, second), "on": "2021-06-20", "cause": "work", "reason": "Jobb"})
    assert set(Placement.objects.filter(department=host).values_list("placed_to", flat=True)) == {date(2021, 6, 20)}


def test_case_officer_and_vacancy_in_bulk(asf):
    maja = UserFactory(role="case_officer", first_name="Maja")
    vacancy = Recruitment.objects.create(job_title="Kock", employer="Staden", apply_by=TODAY)
    one, two = placed(), placed()
    asf.post(BULK, {"act": "officer", "id": ids(one, two), "officer": maja.pk, "on": "2021-06-15", "note": ""})
    assert CaseOfficerAssignment.objects.filter(officer=maja).count() == 2
    given = {"act": "announcement", "id": ids(one, two), "recruitment": vacancy.pk, "within": 60}
    assert "Gjort för 2 av 2" in asf.post(BULK, given).text
    assert "redan fått veta" in asf.post(BULK, given).text
    assert RecruitmentNotice.objects.count() == 2


def test_a_form_that_cannot_be_read_does_nothing_and_nobody_chosen_is_said(asf):
    one = placed()
    assert asf.post(BULK, {"act": "end", "id": ids(one), "on": "", "cause": "work", "reason": "x"}).status_code == 422
    assert "Inga anställningar är valda" in asf.get(BULK, {"act": "end"}).text
    assert asf.get(BULK, {"act": "rivning", "id": ids(one)}).status_code == 404
    assert asf.get(BULK, {"act": "end", "id": "9" * 30}).status_code == 200


def test_the_list_offers_the_acts_to_those_who_may_only(asf, login_as):
    host = placed().department
    assert 'form="bulk"' in asf.get(LIST).text
    for role, where in (("auditor", None), ("department_hr", host)):
        assert 'form="bulk"' not in login_as(role, where).get(LIST).text


# what is still to be done


def test_the_list_finds_what_is_still_to_be_done(asf):
    kind = EmploymentTypeFactory(support_kind="wage_share")
    bare = placed(employment__type=kind)
    ready = EmploymentFactory(type=kind, employed_to=TODAY + timedelta(days=30))
    SupportDecisionFactory(employment=ready)
    CaseOfficerAssignmentFactory(participant=ready.participant)
    whole = PlacementFactory(
        employment=ready, supervisor=SupervisorFactory(), onboarding_on=TODAY, responsibility_on=TODAY
    )
    run_out = EmploymentFactory(type=kind)
    SupportDecisionFactory(employment=run_out, valid_to=TODAY - timedelta(days=1))
    PlacementFactory(employment=run_out, supervisor=whole.supervisor)
    for needs, keys in (
        ("decision", {bare.employment.key, run_out.key}),
        ("supervisor", {bare.employment.key}),
        ("checklist", {bare.employment.key, run_out.key}),
        ("officer", {bare.employment.key, run_out.key}),
    ):
        text = asf.get(LIST, {"needs": needs, "format": "csv"}).content.decode("utf-8-sig")
        assert {line.split(";")[0] for line in text.splitlines()[1:]} == keys, needs


def test_the_list_finds_those_of_an_officer_and_a_job_title(asf):
    officer = UserFactory(role="case_officer")
    mine, other = placed(job_title="Badvärd"), placed(job_title="Kock")
    CaseOfficerAssignmentFactory(participant=mine.employment.participant, officer=officer)
    for query in ({"officer": officer.pk}, {"job_title": "badv"}):
        text = asf.get(LIST, query).text
        assert mine.employment.key in text and other.employment.key not in text


# ending soon


def test_those_who_end_soon_stand_with_the_first_to_end_first(asf):
    late, soon, later = placed(days=50), placed(days=5, job_title="Badvärd"), placed(days=90)
    officer = UserFactory(role="case_officer", first_name="Maja", last_name="Prov")
    CaseOfficerAssignmentFactory(participant=soon.employment.participant, officer=officer)
    text = asf.get(reverse("placements:ending"), {"format": "csv"}).content.decode("utf-8-sig")
    rows = [line.split(";") for line in text.splitlines()[1:]]
    assert [row[0] for row in rows] == [soon.employment.key, late.employment.key]
    assert rows[0][4:] == ["Badvärd", "2021-06-20", "5", "Maja Prov", "0"]
    assert later.employment.key in asf.get(reverse("placements:ending"), {"ending": "100"}).text


def test_who_sees_no_names_gets_a_list_without_them(login_as):
    placed(employment__participant=ParticipantFactory(name="Eva Prov"))
    for query in ({}, {"format": "csv"}):
        assert "Eva Prov" not in login_as("asf_head").get(reverse("placements:ending"), query).content.decode()


# vacancies


def test_a_vacancy_is_announced_once_to_each(asf):
    by = UserFactory(role="case_officer")
    vacancy = open_recruitment(
        job_title="Kock", employer="Staden", department=None, apply_by=TODAY, text="", by=by, today=TODAY
    )
    one = placed().employment
    notice = announce(recruitment=vacancy, employment=one, within=30, by=by, today=TODAY)
    assert (notice.told_on, notice.told_by) == (TODAY, by)
    with pytest.raises(RowRefused, match="redan fått veta"):
        announce(recruitment=vacancy, employment=one, within=30, by=by, today=TODAY)
    with pytest.raises(TooLateToApply, match="2021-06-15"):
        announce(recruitment=vacancy, employment=placed().employment, within=30, by=by, today=TODAY + timedelta(days=1))
    with pytest.raises(TooLateToApply):
        open_recruitment(
            job_title="Kock", employer="S", department=None, apply_by=TODAY - timedelta(days=1), text="", by=by,
            today=TODAY,
        )  # fmt: skip


def test_a_vacancy_is_told_only_to_those_who_end_within_the_days(asf):
    soon, later, endless, over = placed(60), placed(61), PlacementFactory(), placed(-1)
    vacancy = Recruitment.objects.create(job_title="Kock", employer="Staden", apply_by=TODAY)
    chosen = {"act": "announcement", "id": ids(soon, later, endless, over)}
    assert 'name="within" value="60"' in asf.get(BULK, chosen).text
    page = asf.post(BULK, {**chosen, "recruitment": vacancy.pk, "within": 60}).text
    assert "Gjort för 1 av 4" in page and page.count("slutar inte inom 60 dagar") == 3
    notices = reverse("placements:recruitment_notices", args=[vacancy.pk])
    told = asf.post(notices, {"id": ids(later, endless), "ending": ""}, follow=True).text
    assert "1 person har fått veta" in told and f"{endless.employment.key}: Anställningen slutar inte." in told
    assert set(RecruitmentNotice.objects.values_list("employment", flat=True)) == set(ids(soon, later))


def test_the_page_of_a_vacancy_carries_the_days_of_its_list(asf):
    one = placed(90)
    vacancy = Recruitment.objects.create(job_title="Kock", employer="Staden", apply_by=TODAY)
    page = asf.get(reverse("placements:recruitment", args=[vacancy.pk]), {"ending": "100"}).text
    assert '<input type="hidden" name="ending" value="100">' in page
    notices = reverse("placements:recruitment_notices", args=[vacancy.pk])
    assert "slutar inte inom 60 dagar" in asf.post(notices, {"id": ids(one)}, follow=True).text
    assert "1 person har fått veta" in asf.post(notices, {"id": ids(one), "ending": "100"}, follow=True).text


def test_the_right_people_are_chosen_told_and_shown_with_when(asf):
    cook, guard = placed(days=20, job_title="Kock"), placed(days=20, job_title="Badvärd")
    page = asf.post(
        reverse("placements:recruitment_new"),
        {"job_title": "Kock", "employer": "Staden", "apply_by": "2021-07-01"},
        follow=True,
    )
    address = page.redirect_chain[-1][0]
    chosen = asf.get(address, {"job_title": "kock"}).text
    assert cook.employment.key in chosen and guard.employment.key not in chosen
    notices = reverse("placements:recruitment_notices", args=[Recruitment.objects.get().pk])
    told = asf.post(notices, {"id": ids(cook)}, follow=True).text
    assert "1 person har fått veta" in told and "2021-06-15" in told
    assert "redan fått veta" in asf.post(notices, {"id": ids(cook)}, follow=True).text
    assert "Ingen är vald" in asf.post(notices, {}, follow=True).text
    assert "fick veta om" in asf.get(reverse("placements:employment", args=ids(cook))).text


# case officers


def test_everyone_of_one_officer_is_handed_over_on_the_page(asf):
    maja = UserFactory(role="case_officer", first_name="Maja")
    moa = UserFactory(role="case_officer", first_name="Moa")
    for _each in range(3):
        CaseOfficerAssignmentFactory(officer=maja, participant=placed().employment.participant)
    placed()
    address = reverse("placements:officers")
    assert "1 person är placerad i dag utan handläggare" in asf.get(address).text
    page = asf.post(address, {"giver": maja.pk, "officer": moa.pk, "on": "2021-06-16", "note": "Slutar"}, follow=True)
    assert "3 personer är överlämnade till Moa Prov" in page.text
    assert asf.post(address, {"giver": maja.pk, "officer": maja.pk, "on": "2021-06-15"}).status_code == 422
