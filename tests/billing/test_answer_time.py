"""The department's time to answer: never fewer days than the parameters say, never shortened; silence comes after it.

April 2021 ends on the 30th. Standard parameters: nine days after the month, seven days at least.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from agreements.operations.years import revise_model_year
from allocation.parameter_words import values_of
from billing.answer_time import answerable_until, first_deadline, renewed_deadline
from billing.forms.months import usual_deadline
from billing.models import MonthParameters, Reconciliation
from billing.operations import months
from billing.operations.months import refusals
from billing.operations.months.silence import confirm_all_silent
from foundation.periods import Month
from tests.billing.city import APRIL, ASKED, TODAY, agree
from tests.organisation.factories import DepartmentFactory, UserFactory

DAY = {number: date(2021, 5, number) for number in range(1, 32)}


@pytest.fixture
def opened(city, asf):
    [row] = months.open_month(month=APRIL, by=asf, departments=[city.leisure])
    return row


def propose(row, deadline, today=ASKED):
    return months.propose_month(reconciliation=row, by=None, deadline=deadline, today=today)


@pytest.mark.parametrize(
    ("today", "running", "first"),
    [
        (DAY[1], None, DAY[8]),  # seven days away
        (DAY[20], None, DAY[27]),
        (DAY[3], DAY[14], DAY[14]),  # one that is running is not shortened
        (DAY[20], DAY[14], DAY[27]),  # one that has run out holds nothing up
        (date(2021, 4, 1), None, DAY[1]),  # never within the month
    ],
)
def test_the_first_deadline_by_hand(today, running, first):
    assert first_deadline(month_ends=date(2021, 4, 30), today=today, least_days=7, running=running) == first


def test_a_month_that_goes_back_has_as_many_days_as_at_first():
    """Put forward on the 3rd until the 14th, eleven days. Answered on the 5th: the 16th. On the 12th: the 23rd."""
    given = {"deadline": DAY[14], "proposed_on": DAY[3], "least_days": 7}
    assert renewed_deadline(today=DAY[5], **given) == DAY[16]
    assert renewed_deadline(today=DAY[12], **given) == DAY[23]
    assert renewed_deadline(today=DAY[2], **given) == DAY[14]
    assert answerable_until(deadline=DAY[4], proposed_on=DAY[3], least_days=7) == DAY[10]


@pytest.mark.parametrize("deadline", [date(2021, 5, 1), DAY[3], DAY[9]])
def test_a_deadline_that_gives_too_few_days_is_refused(opened, deadline):
    """Put forward on 3 May, seven days at least: 10 May is the first day that will do."""
    with pytest.raises(refusals.DeadlineTooEarly, match=r"minst 7 dagar.*Välj 2021-05-10 eller senare"):
        propose(opened, deadline)
    opened.refresh_from_db()
    assert opened.state == "open"
    row = propose(opened, DAY[10])
    assert (row.proposed_on, row.deadline, row.least_days) == (ASKED, DAY[10], 7)


def test_the_least_days_are_those_of_the_day_and_stay_with_the_month(opened):
    """From 2 May ten days. Lowered to one on 4 May: what was put forward on the 3rd keeps its ten."""
    MonthParameters.objects.create(valid_from=DAY[2], least_answer_days=10, source="ASN § 1")
    MonthParameters.objects.create(valid_from=DAY[4], least_answer_days=1, source="ASN § 2")
    with pytest.raises(refusals.DeadlineTooEarly, match="minst 10 dagar"):
        propose(opened, DAY[12])
    row = propose(opened, DAY[13])
    assert not row.is_silent(DAY[13]) and row.is_silent(DAY[14])


def test_a_running_deadline_is_not_shortened_by_proposing_again(opened):
    propose(opened, DAY[20])
    with pytest.raises(refusals.DeadlineTooEarly, match="Välj 2021-05-20 eller senare"):
        propose(opened, DAY[14], today=DAY[4])
    assert propose(opened, DAY[21], today=DAY[4]).deadline == DAY[21]
    assert usual_deadline(APRIL, DAY[4], running=DAY[21]) == DAY[21]
    assert propose(opened, date(2021, 5, 29), today=DAY[22]).deadline == date(2021, 5, 29)


def test_a_month_is_not_put_forward_confirmed_or_closed_before_it_has_ended(opened, asf, hr):
    """On 30 April it is still going on; it can be opened and counted."""
    last = date(2021, 4, 30)
    with pytest.raises(refusals.MonthHasNotEnded, match="efter 2021-04-30"):
        propose(opened, DAY[14], today=last)
    propose(opened, DAY[14], today=DAY[1])
    with pytest.raises(refusals.MonthHasNotEnded):
        months.confirm_month(reconciliation=opened, by=hr, today=last)
    months.confirm_month(reconciliation=opened, by=hr, today=DAY[1])
    with pytest.raises(refusals.MonthHasNotEnded):
        months.close_month(reconciliation=opened, by=asf, today=last)
    assert months.close_month(reconciliation=opened, by=asf, today=DAY[1]).is_closed


def test_what_is_disputed_is_not_parked_before_the_month_has_ended(disputed, asf, hr):
    months.confirm_rest(reconciliation=disputed, by=hr)
    how = {"reconciliation": disputed, "deadline": date(2021, 6, 14), "by": asf}
    with pytest.raises(refusals.MonthHasNotEnded):
        months.park_and_close(**how, today=date(2021, 4, 30))
    assert not Reconciliation.objects.get(pk=disputed.pk).can_park(date(2021, 4, 30))
    assert months.park_and_close(**how, today=DAY[12]).is_closed


def test_every_way_to_silence_goes_by_the_one_rule(city, opened):
    """A row whose deadline was set too early (10 May) before there was a least number of days: 3 May and ten days."""
    propose(opened, DAY[10])
    Reconciliation.objects.filter(pk=opened.pk).update(least_days=10)
    opened.refresh_from_db()
    assert confirm_all_silent(today=DAY[13]) == []
    with pytest.raises(refusals.SilenceIsNotYet, match="2021-05-13"):
        months.confirm_by_silence(reconciliation=opened, today=DAY[13])
    held = [one for one in months.close_months(months=[APRIL], by=None, today=DAY[13]) if one.why]
    assert [one.reconciliation for one in held] == [opened]
    assert confirm_all_silent(today=DAY[14]) == [opened]


def test_silence_goes_by_the_revision_of_the_month_at_night_too(city, opened):
    """The year says that silence confirms, a revision from March that it does not: the night leaves April alone."""
    values = values_of(city.year) | {"silence_confirms": False, "decision": "KF § 9"}
    revise_model_year(
        model_year=city.year, values=values, first_month=Month(2021, 3), reason="Svar krävs", by=UserFactory()
    )
    propose(opened, DAY[14])
    assert confirm_all_silent(today=DAY[20]) == []
    opened.refresh_from_db()
    assert opened.state == "proposed"


def test_the_page_refuses_a_past_day_and_asks_for_the_right_one(opened, login_as, settings):
    """On the story's 9 August an empty day is answered with 16 August, seven days away; 9 May is refused."""
    settings.DEMONSTRATION_TODAY = date(2021, 8, 9)
    asf = login_as("asf_administrator")
    address = reverse("billing:proposal", args=[opened.pk])
    page = reverse("billing:reconciliation", args=[opened.pk])
    told = asf.post(address, {"deadline": ""}, follow=True).text
    assert "ange sista svarsdag som 2021-08-16" in told
    refused = asf.post(
        address, {"deadline": "2021-05-09"}, headers={"referer": f"http://testserver{page}"}, follow=True
    )
    assert "Välj 2021-08-16 eller senare" in refused.text
    asf.post(address, {"deadline": "2021-08-16"})
    opened.refresh_from_db()
    assert (opened.state, opened.proposed_on) == ("proposed", date(2021, 8, 9))
    assert asf.post(reverse("billing:silence", args=[opened.pk])).status_code == 409
    assert "Bekräfta genom tystnad" not in asf.get(page).text


