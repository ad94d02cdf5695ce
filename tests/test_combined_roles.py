"""Someone with two roles sees and may do what one of the two sees and may do alone, and nothing more (DOMAIN.md 2).

HR of another department than the one that owns the things of tests/whole_city.py, who also has a role in the whole
city, or sits in the owner's steering group.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.organisation.factories import MembershipFactory, UserFactory
from tests.permission_table import ROWS
from tests.strict_client import StrictClient
from tests.test_permissions import answer
from tests.whole_city import WholeCity

# The other role, and its column in the table.
SECOND_ROLES = {
    "claim_decision_maker": "CLM",
    "finance": "FIN",
    "city_office": "CTY",
    "auditor": "AUD",
    "asf_head": "CHF",
    "system_administrator": "SYS",
    "steering_group_member": "STE",
}
OPEN = {"ok", "may", "go"}
LISTS = [
    "placements:employments", "billing:place_bank", "allocation:quotas", "allocation:headcounts", "agreements:list",
    "agreements:transfers", "billing:invoices",
]  # fmt: skip
Combine = Callable[[str], StrictClient]


@pytest.fixture
def combine(whole_city: WholeCity) -> Combine:
    """`combine("finance")`: a client of someone who is HR of Miljöförvaltningen (102) and has that role too."""

    def log_in(second: str) -> StrictClient:
        person = UserFactory(role="department_hr", department=whole_city.base.environment)
        department = whole_city.base.leisure if second == "steering_group_member" else None
        MembershipFactory(user=person, role=second, department=department)
        client = StrictClient()
        client.force_login(person)
        return client

    return log_in


@pytest.mark.parametrize("second", SECOND_ROLES)
def test_an_address_is_open_when_it_is_for_one_of_the_two_roles(whole_city, combine, second):
    """Runs are open to whoever works for the whole city; the login page sends everyone on."""
    client = combine(second)
    wrong = {}
    for row in ROWS:
        expected = bool({row.answers["STR"], row.answers[SECOND_ROLES[second]]} & OPEN)
        got = answer(client, row, whole_city)
        if (got in OPEN) != expected:
            wrong[str(row)] = got
        if row.address == "logout":
            client = combine(second)
    assert wrong == {}


def rows_of(client: StrictClient, name: str) -> set[str]:
    """The rows of a list as it is taken out; none when the list is not for the reader."""
    query = "?format=csv" + ("&state=all" if name == "placements:employments" else "")
    response = client.get(reverse(name) + query)
    return set(response.content.decode("utf-8-sig").splitlines()) if response.status_code == 200 else set()


@pytest.mark.parametrize("second", SECOND_ROLES)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_the_rows_of_both_roles_and_no_others(clients, combine, name, second):
    alone = rows_of(clients["STR"], name) | rows_of(clients[SECOND_ROLES[second]], name)
    together = rows_of(combine(second), name)
    if name == "placements:employments" and second in ("auditor", "asf_head"):
        # With types, but without the names that a host alone sees of its own.
        assert together == rows_of(clients[SECOND_ROLES[second]], name)
    else:
        assert together == alone


def hits(client: StrictClient, words: str) -> set[str]:
    text = client.get("/search/", {"q": words}).text
    return set(re.findall(r'<li><a href="([^"]*)">', text[text.index("<main") :]))


@pytest.mark.parametrize("second", SECOND_ROLES)
def test_the_search_finds_what_one_of_the_two_roles_finds(clients, combine, second):
    """At most ten of each kind, so of the people of many departments not all that the two roles find apart."""
    client = combine(second)
    for words in ("förvaltningen", "F2021", "E00", "nämnden"):
        alone = hits(clients["STR"], words) | hits(clients[SECOND_ROLES[second]], words)
        together = hits(client, words)
        assert together <= alone
        assert together == alone or (words == "E00" and second in ("auditor", "asf_head"))


def test_people_of_other_departments_are_in_no_list_page_or_search_of_hr_who_decides_on_claims(whole_city, combine):
    client = combine("claim_decision_maker")
    page = client.get(reverse("placements:employments") + "?state=all")
    assert "Fritidsförvaltningen" not in page.text and page.context["page"].paginator.count > 0
    assert client.get(reverse("placements:employment", kwargs=whole_city.objects["employment"])).status_code == 404
    assert client.get(reverse("placements:place", kwargs=whole_city.objects["offered_place"])).status_code == 404
    month = client.get(reverse("billing:reconciliation", kwargs=whole_city.objects["proposed"]))
    assert month.status_code == 200 and "/employments/" not in month.text[month.text.index("<main") :]


@pytest.mark.parametrize("second", ["claim_decision_maker", "finance", "city_office"])
def test_the_first_page_asks_a_department_head_to_sign_for_the_own_department_only(whole_city, second):
    """Leisure's amendment waits for leisure's head, and for nobody else's."""
    asked = {}
    for name in ("leisure", "environment"):
        head = UserFactory(role="department_head", department=getattr(whole_city.base, name))
        MembershipFactory(user=head, role=second)
        client = StrictClient()
        client.force_login(head)
        asked[name] = "väntar på er underskrift" in client.get("/").text
    assert asked == {"leisure": True, "environment": False}
