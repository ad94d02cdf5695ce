"""Supervisors, their load, the start checklist, the provider's support."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from foundation.checked import RowRefused
from placements.models import Employment, JobParameters, Placement
from placements.operations.supervisors import (
    NotActive,
    OfAnotherDepartment,
    StillSupervising,
    add_supervisor,
    change_supervisor,
    log_support,
    set_checklist,
)
from placements.queries.supervisors import supervisor_list, supervisor_page
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import PlacementFactory
from tests.placements.job_factories import SupervisorFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(TODAY):
        yield


@pytest.fixture
def asf():
    return UserFactory(role="asf_administrator")


@pytest.fixture
def host():
    return DepartmentFactory(name="Fritidsförvaltningen")


def checked(placement, **values):
    given = {"supervisor": None, "onboarding_on": None, "responsibility_on": None, "job_title": ""}
    return set_checklist(placement=placement, **given | values)


def placed(supervisor, **values):
    return PlacementFactory(department=supervisor.department, supervisor=supervisor, **values)


def loads(user, **chosen):
    return {
        row.supervisor.name: (row.people, row.too_many)
        for row in supervisor_list(user=user, today=TODAY, **chosen).rows
    }


def test_a_supervisor_gets_the_next_free_key(host):
    made = add_supervisor(department=host, name="Siv", workplace="Simhallen", contact="", active_from=TODAY)
    assert made.key.startswith("H") and made.department == host
    with pytest.raises(RowRefused, match="nyckel och namn"):
        add_supervisor(department=host, name="", workplace="", contact="", active_from=TODAY)


def test_the_load_is_those_placed_and_employed_today(asf):
    """Two today; one whose placement and one whose employment is over, and one to come, are not among them."""
    siv = SupervisorFactory(name="Siv")
    placed(siv)
    placed(siv)
    placed(siv, placed_to=YESTERDAY)
    placed(siv, employment__employed_to=YESTERDAY)
    placed(siv, placed_from=TODAY + timedelta(days=1))
    assert loads(asf) == {"Siv": (2, False)}


def test_more_than_the_parameter_is_too_many(asf):
    JobParameters.objects.create(valid_from=date(2021, 1, 1), supervisor_load=1, source="prov")
    for name, people in (("Siv", 1), ("Stig", 2)):
        supervisor = SupervisorFactory(name=name)
        for _each in range(people):
            placed(supervisor)
    assert loads(asf) == {"Siv": (1, False), "Stig": (2, True)}
    assert loads(asf, overloaded=True) == {"Stig": (2, True)}


def test_the_list_says_how_many_have_no_supervisor(asf, host):
    PlacementFactory(department=host)
    placed(SupervisorFactory(department=host))
    assert supervisor_list(user=asf, department=host.pk, today=TODAY).without == 1


def test_the_checklist_is_filled_in(host):
    siv, one = SupervisorFactory(department=host), PlacementFactory(department=host)
    checked(one, supervisor=siv, onboarding_on=TODAY, responsibility_on=YESTERDAY, job_title="Badvärd")
    one.refresh_from_db()
    assert (one.supervisor, one.onboarding_on, one.responsibility_on, one.job_title) == (
        siv,
        TODAY,
        YESTERDAY,
        "Badvärd",
    )


def test_a_supervisor_is_of_the_host_and_in_service(host):
    one = PlacementFactory(department=host)
    with pytest.raises(OfAnotherDepartment, match="inte handledare på Fritidsförvaltningen"):
        checked(one, supervisor=SupervisorFactory())
    with pytest.raises(NotActive):
        checked(one, supervisor=SupervisorFactory(department=host, active_to=date(2021, 1, 5)))


def test_a_supervisor_with_people_left_does_not_end():
    siv = SupervisorFactory()
    one = placed(siv)
    given = {"name": "Siv", "workplace": "", "contact": "", "active_from": siv.active_from}
    with pytest.raises(StillSupervising, match="1 person efter den dagen"):
        change_supervisor(supervisor=siv, active_to=TODAY, **given)
    one.end(on=TODAY)
    assert change_supervisor(supervisor=siv, active_to=TODAY, **given).active_to == TODAY


def test_whose_employment_is_over_needs_no_supervisor_although_the_placement_has_no_last_day():
    siv = SupervisorFactory()
    one = placed(siv)
    Employment.objects.filter(pk=one.employment_id).update(employed_to=TODAY)
    Placement.objects.filter(pk=one.pk).update(placed_to=None)
    given = {"name": "Siv", "workplace": "", "contact": "", "active_from": siv.active_from}
    assert change_supervisor(supervisor=siv, active_to=TODAY, **given).active_to == TODAY


def test_the_support_is_logged_and_the_latest_shown(asf):
    siv = SupervisorFactory()
    log_support(supervisor=siv, on=YESTERDAY, kind="visit", text="Bemötande", by=asf)
    log_support(supervisor=siv, on=date(2021, 3, 1), kind="course", text="", by=asf)
    page = supervisor_page(supervisor_id=siv.pk, user=asf, today=TODAY)
    assert [one.kind for one in page.support] == ["visit", "course"]
    assert page.row.last_support == YESTERDAY


@pytest.mark.parametrize(
    "employed", [{"employed_to": YESTERDAY}, {"employed_from": TODAY + timedelta(days=1)}], ids=["ended", "to come"]
)
def test_who_is_not_employed_today_is_not_named_though_the_placement_is_of_the_day(login_as, host, employed):
    siv = SupervisorFactory(department=host)
    one = placed(siv, placed_from=date(2021, 1, 11), **{f"employment__{name}": day for name, day in employed.items()})
    type(one.employment.participant).objects.update(name="Hemlig Person")
    client = login_as("department_hr", host)
    assert "Hemlig Person" not in client.get(reverse("placements:supervisor", args=[siv.pk])).text
    assert "Hemlig Person" not in client.get(reverse("placements:employments")).text
    assert client.get(reverse("placements:employment", args=[one.employment_id])).status_code == 404
    assert not Placement.objects.current(TODAY).exists()


def test_a_host_names_supervisors_of_its_own_only(login_as, host):
    client, other = login_as("department_hr", host), DepartmentFactory()
    given = {"name": "Siv", "active_from": "2021-06-01"}
    assert client.post(reverse("placements:supervisor_new"), given | {"department": other.pk}).status_code == 422
    assert client.post(reverse("placements:supervisor_new"), given | {"department": host.pk}).status_code == 302
    assert (
        client.get(reverse("placements:supervisor", args=[SupervisorFactory(department=other).pk])).status_code == 404
    )
    assert "Siv" in client.get(reverse("placements:supervisors")).text


def test_a_host_fills_in_the_checklist_of_its_own_and_is_told_what_is_missing(login_as, host):
    client, siv, one = (
        login_as("department_hr", host),
        SupervisorFactory(department=host),
        PlacementFactory(department=host),
    )
    page = client.get(reverse("placements:employment", args=[one.employment_id])).text
    assert "handledare saknas" in page and "introduktion saknas" in page and "arbetsmiljöansvar ej klarlagt" in page
    address = reverse("placements:placement_checklist", args=[one.pk])
    assert client.post(address, {"supervisor": siv.pk, "onboarding_on": "2021-06-01"}).status_code == 302
    page = client.get(reverse("placements:employment", args=[one.employment_id])).text
    assert siv.name in page and "handledare saknas" not in page


def test_asf_writes_down_a_visit(login_as):
    client, siv = login_as("case_officer"), SupervisorFactory()
    address = reverse("placements:supervisor_support", args=[siv.pk])
    client.post(address, {"on": "2021-06-01", "kind": "visit", "text": "Schema"})
    assert "Schema" in client.get(reverse("placements:supervisor", args=[siv.pk])).text
    client.post(address, {"on": "", "kind": "visit"})
    assert siv.support.count() == 1
