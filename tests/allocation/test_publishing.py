"""A model year made known: a notice to each department, on its first page until someone there has received it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from allocation.models import Notice, Publication
from allocation.operations.publishing import NobodyToTell, PublishedAlready, ReceivedAlready, acknowledge, publish
from organisation.models import Department
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
TASK = "har fått besked om modellår 2021"


@pytest.fixture
def published(small_city):
    return publish(model_year=small_city.model_year, text="Läs villkoren.", by=UserFactory(role="city_office"))


def test_every_department_gets_a_notice_also_the_exempt_but_no_company_and_not_asf(published, small_city):
    assert {one.department for one in published.notices.all()} == {
        small_city.leisure,
        small_city.environment,
        small_city.exempt,
    }
    with pytest.raises(PublishedAlready, match="redan publicerat"):
        publish(model_year=small_city.model_year, text="", by=UserFactory())
    assert Publication.objects.count() == 1


def test_without_departments_there_is_nobody_to_tell(small_city):
    Department.objects.filter(kind="department").update(kind="company")
    with pytest.raises(NobodyToTell):
        publish(model_year=small_city.model_year, text="", by=UserFactory())


def test_the_notice_is_a_task_until_someone_there_has_received_it(published, small_city, login_as):
    hr, head = login_as("department_hr", small_city.leisure), login_as("department_head", small_city.leisure)
    other = login_as("department_hr", small_city.environment)
    assert all(TASK in client.get("/").text for client in (hr, head, other))
    assert TASK not in login_as("asf_administrator").get("/").text
    page = hr.get("/model-years/2021/")
    assert "Läs villkoren." in page.text
    notice = published.notices.get(department=small_city.leisure)
    assert hr.post(f"/notices/{notice.pk}/acknowledgement/").status_code == 302
    notice.refresh_from_db()
    assert notice.acknowledged_by == hr.user and notice.acknowledged_at is not None
    assert TASK not in hr.get("/").text and TASK not in head.get("/").text
    assert TASK in other.get("/").text
    assert hr.user.full_name in login_as("city_office").get("/model-years/2021/").text


def test_nobody_receives_for_another_department_or_without_the_right(published, small_city, login_as):
    notice = published.notices.get(department=small_city.leisure)
    address = f"/notices/{notice.pk}/acknowledgement/"
    assert login_as("department_hr", small_city.environment).post(address).status_code == 404
    assert login_as("steering_group_member", small_city.leisure).post(address).status_code == 403
    assert login_as("city_office").post(address).status_code == 403


def test_a_notice_is_received_once(published, small_city):
    notice = published.notices.get(department=small_city.leisure)
    acknowledge(notice=notice, by=UserFactory())
    with pytest.raises(ReceivedAlready):
        acknowledge(notice=notice, by=UserFactory())


def test_the_database_keeps_publications_and_received_notices(published, small_city):
    notice = published.notices.get(department=small_city.leisure)
    acknowledge(notice=notice, by=UserFactory())
    for change in (
        lambda: Publication.objects.update(text="annat"),
        lambda: Notice.objects.filter(pk=notice.pk).update(acknowledged_by=UserFactory()),
        lambda: Notice.objects.filter(pk=notice.pk).delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    waiting = published.notices.waiting().first()
    with pytest.raises(IntegrityError, match="notice_acknowledged_by_someone"), transaction.atomic():
        Notice.objects.filter(pk=waiting.pk).update(acknowledged_at=timezone.now())
    with pytest.raises(IntegrityError, match="notice_once_per_department"), transaction.atomic():
        Notice.objects.create(publication=published, department=waiting.department)
    with pytest.raises(IntegrityError, match="publication_once_per_reading"), transaction.atomic():
        Publication.objects.create(model_year=small_city.model_year, reading=1, published_at=timezone.now())


def test_only_those_who_adopt_publish(small_city, login_as):
    assert login_as("asf_head").post("/model-years/2021/publication/").status_code == 403
    assert login_as("city_office").post("/model-years/2021/publication/", {"text": "Hej"}).status_code == 302
    assert Notice.objects.count() == 3
