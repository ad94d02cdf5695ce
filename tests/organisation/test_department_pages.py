"""The administrator's pages of boards and departments."""

from __future__ import annotations

import pytest
from django.urls import reverse

from foundation.periods import Month
from organisation.models import Board, Department, Exemption, Succession
from tests.organisation.factories import DepartmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(login_as):
    return login_as("system_administrator")


def at(name, pk):
    return reverse(f"organisation:{name}", args=[pk])


def test_an_empty_installation_is_built_from_its_pages(administrator):
    """First the board, then its department: the guided first start's first step."""
    assert "Lägg upp nämnden först" in administrator.get(reverse("organisation:department_new")).text
    assert "Inga förvaltningar än" in administrator.get(reverse("organisation:departments")).text
    administrator.post(reverse("organisation:boards"), {"name": "Fritidsnämnden"})
    board = Board.objects.get()
    values = {"code": "101", "name": "Fritidsförvaltningen", "board": board.pk, "kind": "department", "first_month": ""}
    made = administrator.post(reverse("organisation:department_new"), values, follow=True)
    assert "Fritidsförvaltningen är upplagd." in made.text
    again = administrator.post(reverse("organisation:department_new"), values)
    assert again.status_code == 422 and "Koden 101 är redan Fritidsförvaltningen" in again.text
    administrator.post(at("board_name", board.pk), {"name": "Fritids- och kulturnämnden"})
    assert "Fritids- och kulturnämnden" in administrator.get(reverse("organisation:boards")).text


def test_a_department_is_changed_exempted_and_closed_on_its_page(administrator):
    one = DepartmentFactory(code="101", name="Fritid")
    board = Board.objects.create(name="Kulturnämnden")
    administrator.post(at("department_details", one.pk), {"name": "Fritidsförvaltningen", "board": board.pk})
    administrator.post(
        at("exemptions", one.pk), {"first_month": "2021-03", "last_month": "2021-04", "reason": "KF § 291"}
    )
    exemption = Exemption.objects.get()
    refused = administrator.post(
        at("exemptions", one.pk), {"first_month": "2021-04", "last_month": "", "reason": "KF § 291"}
    )
    assert refused.status_code == 422 and "är redan undantagen från mars 2021 till april 2021" in refused.text
    administrator.post(at("exemption_end", exemption.pk), {"last_month": "2021-03"})
    administrator.post(at("department_closing", one.pk), {"last_month": "2021-12"})
    page = administrator.get(at("department", one.pk)).text
    assert "Fritidsförvaltningen" in page and "KF § 291" in page
    one.refresh_from_db()
    exemption.refresh_from_db()
    assert (one.board, one.last_month, exemption.last_month) == (board, Month(2021, 12), Month(2021, 3))
    administrator.post(at("exemption_removal", exemption.pk))
    assert not Exemption.objects.exists()


def test_successors_are_given_in_percent_and_taken_away(administrator):
    one, first, second = (DepartmentFactory(code=code) for code in ("101", "111", "112"))
    values = {
        "first_month": "2021-07", "decision": "KF § 7", "closes": "on", "successor_1": first.pk, "share_1": "66,6667",
        "successor_2": second.pk, "share_2": "33,3333 %",
    }  # fmt: skip
    half = administrator.post(at("reorganisation", one.pk), values | {"share_2": ""})
    assert half.status_code == 422 and "Ange både efterträdaren" in half.text
    less = administrator.post(at("reorganisation", one.pk), values | {"share_2": "30"})
    assert less.status_code == 422 and "När förvaltningen upphör ska de vara 100" in less.text
    assert administrator.post(at("reorganisation", one.pk), values).status_code == 302
    page = administrator.get(at("department", one.pk)).text
    assert "66,6667" in page and "juli 2021" in page
    assert "Föregångare" in administrator.get(at("department", first.pk)).text
    assert Department.objects.get(pk=one.pk).last_month == Month(2021, 6)
    administrator.post(at("reorganisation_removal", Succession.objects.first().pk))
    assert not Succession.objects.exists() and Department.objects.get(pk=one.pk).last_month is None


def test_the_auditor_reads_and_changes_nothing(login_as):
    one = DepartmentFactory()
    auditor = login_as("auditor")
    page = auditor.get(at("department", one.pk))
    assert page.status_code == 200 and '<form method="post" action="/departments' not in page.text
    assert auditor.post(at("department_closing", one.pk), {"last_month": "2021-12"}).status_code == 403
    assert auditor.post(reverse("organisation:boards"), {"name": "Ny"}).status_code == 403


def test_who_exempted_whom_is_in_the_history(administrator, login_as):
    one = DepartmentFactory(code="101")
    administrator.post(at("exemptions", one.pk), {"first_month": "2021-03", "last_month": "", "reason": "KF § 291"})
    text = login_as("auditor").get(reverse("organisation:audit_trail")).text
    assert "undantag" in text and administrator.user.full_name in text
