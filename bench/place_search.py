"""How long a search in a place bank of 5 000 places takes, beside a plain list of 50 of the same rows.

Run:  python -m bench.place_search [rounds], in the surroundings of bin/manage (DATABASE_URL and the like).
The page counts openings, ranks hosts that are short first and applies six filters. The alternative is what a generic
list does: the same rows by filter and id, every cell in a plain table, without ranking, counting or paging of more than
one page. Both are asked for in turn by the same person in one process, so that a noisy machine is noisy for both.
Prints milliseconds (median), questions to the database and the ratio. All in a transaction that is rolled back.
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
from placements.models import Booking, Language, Opening, Participant, Place

PLACES, ROUNDS, GOAL_MS, GOAL = 5000, 40, 100, 8
DAY = date(2021, 8, 9)
SEARCH = "/places/?q=badet&only_free=on&language=sfi_c&accessibility=seated&share=100&starts_by=2021-09-01"


def plain(request: HttpRequest) -> HttpResponse:
    rows = Place.objects.filter(workplace__icontains="badet", language__in=["none", "sfi_b", "sfi_c"]).order_by("id")
    cells = (f"<tr><td>{one.job_title}<td>{one.workplace}<td>{one.openings}" for one in rows[:50])
    return HttpResponse(f"{request.user.pk}<table>{''.join(cells)}</table>")


urlpatterns = (path("plain/", plain), path("", include("config.urls")))


def build() -> User:
    """Twenty departments; every third opening of an approved place is booked."""
    board = Board.objects.create(name="Nämnd Z")
    hosts = Department.objects.bulk_create(
        Department(code=f"Z{n}", name=f"Förvaltning Z{n}", board=board) for n in range(20)
    )
    Place.objects.bulk_create(_place(n, hosts[n % 20]) for n in range(PLACES))
    openings = list(Opening.objects.filter(place__department__in=hosts).order_by("pk")[::3])
    people = Participant.objects.bulk_create(Participant(key=f"Z{n}") for n in range(len(openings)))
    Booking.objects.bulk_create(
        Booking(
            opening=opening, participant=person, starts_on=date(2021, 9, 1), proposed_on=date(2021, 8, 1),
            expires_on=date(2100, 1, 1),
        )
        for opening, person in zip(openings, people, strict=True)
    )  # fmt: skip
    user = User.objects.create(username="bench-place-search")
    Membership.objects.create(user=user, role="case_officer", valid_from=date(2020, 1, 1))
    return user


def _place(n: int, host: Department) -> Place:
    return Place(
        department=host, state="approved", job_title=f"Yrke {n % 40}", workplace=f"{('Badet', 'Parken')[n % 2]} {n}",
        tasks="Service och underhåll.", openings=1 + n % 4, language=Language.values[n % 5],
        accessibility=["seated"] if n % 3 else [], available_from=date(2021, 1, 1) + timedelta(days=n % 200),
        value_for_person="Lär sig.", value_for_service="Avlastar.",
    )  # fmt: skip


def timed(client: Client, address: str) -> float:
    began = time.perf_counter()
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return (time.perf_counter() - began) * 1000


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    settings.ROOT_URLCONF = urlpatterns
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DEMONSTRATION_TODAY = DAY  # a day with targets, so that what the hosts lack is counted too
    with transaction.atomic():
        client = Client()
        client.force_login(build())
        times: dict[str, list[float]] = {"/plain/": [], SEARCH: []}
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE placements_place, placements_opening, placements_booking")
        for address in [*times] * (rounds + 3):
            times[address].append(timed(client, address))
        bare, ours = (median(taken[3:]) for taken in times.values())
        with CaptureQueriesContext(connection) as asked:
            timed(client, SEARCH)
        transaction.set_rollback(True)
    ratio = ours / bare
    print(f"plain list {bare:.1f} ms, search among {PLACES} {ours:.1f} ms (goal {GOAL_MS}), {len(asked)} questions")
    reached = ours <= GOAL_MS and ratio <= GOAL
    print(f"ratio {ratio:.1f} (goal: at most {GOAL}) {'reached' if reached else 'MISSED'}")


if __name__ == "__main__":
    main()
