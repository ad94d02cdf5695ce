"""A small city with something of everything and in every state, as it stands on 22 November 2021.

The first half-year is closed and invoiced, partly credited and handed over, with a correction proposed. Of the second,
July is closed, August proposed, September disputed, October confirmed and November open; it has been rehearsed.
Fritidsförvaltningen (101) is "own": its roles look at it. HR of Miljöförvaltningen (102) is the stranger.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from allocation.operations import keep_file, propose_headcounts
from allocation.reorganisation import CountedRow
from billing.archives import Collection
from billing.ledger_files import LedgerForm
from billing.models import AccountCoding, Invoice, LedgerLayout, ParkedLine, Reconciliation
from billing.operations import claims, corrections, credit_notes, half_years, hand_overs, months
from billing.operations.collections import collect_documents
from billing.operations.reopening import propose_reopening
from followup.operations.reports import ask_for_reports
from foundation import runs
from foundation.models import Run
from foundation.periods import HalfYear, Month
from organisation.models import User
from organisation.roles import CITY_WIDE, Role
from placements.identity import encrypted, identity_hash
from placements.models import Booking, Participant, Placement
from placements.operations import bookings
from placements.operations.imports import propose_import
from privacy.operations.retention import place_hold, rehearse_retention
from tests.billing.city import FIRST_HALF, City, build_city, end_early
from tests.blank import blank_pdf
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.organisation.whole import build_organisation
from tests.placements.factories import ParticipantFactory, PlaceFactory, PlacementFactory, employment_row
from tests.placements.job_city import jobs_of
from tests.privacy.factories import RetentionRuleFactory
from tests.whole_city_agreements import promises

TODAY = date(2021, 11, 22)
SECOND_HALF = HalfYear(2021, 2)
PROTECTED_NAME = "Skyddhild Hemlig"
PROTECTED_NUMBER = "199001012385"
OPEN_NAME = "Öppenberg Synlig"
OPEN_NUMBER = "198507089806"
WAITING_NAME, WAITING_NUMBER = "Väntania Ny", "199203049888"  # in a file that nobody has accepted yet


@dataclass
class WholeCity:
    """`people` by role, with "stranger" and "second_finance"; `objects`: name → arguments of its addresses."""

    base: City
    people: dict[str, User]
    objects: dict[str, dict[str, Any]]


@contextmanager
def whole_city_surroundings() -> Iterator[None]:
    """Its day, and blank documents: what real ones look like is tested where they are made."""
    with pytest.MonkeyPatch.context() as patch, clock_from(TODAY):
        for module in ("agreements.documents", "billing.documents", "followup.documents"):
            patch.setattr(f"{module}.render_pdf", lambda **kwargs: blank_pdf())
        patch.setattr("foundation.runs._send_one", lambda piece_id: None)
        yield


def build_whole_city() -> WholeCity:
    """To be called in `whole_city_surroundings`."""
    base = build_city()
    company = DepartmentFactory(code="105", name="Hamnbolaget", board__name="Hamnbolagets styrelse", company=True)
    people = _people(base)
    _name_two(base)
    objects: dict[str, dict[str, Any]] = {"-": {}}
    objects |= _registers(base, people) | promises(base, people)
    objects |= _first_half(base, people) | _second_half(base, people)
    objects |= _privacy(people)
    objects |= {
        "person": {"pk": people["department_hr"].pk},
        "role": {"pk": people["department_hr"].memberships.get().pk},
        "company": {"pk": company.pk},
        **build_organisation(base, people, company),
    }
    return WholeCity(base, people, objects)


def _people(base: City) -> dict[str, User]:
    own = {role: None if role in CITY_WIDE else base.leisure for role in Role.values}
    people = {role: UserFactory(role=role, department=where, username=role) for role, where in own.items()}
    people["stranger"] = UserFactory(role="department_hr", department=base.environment, username="stranger")
    people["second_finance"] = UserFactory(role="finance", username="second_finance")
    return people


def _name_two(base: City) -> None:
    """Two people at the own department have names and numbers; one of them is protected."""
    first, second = Placement.objects.filter(department=base.leisure).order_by("placed_from", "pk")[:2]
    for placement, name, number in ((first, PROTECTED_NAME, PROTECTED_NUMBER), (second, OPEN_NAME, OPEN_NUMBER)):
        Participant.objects.filter(employments=placement.employment_id).update(
            name=name,
            is_protected=name == PROTECTED_NAME,
            identity_number=encrypted(number),
            identity_hash=identity_hash(number),
        )


def _registers(base: City, people: dict[str, User]) -> dict[str, dict[str, Any]]:
    by = people["asf_administrator"]
    counted = [CountedRow(department="101", date=date(2021, 11, 1), permanent=340, all=410)]
    headcounts = propose_headcounts(content=b"headcounts", file_name="antal.csv", rows=counted, by=by)
    stray = "Förvaltningskod;Datum;Tillsvidareanställda;Alla anställda\r\nKulturskolan;2021-11-01;120;150\r\n"
    keep_file(content=stray.encode(), name="delad.csv", by=by, now=timezone.now())
    rows = [employment_row(901), employment_row(902, name=WAITING_NAME, identity_number=WAITING_NUMBER)]
    employments = propose_import(content=b"employments", file_name="register.csv", rows=rows, kept=(), by=by)
    protected, known = Placement.objects.filter(department=base.leisure).order_by("placed_from", "pk")[:2]
    return {
        "year": {"year": 2021},
        "headcount_import": {"pk": headcounts.pk},
        "employment_import": {"pk": employments.pk},
        "employment": {"pk": known.employment_id},
        "protected_employment": {"pk": protected.employment_id},
        "placement": {"pk": known.pk},
        **jobs_of(known, by=by, today=TODAY),
        "offered_place": {"pk": PlaceFactory(department=base.leisure).pk},
        "approved_place": {"pk": PlaceFactory(department=base.leisure, state="approved").pk},
        "draft_place": {"pk": PlaceFactory(department=base.leisure, state="draft").pk},
        **_bookings(base, people),
    }


def _bookings(base: City, people: dict[str, User]) -> dict[str, dict[str, Any]]:
    """Someone protected proposed, someone whose start is planned for today, and a no."""
    place = PlaceFactory(department=base.leisure, state="approved", openings=4)
    by = people["case_officer"]

    def booked(name: str, *, protected: bool = False) -> Booking:
        person = ParticipantFactory(name=name, is_protected=protected)
        return bookings.book(
            place=place, participant=person, period=(TODAY, None), working_share=100,
            presentation="Har arbetat i kök.", by=by, today=TODAY,
        )  # fmt: skip

    planned = bookings.accept(booking=booked("Bokadia Känd"), by=people["department_hr"], today=TODAY)
    bookings.plan_start(booking=planned, period=(TODAY, None), working_share=100, today=TODAY)
    declined = booked("Nejsvar Okänd")
    bookings.decline(booking=declined, cause="no_supervisor", note="", by=people["department_hr"], today=TODAY)
    proposed = booked(PROTECTED_NAME, protected=True)
    return {
        "booking": {"pk": proposed.pk},
        "planned_booking": {"pk": planned.pk},
        "declined_booking": {"pk": declined.pk},
    }


def _first_half(base: City, people: dict[str, User]) -> dict[str, dict[str, Any]]:
    finance, second = people["finance"], people["second_finance"]
    for department in (base.leisure, base.environment, base.provider):
        AccountCoding.objects.create(
            department=department, valid_from=date(2021, 1, 1), account="4611", cost_centre=department.code,
            activity_code="610", counterpart="198", reference_code=f"REF{department.code}",
        )  # fmt: skip
    months.close_months(months=FIRST_HALF.months, by=people["asf_administrator"], today=TODAY)
    for department in (base.leisure, base.environment):
        claims.decide_claim(
            board=department.board, half_year=FIRST_HALF, extent="all", delegation="punkt 4.2",
            by=people["claim_decision_maker"],
        )  # fmt: skip
    issued = half_years.issue(
        run=half_years.rehearse(half_year=FIRST_HALF, by=finance, today=TODAY), by=second, today=TODAY
    )
    runs.work_until_done(issued.documents_run)
    collected = [
        collect_documents(half_year=FIRST_HALF, form=form, by=second) for form in (Collection.ZIP, Collection.PDF)
    ]
    invoice = Invoice.objects.get(board=base.leisure.board)
    note = credit_notes.credit(
        invoice=invoice, lines={invoice.lines.filter(amount__gt=0).first().pk: 7500}, reason="Fel antal", by=second
    )
    handed = hand_overs.hand_over(form=LedgerForm.CSV, by=second, today=TODAY)
    end_early(5, date(2021, 4, 15))  # a person of leisure had left in April: one more is missing from then on
    correction, *_ = corrections.find_corrections(today=TODAY)
    half_year = {"half_year": FIRST_HALF}
    return {
        "half_year": half_year,
        "issued_rehearsal": half_year | {"pk": issued.pk},
        "documents_run": {"run_id": issued.documents_run_id},
        "invoice": {"pk": invoice.pk},
        "credit_note": {"pk": note.pk},
        "unfinished_run": {"run_id": Run.objects.unfinished().order_by("pk").first().pk},
        "hand_over": {"pk": handed.pk},
        "zip": {"pk": collected[0].pk},
        "merged": {"pk": collected[1].pk},
        "layout": {"pk": LedgerLayout.objects.create(name="Kort", columns=["number", "amount"]).pk},
        "correction": {"pk": correction.pk},
    }


def _second_half(base: City, people: dict[str, User]) -> dict[str, dict[str, Any]]:
    asf, hr = people["asf_administrator"], people["department_hr"]
    months.close_months(months=[Month(2021, 7)], by=asf, today=TODAY)
    opened = {number: _opened(base, Month(2021, number), asf) for number in (8, 9, 10, 11)}
    for number in (8, 9, 10):
        months.propose_month(reconciliation=opened[number], by=asf, deadline=date(2021, 12, 9), today=TODAY)
    line = opened[9].lines.order_by("pk").first()
    objection = months.object_to(
        reconciliation=opened[9], placement=line.placement, figure=0, text="Började senare.", by=hr
    )
    months.confirm_month(reconciliation=opened[10], by=hr, today=TODAY)
    parked = _parked(base, asf, hr)
    rehearsed = half_years.rehearse(half_year=SECOND_HALF, by=people["finance"], today=TODAY)
    report_run = ask_for_reports(departments=[base.leisure], month=Month(2021, 7), by=hr, today=TODAY)
    runs.work_until_done(report_run)
    closed = Reconciliation.objects.get(department=base.leisure, month=Month(2021, 7))
    other = UserFactory(role="asf_administrator")
    reopening = propose_reopening(reconciliation=closed, reason="En rad räknades fel.", by=other)
    names = {"proposed": 8, "disputed": 9, "confirmed": 10, "open": 11}
    return {
        "closed": {"pk": closed.pk},
        **{name: {"pk": opened[number].pk} for name, number in names.items()},
        "objection": {"pk": objection.pk},
        "parked": {"pk": parked.pk},
        "reopening": {"pk": reopening.pk},
        "rehearsal": {"half_year": SECOND_HALF, "pk": rehearsed.pk},
        "claim": {"half_year": SECOND_HALF, "pk": base.leisure.board_id},
        "second_half": {"half_year": SECOND_HALF},
        "report": {"report_id": report_run.pieces.get().subject_id},
        "report_run": {"run_id": report_run.pk},
    }


def _parked(base: City, asf: User, hr: User) -> ParkedLine:
    """December is closed but for one person who is disputed."""
    row = _opened(base, Month(2021, 12), asf)
    row = months.propose_month(reconciliation=row, by=asf, deadline=date(2022, 1, 12), today=date(2022, 1, 3))
    months.object_to(reconciliation=row, placement=None, figure=row.counted + 1, text="En saknas.", by=hr)
    months.confirm_rest(reconciliation=row, by=hr)
    months.park_and_close(reconciliation=row, deadline=date(2022, 2, 9), by=asf, today=date(2022, 1, 10))
    return ParkedLine.objects.get(reconciliation=row)


def _opened(base: City, month: Month, by: User) -> Reconciliation:
    return months.open_month(month=month, by=by, departments=[base.leisure])[0]


def _privacy(people: dict[str, User]) -> dict[str, dict[str, Any]]:
    """Someone whose time is out and is on a list for retention, and someone who is kept."""
    by = people["asf_administrator"]
    RetentionRuleFactory()
    placement = PlacementFactory(employment__employed_from=date(2018, 1, 8), employment__employed_to=date(2018, 12, 31))
    held = ParticipantFactory()
    hold = place_hold(participant=held, reason="tvist", by=by)
    listed = rehearse_retention(by=by, today=TODAY)
    return {
        "participant": {"pk": placement.employment.participant_id},
        "hold": {"pk": hold.pk},
        "retention_list": {"pk": listed.pk},
    }
