"""How long it takes to make 10 000 people anonymous, and how long the day's work waits meanwhile.

Run:  python bench/anonymise.py, in the surroundings of bin/manage (DATABASE_URL and the like).
It makes a database of its own beside that one and takes it away again. Prints seconds beside bare UPDATEs of the same
rows with their history, and the longest wait of an edit (someone else, and someone on the list) beside one alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, sleep

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # Django is set up first

from foundation.runs import work_piece
from organisation.models import Board, Department, User
from placements.models import Employment, EmploymentType, Participant, Placement
from privacy.models import RetentionRule
from privacy.operations.retention import perform_retention, rehearse_retention

PEOPLE, TODAY = 10_000, date(2024, 6, 1)


def build() -> Participant:
    """PEOPLE whose time is out, and one more who is employed."""
    department = Department.objects.create(code="Z1", name="Z1", board=Board.objects.create(name="Z"))
    kind = EmploymentType.objects.create(code="bench", name="Prov")
    people = Participant.objects.bulk_create(Participant(key=f"Z{n}", name=f"Prov {n}") for n in range(PEOPLE + 1))
    ends = [date(2021, 12, 31)] * PEOPLE + [None]
    employments = Employment.objects.bulk_create(
        Employment(key=f"Z{n}", participant=one, type=kind, employed_from=date(2021, 1, 11), employed_to=ends[n])
        for n, one in enumerate(people)
    )
    Placement.objects.bulk_create(
        Placement(employment=one, department=department, placed_from=one.employed_from, placed_to=one.employed_to)
        for one in employments
    )
    RetentionRule.objects.create(kind="person", months=24, decision="prov", valid_from=date(2020, 1, 1))
    return people[-1]


def edit(person_id: int) -> float:
    """Seconds that one edit of one person takes."""
    began = perf_counter()
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=person_id)
        Participant.objects.filter(pk=person_id).update(sex="woman")
    return perf_counter() - began


def edits_during(act: Callable[[], object], *people: int) -> list[float]:
    """The longest edit of each of these people while `act` goes on."""
    done, longest = Event(), [0.0] * len(people)

    def work() -> None:
        while not done.is_set():
            for n, person in enumerate(people):
                longest[n] = max(longest[n], edit(person))
            sleep(0.002)
        connection.close()

    worker = Thread(target=work)
    worker.start()
    act()
    done.set()
    worker.join()
    return longest


def main() -> None:
    outside = build()
    listed = rehearse_retention(by=User.objects.create(username="one"), today=TODAY)
    run = perform_retention(retention_run=listed, by=User.objects.create(username="two")).run
    pieces = list(run.pieces.order_by("pk").values_list("pk", flat=True))
    last = Participant.objects.order_by("pk")[PEOPLE - 1].pk
    alone = max(edits_during(lambda: sleep(2), outside.pk, last))
    began = perf_counter()
    waits = edits_during(lambda: [work_piece(piece) for piece in pieces], outside.pk, last)
    seconds = perf_counter() - began
    began = perf_counter()
    with transaction.atomic():
        Participant.objects.update(name="", is_protected=True)
        Employment.objects.update(end_cause="other")
    bare = perf_counter() - began
    print(f"{PEOPLE} people anonymous, {len(pieces)} batches: {seconds:.2f} s, {seconds / bare:.1f} × two bare UPDATEs")
    for who, wait in zip(("someone who stays", "someone on the list"), waits, strict=True):
        print(
            f"longest edit of {who} meanwhile: {wait * 1000:.0f} ms, alone {alone * 1000:.0f} ms: {wait / alone:.1f} ×"
        )


if __name__ == "__main__":
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        main()
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
