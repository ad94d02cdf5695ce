"""Every address for every role, against the one table (tests/permission_table.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permission_table import PUBLIC, ROWS, Row
from tests.strict_client import StrictClient
from tests.whole_city import WholeCity

Clients = dict[str, StrictClient]

NAMES_OF_ANSWERS = {200: "ok", 302: "go", 303: "go", 403: "403", 404: "404"}


def addresses() -> set[str]:
    """The names of all addresses, with their namespaces."""

    def names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from names(pattern.url_patterns, inner)
            else:
                yield f"{space}{pattern.name}"

    return set(names(get_resolver().url_patterns, ""))


def address_of(row: Row, city: WholeCity) -> str:
    return reverse(row.address, kwargs=city.objects[row.object])


def posted(row: Row, city: WholeCity) -> dict[str, Any]:
    """Little or nothing: who may not is refused before anyone looks at it."""
    year = {"model_year": city.base.year.pk}
    return {"agreements:drafts": year, "agreements:sendings": year}.get(row.address, {})


def answer(client: StrictClient, row: Row, city: WholeCity) -> str:
    if row.method == "GET":
        response = client.get(address_of(row, city))
        return NAMES_OF_ANSWERS.get(response.status_code, str(response.status_code))
    with transaction.atomic():  # the next reader finds things as this one did
        status = client.post(address_of(row, city), posted(row, city)).status_code
        transaction.set_rollback(True)
    return str(status) if status in (403, 404, 405) else "may"


def test_every_address_stands_in_the_table():
    assert addresses() - {row.address for row in ROWS} == set()


def test_every_row_of_the_table_has_an_address():
    assert {row.address for row in ROWS} - addresses() == set()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_gets_the_answer_of_the_table(row: Row, whole_city: WholeCity, clients: Clients):
    got = {name: answer(client, row, whole_city) for name, client in clients.items()}
    assert got == row.answers


def test_who_is_not_logged_in_is_sent_to_the_login_page(whole_city: WholeCity):
    client = StrictClient()
    for row in ROWS:
        if row.address in PUBLIC:
            continue
        address = address_of(row, whole_city)
        response = client.get(address) if row.method == "GET" else client.post(address)
        assert response.status_code == 302, row
        assert response.url.startswith("/login/"), row


def test_public_pages_are_shown_to_everyone(whole_city: WholeCity):
    client = StrictClient()
    shown = [row for row in ROWS if row.address in PUBLIC and row.method == "GET"]
    assert {client.get(address_of(row, whole_city)).status_code for row in shown} == {200}


def test_address_answers_no_other_method_than_those_in_the_table(whole_city: WholeCity, clients: Clients):
    """405 for whoever may use the address at all, by GET and by POST."""
    methods: dict[str, set[str]] = {}
    for row in ROWS:
        methods.setdefault(row.address, set()).add(row.method)
    wrong = {}
    for row in ROWS:
        reader = next((name for name, cell in row.answers.items() if cell in ("ok", "may")), None)
        for method in {"GET", "POST"} - methods[row.address]:
            if reader is None or row.address in ("logout", "set_language"):
                continue
            status = getattr(clients[reader], method.lower())(address_of(row, whole_city)).status_code
            if status != 405:
                wrong[f"{method} {row.address}"] = status
    assert wrong == {}
