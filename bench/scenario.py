"""How long the scenario calculator takes for 16 departments and for 290 municipalities' (about 4 500), in one request.

Run:  python bench/scenario.py, in the surroundings of bin/manage (DATABASE_URL and the like).
Everything is made and measured in one transaction that is rolled back. Prints seconds for the page, for the live part
and for the arithmetic, and how many times a bare loop of Decimal multiplications the live part costs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # Django is set up first
from django.db import transaction
from django.test import Client

from allocation.models import Headcount
from allocation.queries.scenario import departments_in_scenarios, staff_on
from allocation.quota import Rounding
from allocation.scenario import Parameters, calculate
from foundation.periods import Month
from organisation.models import Board, Department, Membership, User
from organisation.roles import Role

DAY, RATE = date(2090, 11, 1), Decimal("0.057")
ADDRESS = {
    "a-rate": "5.7",
    "a-basis": "permanent",
    "a-date": DAY.isoformat(),
    "a-rounding": "half_up",
    "a-total": "",
    "a-fee": "7500",
    "a-start": "2091-04",
}


def build(first: int, last: int) -> None:
    board, _made = Board.objects.get_or_create(name="Prov")
    departments = Department.objects.bulk_create(
        Department(code=f"Z{n:05d}", name=f"Förvaltning Z{n}", board=board) for n in range(first, last)
    )
    Headcount.objects.bulk_create(
        Headcount(department=one, date=DAY, permanent=100 + one.pk % 1900, all_employees=2200) for one in departments
    )


def best(act: Callable[[], Any]) -> float:
    def once() -> float:
        start = perf_counter()
        act()
        return perf_counter() - start

    return min(once() for _n in range(3))


def measure(client: Client, wanted: int) -> None:
    departments = departments_in_scenarios()
    staff = staff_on([DAY], departments)[DAY]
    parameters = Parameters(RATE, "permanent", DAY, Rounding.HALF_UP, None, Decimal(7500), Month(2091, 4), frozenset())
    counts = [one.permanent or 0 for one in staff]
    bare = best(lambda: [RATE * count for count in counts])
    arithmetic = best(lambda: calculate(parameters, staff))
    page = best(lambda: client.get("/scenarios/", ADDRESS))
    live = best(lambda: client.get("/scenarios/", ADDRESS, headers={"HX-Request": "true"}))
    print(
        f"{len(departments):5d} departments ({wanted} made): page {page:.3f} s, live {live:.3f} s, "
        f"arithmetic {arithmetic:.4f} s = {arithmetic / bare:.0f} x bare loop; live = {live / bare:.0f} x bare loop"
    )


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    with transaction.atomic():
        reader = User.objects.create_user("bench-scenario")
        Membership.objects.create(user=reader, role=Role.CITY_OFFICE, valid_from=date(2000, 1, 1))
        client = Client()
        client.force_login(reader)
        build(0, 16)
        measure(client, 16)
        build(16, 4500)
        measure(client, 4500)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