def test_many_months_with_a_past_day_are_each_refused(city, login_as, settings):
    settings.DEMONSTRATION_TODAY = TODAY
    asf = login_as("asf_administrator")
    months.open_month(month=APRIL, by=asf.user)
    chosen = {"month": "2021-04", "departments": [city.leisure.pk, city.environment.pk]}
    told = asf.post(reverse("billing:proposals"), chosen | {"deadline": "2021-05-09"}, follow=True).text
    assert told.count("Välj 2021-08-08 eller senare") == 2
    told = asf.post(reverse("billing:proposals"), chosen, follow=True).text
    assert "Ange vilken dag förvaltningen senast ska svara." in told
    assert not Reconciliation.objects.exclude(state="open").exists()


def test_the_pages_of_a_month_that_is_going_on_offer_no_act_and_say_why(city, opened, login_as, settings):
    settings.DEMONSTRATION_TODAY = date(2021, 4, 20)
    asf = login_as("asf_administrator")
    page = asf.get(reverse("billing:reconciliation", args=[opened.pk])).text
    assert "April är inte slut än. Månaden föreslås och stängs först efter 2021-04-30." in page
    assert "Föreslå månaden" not in page
    board = asf.get(reverse("billing:calendar"), {"year": "2021", "month": "2021-04"}).text
    assert "April är inte slut än." in board and "Föreslå april" not in board
    assert asf.post(reverse("billing:closure", args=[opened.pk])).status_code == 409


def test_the_board_counts_as_silent_who_is_so_by_the_same_rule(city, opened, login_as, settings):
    """Two were asked until 10 May; the second has twelve days: on 12 May one can be confirmed by silence."""
    other = DepartmentFactory(code="106", name="Kulturförvaltningen")
    agree(other, city.year, 2)
    [second] = months.open_month(month=APRIL, by=None, departments=[other])
    propose(opened, DAY[10])
    propose(second, DAY[15])
    settings.DEMONSTRATION_TODAY = DAY[12]
    page = login_as("asf_administrator").get(reverse("billing:calendar"), {"year": "2021", "month": "2021-04"}).text
    assert "Bekräfta genom tystnad för 1 förvaltning" in page
