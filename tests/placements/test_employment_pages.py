"""The pages of employments: who sees whom, what is logged, what a list gives as a file, and what forms do."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from foundation.models import AccessLogEntry
from foundation.tables import read_table
from placements.employment_file import read_employments
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentTypeFactory, ParticipantFactory, PlacementFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
LIST = reverse("placements:employments")


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    for view in ("employments", "employment_acts", "imports"):
        monkeypatch.setattr(f"placements.views.{view}.today", lambda: TODAY)


@pytest.fixture
def host():
    return DepartmentFactory(name="Fritidsförvaltningen")


def placed(department=None, **values):
    return PlacementFactory(department=department or DepartmentFactory(), **values)


def page_of(placement):
    return reverse("placements:employment", args=[placement.employment_id])


def test_a_case_officer_sees_names_of_all_departments(login_as, host):
    one = placed(host, employment__participant__name="Eva Prov")
    other = placed(employment__participant__name="Ali Prov")
    text = login_as("case_officer").get(LIST).text
    assert "Eva Prov" in text
    assert "Ali Prov" in text
    assert one.employment.key in text
    assert other.employment.key in text


@pytest.mark.parametrize("role", ["asf_head", "auditor"])
def test_who_sees_the_city_without_identities_sees_keys_only(login_as, host, role):
    one = placed(host, employment__participant__name="Eva Prov")
    client = login_as(role)
    for url in (LIST, page_of(one)):
        text = client.get(url).text
        assert "Eva Prov" not in text
        assert one.employment.key in text


def test_a_host_sees_name_and_dates_of_its_own_current_placements_only(login_as, host):
    now = placed(host, employment__participant__name="Eva Prov", employment__type__name="Lönebidragsanställning")
    over = placed(host, placed_to=TODAY - timedelta(days=1), employment__end_cause="illness")
    coming = placed(host, placed_from=TODAY + timedelta(days=1))
    elsewhere = placed()
    client = login_as("department_hr", host)
    text = client.get(LIST).text
    assert "Eva Prov" in text
    assert "Lönebidragsanställning" not in text
    for hidden in (over, coming, elsewhere):
        assert hidden.employment.key not in text
        assert client.get(page_of(hidden)).status_code == 404
    page = client.get(page_of(now)).text
    assert "Eva Prov" in page
    assert "Lönebidragsanställning" not in page


def test_a_host_sees_no_outcome_and_no_other_host_on_the_page(login_as, host):
    now = placed(host, working_share=50, employment__end_cause="illness", employment__employed_to=TODAY)
    placed(DepartmentFactory(name="Miljöförvaltningen"), employment=now.employment, placed_to=TODAY, working_share=50)
    text = login_as("department_hr", host).get(page_of(now)).text
    assert "sjukdom" not in text
    assert "Miljöförvaltningen" not in text


def test_a_protected_person_is_nameless_to_all_but_those_who_may_see_identities(login_as, host):
    one = placed(host, employment__participant=ParticipantFactory(name="Gudrun Hemlig", is_protected=True))
    assert "Gudrun Hemlig" in login_as("asf_administrator").get(page_of(one)).text
    for role, department in (("department_hr", host), ("department_head", host), ("asf_head", None), ("auditor", None)):
        client = login_as(role, department)
        for url in (LIST, page_of(one), LIST + "?q=Hemlig", LIST + "?sort=name", LIST + "?format=csv"):
            response = client.get(url)
            text = response.content.decode("utf-8-sig")
            assert "Gudrun" not in text, (role, url)
        assert one.employment.key not in client.get(LIST + "?q=Hemlig").text
    assert "Skyddade personuppgifter" in login_as("department_hr", host).get(page_of(one)).text


@pytest.mark.parametrize("role", ["finance", "city_office", "steering_group_member", "system_administrator"])
def test_others_do_not_see_employments_at_all(login_as, role):
    one = placed()
    client = login_as(role)
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(one)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"now", "soon"}),
        ("?state=ended", {"over"}),
        ("?state=coming", {"coming"}),
        ("?state=all", {"now", "soon", "over", "coming"}),
        ("?ending=30", {"soon"}),
        ("?ending=10", set()),
        ("?q=SOON", {"soon"}),
        ("?kind=own_team", {"now"}),
        ("?ending=abc", {"now", "soon"}),
        ("?department=999999", {"now", "soon"}),
    ],
)
def test_filters_choose(login_as, query, found):
    placed(employment__key="now", kind="own_team")
    placed(employment__key="soon", employment__employed_to=TODAY + timedelta(days=20))
    placed(employment__key="over", placed_to=TODAY - timedelta(days=1))
    placed(employment__key="coming", employment__employed_from=TODAY + timedelta(days=1))
    response = login_as("asf_administrator").get(LIST + query)
    assert {row.employment_key for row in response.context["rows"]} == found


def test_department_and_type_choose(login_as, host):
    one = placed(host, employment__type=EmploymentTypeFactory(code="nystartsjobb", name="Nystartsjobb"))
    placed()
    client = login_as("asf_administrator")
    for query in (f"department={host.pk}", f"type={one.employment.type_id}"):
        assert [row.placement_id for row in client.get(f"{LIST}?{query}").context["rows"]] == [one.pk]


def test_names_are_in_swedish_order(login_as):
    for name in ("Östen", "Åke", "Ärla", "Zeb", "Anna"):
        placed(employment__participant__name=name)
    client = login_as("asf_administrator")
    rows = client.get(LIST + "?sort=name").context["rows"]
    assert [row.name for row in rows] == ["Anna", "Zeb", "Åke", "Ärla", "Östen"]
    assert client.get(LIST + "?sort=-name").context["rows"][0].name == "Östen"


def test_htmx_gets_the_list_alone(login_as):
    placed()
    response = login_as("asf_administrator").get(LIST, headers={"HX-Request": "true"})
    assert response.text.startswith('<div id="employments">')


def test_what_the_list_gives_as_a_file_can_be_read_in_again_and_changes_nothing(login_as):
    placed(employment__participant__name="Eva Prov", working_share=75)
    placed(placed_to=date(2021, 2, 1), employment__end_cause="work", employment__employed_to=date(2021, 2, 1))
    placed(employment__participant__name="Hemlig Person", employment__participant__is_protected=True)
    client = login_as("asf_administrator")
    for name in ("xlsx", "csv"):
        response = client.get(f"{LIST}?state=all&format={name}")
        content = b"".join(response.streaming_content) if response.streaming else response.content
        reading = read_employments(read_table(file=content, name=f"a.{name}"), today=TODAY)
        assert reading.errors == []
        assert [row.is_protected for row in reading.rows].count(True) == 1
        assert len(reading.rows) == 3
        upload = io.BytesIO(content)
        upload.name = f"a.{name}"
        answer = client.post(reverse("placements:employment_import_new"), {"file": upload})
        assert "Inget ändras." in answer.text


def test_a_file_for_a_host_has_no_type_and_no_outcome(login_as, host):
    placed(host)
    head = login_as("department_hr", host).get(LIST + "?format=csv").content.decode("utf-8-sig").splitlines()[0]
    assert head == (
        "Anställning;Deltagare;Namn;Anställd från och med;Anställd till och med;Förvaltning;Slag av plats;"
        "Placerad från och med;Placerad till och med;Sysselsättningsgrad, procent;Yrkestitel"
    )


def test_an_unknown_file_format_is_no_page(login_as):
    assert login_as("asf_administrator").get(LIST + "?format=pdf").status_code == 404


def test_looking_is_logged(login_as):
    one = placed(employment__participant__name="Eva Prov")
    client = login_as("asf_administrator")
    client.get(LIST + "?q=Eva")
    client.get(LIST + "?format=csv")
    client.get(page_of(one))
    logged = AccessLogEntry.objects.order_by("id").values_list("act", flat=True)
    assert list(logged) == ["employment_list_shown", "employment_list_exported", "employment_shown"]
    assert not AccessLogEntry.objects.filter(subject__contains="Eva").exists()
    assert AccessLogEntry.objects.get(act="employment_shown").subject == one.employment.key


@pytest.mark.parametrize("number", [2, 50])
def test_the_list_asks_the_database_as_often_for_fifty_rows_as_for_two(login_as, django_assert_num_queries, number):
    for _ in range(number):
        placed(employment__type=EmploymentTypeFactory(), department=DepartmentFactory())
    client = login_as("asf_administrator")
    client.get(LIST)
    with django_assert_num_queries(10):
        client.get(LIST)
