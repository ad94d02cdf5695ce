"""How long a list page takes in a register of 100 000 employments, beside a constant page through the same
middleware: those who are employed now (one in twenty), a search among them, and a search among all.

Run:  python -m bench.list_page [rounds] [employments], in the surroundings of bin/manage (DATABASE_URL and the like).
Both pages are asked for in turn by the same person in one process, so that a noisy machine is noisy for both. Prints
milliseconds (median), questions to the database and the ratio. Everything is made in a transaction and rolled back.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ |= {"STATIC_FROM_SOURCE": "true", "HTTPS": "false"}

import django

django.setup()

from django.conf import settings  # Django is set up first
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from organisation.models import Board, Department, Membership, User
from placements.full_time import as_registers_say
from placements.models import Employment, EmploymentType, Participant, Placement

EMPLOYMENTS, ROUNDS, GOAL_MS, GOAL = 100_000, 40, 100, 20
YEAR = 365
PAGES = ("/employments/", "/employments/?q=Z99", "/employments/?q=prov+99&state=all")


def constant(request: HttpRequest) -> HttpResponse:
    """What the middleware costs alone: session, person, history."""
    return HttpResponse(f"{request.user.pk}")


urlpatterns = (path("constant/", constant), path("", include("config.urls")))


def build(number: int) -> User:
    department = Department.objects.create(code="Z1", name="Förvaltning Z", board=Board.objects.create(name="Nämnd Z"))
    kind = EmploymentType.objects.create(code="bench", name="Prov")
    people = Participant.objects.bulk_create(Participant(key=f"Z{n}", name=f"Prov {n}") for n in range(number))
    start = date(2021, 1, 1)
    days = [start + timedelta(days=n % 200 - n % 20 * YEAR) for n in range(number)]
    employments = Employment.objects.bulk_create(
        Employment(
            key=f"Z{n}", participant=one, type=kind, employed_from=days[n],
            employed_to=days[n] + timedelta(days=YEAR) if n % 20 else None,
        )
        for n, one in enumerate(people)
    )  # fmt: skip
    with as_registers_say():
        Placement.objects.bulk_create(
            Placement(employment=one, department=department, placed_from=one.employed_from, placed_to=one.employed_to)
            for one in employments
        )
    user = User.objects.create(username="bench-list-page")
    Membership.objects.create(user=user, role="asf_administrator", valid_from=date(2020, 1, 1))
    return user


def timed(client: Client, address: str) -> float:
    began = time.perf_counter()
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return (time.perf_counter() - began) * 1000


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    number = int(sys.argv[2]) if len(sys.argv) > 2 else EMPLOYMENTS
    settings.ROOT_URLCONF = urlpatterns
    settings.ALLOWED_HOSTS = ["testserver"]
    with transaction.atomic():
        client = Client()
        client.force_login(build(number))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        times: dict[str, list[float]] = {address: [] for address in ("/constant/", *PAGES)}
        for address in [*times] * (rounds + 3):
            times[address].append(timed(client, address))
        bare, *ours = (median(taken[3:]) for taken in times.values())
        with CaptureQueriesContext(connection) as asked:
            timed(client, "/employments/")
        transaction.set_rollback(True)
    print(f"constant page {bare:.1f} ms, {len(asked)} questions for a page of a register of {number}")
    for address, milliseconds in zip(PAGES, ours, strict=True):
        reached = milliseconds <= GOAL_MS and milliseconds / bare <= GOAL
        print(
            f"{address} {milliseconds:.1f} ms (goal {GOAL_MS}), ratio {milliseconds / bare:.1f} (goal: at most {GOAL}) "
            f"{'reached' if reached else 'MISSED'}"
        )


if __name__ == "__main__":
    main()
