"""The page of transfers: a department proposes, ASF signs, what cannot be is explained."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.models import QuotaTransfer
from tests.agreements.factories import QuotaTransferFactory
from tests.organisation.factories import DepartmentFactory

pytestmark = pytest.mark.django_db


def transfer_values(city, **changes: object) -> dict[str, object]:
    values = {"from_department": city.leisure.pk, "to_department": city.environment.pk, "number": 2}
    return {**values, "first_month": "2021-05", "last_month": "", **changes}


def test_a_department_proposes_and_asf_signs_a_transfer(login_as, small_city):
    head, administrator = login_as("department_head", small_city.leisure), login_as("asf_administrator")
    head.post(reverse("agreements:transfers"), transfer_values(small_city))
    transfer = QuotaTransfer.objects.get()
    assert head.post(reverse("agreements:transfer_signature", args=[transfer.pk])).status_code == 403
    assert "väntar på er underskrift" in administrator.get(reverse("agreements:transfers")).text
    administrator.post(reverse("agreements:transfer_signature", args=[transfer.pk]))
    assert QuotaTransfer.objects.get().signed_on is not None
    lines = head.get(reverse("agreements:transfers") + "?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("101;Fritidsförvaltningen;102;Miljöförvaltningen;2;2021-05;")


def test_a_transfer_between_others_is_not_the_departments_to_propose(login_as, small_city):
    head = login_as("department_head", DepartmentFactory())
    assert head.post(reverse("agreements:transfers"), transfer_values(small_city)).status_code == 403


def test_a_transfer_that_is_none_is_explained_in_the_form(login_as, small_city):
    client = login_as("asf_administrator")
    same = client.post(
        reverse("agreements:transfers"), transfer_values(small_city, to_department=small_city.leisure.pk)
    )
    assert "mellan två olika förvaltningar" in same.text and not QuotaTransfer.objects.exists()
    backwards = client.post(reverse("agreements:transfers"), transfer_values(small_city, last_month="2021-03"))
    assert "Sista månaden är före den första" in backwards.text


def test_a_proposal_is_withdrawn_by_one_of_its_sides_only(login_as, small_city):
    transfer = QuotaTransferFactory(from_department=small_city.leisure, to_department=small_city.environment)
    address = reverse("agreements:transfer_withdrawal", args=[transfer.pk])
    assert login_as("department_head", DepartmentFactory()).post(address).status_code == 404
    assert login_as("department_hr", small_city.leisure).post(address).status_code == 403
    assert login_as("department_head", small_city.environment).post(address).status_code == 302
    assert not QuotaTransfer.objects.exists()
