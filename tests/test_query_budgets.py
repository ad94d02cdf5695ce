"""A list costs as many questions to the database with 50 rows as with 2 (DESIGN.md 9)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.models import Run
from organisation.models import Department
from organisation.roles import CITY_WIDE
from tests import list_rows as rows
from tests.conftest import LogIn, SmallCity
from tests.strict_client import StrictClient

Builder = Callable[[SmallCity, range], object]
# What grows, and the lists that show it with the role that reads them.
LISTS: dict[Builder, list[tuple[str, str]]] = {
    rows.months: [
        ("home", "asf_administrator"),
        ("billing:calendar", "asf_administrator"),
        ("billing:calendar?format=csv", "asf_administrator"),
        ("billing:forecast", "asf_administrator"),
        ("billing:half_year", "finance"),
        ("followup:measures", "city_office"),
    ],
    rows.invoices: [
        ("home", "finance"),
        ("billing:half_years", "finance"),
        ("billing:half_year", "claim_decision_maker"),
        ("billing:invoices", "finance"),
        ("billing:invoices?format=csv", "finance"),
    ],
    rows.employments: [
        ("home", "case_officer"),
        ("search?q=E0", "department_hr"),
        ("organisation:audit_trail", "auditor"),
        ("placements:employments", "asf_administrator"),
        ("placements:employments?format=xlsx", "asf_administrator"),
        ("placements:employments", "department_hr"),
    ],
    rows.month_lines: [
        ("home", "department_hr"),
        ("billing:calendar", "department_hr"),
        ("billing:reconciliation", "department_hr"),
        ("billing:reconciliation?format=csv", "department_hr"),
    ],
    rows.agreements: [
        ("search?q=Förvaltning", "asf_administrator"),
        ("agreements:list", "asf_administrator"),
        ("agreements:list?format=csv", "asf_administrator"),
    ],
    rows.people: [
        ("organisation:people", "system_administrator"),
    ],
    rows.departments: [
        ("organisation:departments", "auditor"),
        ("organisation:boards", "auditor"),
        ("allocation:quotas", "asf_administrator"),
        ("allocation:quotas?format=csv", "asf_administrator"),
        ("allocation:headcounts", "asf_administrator"),
        ("allocation:headcounts?format=csv", "asf_administrator"),
    ],
    rows.proposals: [
        ("organisation:proposals", "city_office"),
        ("organisation:proposals?format=csv", "city_office"),
    ],
    rows.looks: [
        ("organisation:access_log", "auditor"),
    ],
    rows.transfers: [
        ("agreements:transfers", "asf_administrator"),
        ("agreements:transfers?format=csv", "asf_administrator"),
    ],
    rows.ending: [
        ("placements:ending", "case_officer"),
        ("placements:ending?format=csv", "asf_head"),
        ("placements:recruitments", "asf_administrator"),
        ("placements:officers", "asf_administrator"),
        ("placements:bulk?all=1&act=end", "asf_administrator"),
    ],
    rows.supervisors: [
        ("placements:costs?by=job", "asf_administrator"),
        ("placements:costs?by=month&format=csv", "finance"),
        ("placements:supervisors", "department_hr"),
        ("placements:supervisors?format=csv", "asf_administrator"),
    ],
    rows.places: [
        ("billing:place_bank", "department_hr"),
        ("billing:place_bank?format=csv", "department_hr"),
        ("billing:place_bank?view=board", "asf_administrator"),
        ("billing:place_bank?only_free=on&language=sfi_c", "case_officer"),
    ],
    rows.bookings: [
        ("billing:place_bank", "case_officer"),
        ("placements:bookings", "case_officer"),
        ("placements:bookings", "department_hr"),
        ("placements:bookings?format=csv", "asf_administrator"),
    ],
    rows.corrections: [
        ("billing:corrections", "asf_administrator"),
    ],
    rows.hand_overs: [
        ("billing:hand_overs", "finance"),
    ],
    rows.codings: [
        ("billing:codings", "finance"),
        ("billing:codings?periods=all", "finance"),
        ("billing:codings?format=csv", "finance"),
    ],
    rows.reports: [
        ("followup:reports", "asf_administrator"),
    ],
    rows.pieces: [
        ("foundation:run", "finance"),
    ],
}


@pytest.fixture(autouse=True)
def quick_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("billing.documents.render_pdf", lambda **kwargs: b"%PDF-")


def address_of(name: str, city: SmallCity) -> str:
    name, _mark, query = name.partition("?")
    arguments = {
        "billing:reconciliation": lambda: {"pk": city.leisure.reconciliations.get().pk},
        "billing:half_year": lambda: {"half_year": rows.FIRST_HALF},
        "foundation:run": lambda: {"run_id": Run.objects.get().pk},
    }
    return reverse(name, kwargs=arguments[name]() if name in arguments else None) + (f"?{query}" if query else "")


def questions(client: StrictClient, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("build", LISTS, ids=lambda builder: builder.__name__)
def test_lists_of_50_ask_no_more_than_lists_of_2(build: Builder, small_city: SmallCity, login_as: LogIn):
    clients = {role: login_as(role, own_department(role, small_city)) for _name, role in LISTS[build]}
    build(small_city, range(2))
    few = {}
    for name, role in LISTS[build]:
        address = address_of(name, small_city)
        questions(clients[role], address)  # what is read once per process
        few[address, role] = questions(clients[role], address)
    build(small_city, range(2, 50))
    for (address, role), before in few.items():
        now = questions(clients[role], address)
        assert len(now) <= len(before), f"{address} as {role}:\n" + "\n".join(sorted(set(now) - set(before)))


def own_department(role: str, city: SmallCity) -> Department | None:
    return None if role in CITY_WIDE else city.leisure
