"""The demonstration city: told once in full, and only where it belongs."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from agreements.models import AgreementVersion
from billing.models import ClaimDecision, Correction, Objection, ParkedLine, Reconciliation, Reopening
from billing.operations.half_years import issue, rehearse
from billing.queries.proof import prove
from foundation import clock
from foundation.periods import HalfYear, Month
from organisation.models import Department, Membership, User
from organisation.roles import Role
from placements.models import Place, Placement
from placements.queries import stock_on
from register.demonstration.jobs import build_jobs
from register.demonstration.people import PEOPLE
from register.demonstration.places import OPENINGS, offers
from register.demonstration.stock import MONTHS, STOCK


def present(jobs, department, day):
    stays = [stay for job in jobs for stay in job.stays if stay.department == department and stay.share != 40]
    return sum(stay.first <= day and (stay.last is None or stay.last >= day) for stay in stays)


def test_the_jobs_give_the_stock_of_the_curve():
    jobs = build_jobs()
    for department, numbers in STOCK.items():
        at_the_end = [present(jobs, department, month.last_day) for month in MONTHS]
        assert [present(jobs, department, date(2020, 11, 1)), *at_the_end] == list(numbers), department


def test_the_city_is_the_same_every_time():
    assert [list(job.rows()) for job in build_jobs()] == [list(job.rows()) for job in build_jobs()]
    assert offers() == offers()


def test_the_boards_departments_offer_1500_openings():
    assert sum(offer.openings for offer in offers() if offer.department < "300") == OPENINGS


def test_every_role_has_someone_and_finance_has_two():
    roles = [person.role for person in PEOPLE]
    assert set(roles) == set(Role)
    assert roles.count(Role.FINANCE) == 2


@pytest.mark.django_db
def test_the_story_is_told_and_the_half_year_is_ready_to_be_issued(settings):
    settings.DEMONSTRATION = True
    said, logins = io.StringIO(), io.StringIO()
    call_command("load_demonstration", if_empty=True, show_logins=True, stderr=said, stdout=logins)
    assert "påhittat" in said.getvalue() and "ekonomi.tva" in logins.getvalue()
    # the companies' people are on top of the boards' thousand: 6 on 1 November, 24 at the end of August
    assert (stock_on(date(2020, 11, 1)) - 6, stock_on(date(2021, 8, 31)) - 24) == (620, 1620)
    months = Reconciliation.objects.filter(month__lte=Month(2021, 6))
    assert months.count() == 6 * 13 and not months.exclude(state="closed").exists()
    assert months.filter(by_silence=True).exists() and months.exclude(confirmed_by=None).exists()
    july = Reconciliation.objects.filter(month=Month(2021, 7)).values_list("state", flat=True)
    assert set(july) == {"open", "proposed", "confirmed", "disputed"}
    assert set(Objection.objects.values_list("state", flat=True)) == {"open", "accepted", "rejected", "parked"}
    parked = ParkedLine.objects.unsettled().get()
    assert (parked.reconciliation.department.code, parked.reconciliation.month) == ("160", Month(2021, 6))
    reopened = Reopening.objects.get()
    assert reopened.proposed_by != reopened.settled_by and reopened.reconciliation.is_closed
    assert reopened.closing["counted"] == str(reopened.reconciliation.counted)
    assert prove().differences == []
    assert set(AgreementVersion.objects.values_list("state", flat=True)) == {"draft", "sent", "signed"}
    assert AgreementVersion.objects.exclude(document=None).count() == 2
    assert Correction.objects.get().fee_now - Correction.objects.get().fee_then == 7500
    assert Place.objects.count() > 300 and Placement.objects.filter(working_share=40).count() == 4
    assert Membership.objects.count() == len(PEOPLE)
    assert User.objects.get(username="hr.fritid").check_password("demonstration")
    run = rehearse(half_year=HalfYear(2021, 1), by=User.objects.get(username="ekonomi.ett"), today=date(2021, 8, 9))
    run = issue(run=run, by=User.objects.get(username="ekonomi.tva"), today=date(2021, 8, 9))
    assert run.state == "issued" and ClaimDecision.objects.count() == 10


@pytest.mark.django_db
def test_it_is_refused_where_it_is_not_a_demonstration(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="inte en demonstration"):
        call_command("load_demonstration")
    call_command("load_demonstration", if_empty=True)  # what bin/run asks for does no harm
    assert not Department.objects.exists() and not User.objects.exists()


@pytest.mark.django_db
def test_it_is_refused_in_a_register_that_is_not_empty(settings, tmp_path):
    settings.DEMONSTRATION = True
    call_command("load_register", "register/example", stderr=io.StringIO())
    with pytest.raises(CommandError, match="inte tomt"):
        call_command("load_demonstration")
    call_command("load_demonstration", if_empty=True)
    assert Department.objects.count() == 4


def test_a_demonstration_lives_in_its_own_day(settings):
    settings.DEMONSTRATION_TODAY = date(2021, 8, 9)
    assert clock.today() == date(2021, 8, 9)
    settings.DEMONSTRATION_TODAY = None
    assert clock.today() > date(2021, 8, 9)
