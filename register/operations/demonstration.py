"""The demonstration city into an empty register, through the same doors as a real one (register/demonstration)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from foundation.history.dating import history_dated
from foundation.refusals import Refusal
from organisation.models import Department
from placements.models import Employment, Supervisor
from placements.operations.places import approve_place, offer_place
from placements.operations.recruitments import announce, open_recruitment
from placements.operations.supervisors import log_support
from register.demonstration.base import held_back, write_employments, write_folder
from register.demonstration.bookings import AREAS, HOURS, LANGUAGES, NEEDS
from register.demonstration.cast import Users, create_codings, create_people, name_case_officers, name_participants
from register.demonstration.history import REGISTER_BEGINS, date_the_register
from register.demonstration.jobs import Job, build_jobs
from register.demonstration.money import cause_rows, decide_the_first_half_year, end_one_too_late
from register.demonstration.months import live_through_the_half_year, open_july
from register.demonstration.notices import make_the_decision_known, propose_for_a_company
from register.demonstration.places import Offer, offers
from register.demonstration.retention import lay_down_the_rules
from register.demonstration.signings import ask_about_the_amendment, send_an_amendment, sign_in_the_system
from register.demonstration.story_clock import noon_of, stamped
from register.operations.demonstration_bookings import book_people
from register.operations.load import load_register

SUPPORT = (
    ("visit", "Handledning i vardagen"),
    ("course", "Handledarutbildning, halvdag"),
    ("question", "Hur mycket språkträning ryms i schemat?"),
)


class NotADemonstration(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Installationen är inte en demonstration. Sätt DEMONSTRATION=true om den ska få påhittade uppgifter.")
        )


class RegisterNotEmpty(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Registret är inte tomt. Demonstrationen läses bara in i en tom databas."))


def is_empty() -> bool:
    return not Department.objects.exists()


@transaction.atomic
def load_demonstration() -> None:
    """Tell the whole story. Raises NotADemonstration and RegisterNotEmpty."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    if not is_empty():
        raise RegisterNotEmpty
    with pghistory.context(command="load_demonstration"), history_dated(noon_of(REGISTER_BEGINS)):
        jobs, late = held_back(build_jobs())
        _load(lambda folder: write_folder(folder, jobs))
        date_the_register()
        _let_the_database_know()
        users = create_people()
        create_codings()
        lay_down_the_rules()
        make_the_decision_known(users)
        sign_in_the_system(users)
        _offer_places()
        _load(lambda folder: _write_causes(folder))
        _let_the_database_know()
        live_through_the_half_year(users, lambda: _register(late))
        decide_the_first_half_year(users)
        end_one_too_late()
        send_an_amendment(users)
        ask_about_the_amendment(users)
        open_july(users)
        propose_for_a_company(users)
        _let_the_database_know()
        book_people(users)
        name_participants()
        name_case_officers(users)
        _support_supervisors(users)
        _announce_a_vacancy(users)


def _let_the_database_know() -> None:
    """So much has come at once that the planner's figures are of empty tables; with those it reads row by row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _load(write: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        load_register(path=folder)


def _write_causes(folder: Path) -> None:
    lines = ["department;month;cause;number", *cause_rows()]
    (folder / "missing_causes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _register(late: list[Job]) -> None:
    _load(lambda folder: write_employments(folder, [row for job in late for row in job.rows()]))


def _support_supervisors(users: Users) -> None:
    """ASF visits, teaches and answers a third of the supervisors during the spring."""
    for number, supervisor in enumerate(Supervisor.objects.order_by("key")):
        if number % 3 == 0:
            kind, text = SUPPORT[number % len(SUPPORT)]
            on_day = date(2021, 3, 1) + timedelta(days=number % 120)
            log_support(supervisor=supervisor, on=on_day, kind=kind, text=text, by=users["arbetsmarknad"])


def _announce_a_vacancy(users: Users) -> None:
    """A vacancy, told to ten of those who end soon."""
    day, by = date(2021, 8, 6), users["arbetsmarknad"]
    with stamped(day):
        vacancy = open_recruitment(
            job_title="Måltidsbiträde", employer="Exempelskolan (konstruerad)", department=None,
            apply_by=date(2021, 8, 31), text="Visstid med möjlighet till förlängning.", by=by, today=day,
        )  # fmt: skip
        soon = Employment.objects.filter(employed_to__range=(date(2021, 8, 20), date(2021, 9, 30)), end_cause="")
        for employment in soon.order_by("employed_to", "key")[:10]:
            announce(recruitment=vacancy, employment=employment, within=None, by=by, today=day)


def _offer_places() -> None:
    departments = {each.code: each for each in Department.objects.all()}
    for number, offer in enumerate(offers()):
        with stamped(offer.offered_on):
            _offer(offer, departments[offer.department], number)


def _offer(offer: Offer, department: Department, number: int) -> None:
    given = {
        "department": department,
        "kind": offer.kind,
        "workplace": offer.workplace,
        "job_title": offer.job_title,
        "tasks": offer.tasks,
        "openings": offer.openings,
        "available_from": offer.offered_on,
        "value_for_person": offer.value_for_person,
        "value_for_service": "Avlastar den ordinarie personalen.",
        "language": LANGUAGES[number % len(LANGUAGES)],
        "accessibility": list(NEEDS[number % len(NEEDS)]),
        "area": AREAS[number % len(AREAS)],
        "hours": HOURS[number % len(HOURS)],
    }
    if number % 3:
        given |= {"union_on": offer.offered_on, "union_name": "Kommunal", "union_outcome": "agreed"}
    place = offer_place(given=given, today=offer.offered_on)
    if number % 12 != 11:
        approve_place(place=place)
