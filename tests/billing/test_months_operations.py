"""The month between two sides: each act, what it refuses, and what doing it twice does."""

from __future__ import annotations

from datetime import date, timedelta

import pgtrigger
import pytest

from billing.models import MissingCause, Objection, Reconciliation
from billing.operations import months
from billing.operations.months import refusals
from billing.operations.months.silence import confirm_all_silent
from tests.billing.city import APRIL, ASKED, JUNE, MAY, TODAY, City, agree, end_early, place
from tests.organisation.factories import DepartmentFactory

DEADLINE = date(2021, 5, 14)


def silence_does_not_confirm(city: City) -> None:
    """As if the year had been decided so before agreements rested on it."""
    with pgtrigger.ignore("agreements.YearUnderAgreements:model_year_rested_on_by_agreements"):
        city.year.silence_confirms = False
        city.year.save()


@pytest.fixture
def april(city, asf):
    """Fritidsförvaltningen's April: opened, 15 of 19."""
    [row] = months.open_month(month=APRIL, by=asf, departments=[city.leisure])
    return row


@pytest.fixture
def proposed(april, asf):
    return months.propose_month(reconciliation=april, by=asf, deadline=DEADLINE, today=ASKED)


@pytest.fixture
def confirmed(proposed, hr):
    return months.confirm_month(reconciliation=proposed, by=hr, today=TODAY)


def test_opening_counts_every_department_with_a_quota(city: City, asf):
    rows = months.open_month(month=APRIL, by=asf)
    assert [(row.department.code, row.counted, row.missing, row.state) for row in rows] == [
        ("101", 15, 4, "open"),
        ("102", 12, 0, "open"),
        ("103", 0, 108, "open"),
    ]
    assert rows[0].target_trail["formula_quota"] == 19
    assert rows[0].version.number == 1


def test_opening_twice_changes_nothing(city, asf):
    first = months.open_month(month=APRIL, by=asf)
    lines = list(first[0].lines.values_list("pk", flat=True))
    second = months.open_month(month=APRIL, by=None)
    assert [row.pk for row in second] == [row.pk for row in first]
    assert list(first[0].lines.values_list("pk", flat=True)) == lines
    assert Reconciliation.objects.get(pk=first[0].pk).opened_by == asf


def test_every_placement_is_listed_with_its_reason(april):
    assert april.lines.filter(counted=True).count() == 15
    assert set(april.lines.filter(counted=False).values_list("reason", flat=True)) <= {"not_yet_started"}


def test_recounting_follows_the_register_and_rewrites_the_lines(april):
    end_early(1, date(2021, 4, 20))
    again = months.recount(reconciliation=april)
    assert (again.counted, again.missing, again.fee) == (14, 5, 37500)
    line = again.lines.get(employment_key="E0001")
    assert (line.counted, line.reason) == (False, "ended_before")


def test_proposing_counts_afresh_and_gives_a_deadline(april, asf):
    end_early(1, date(2021, 4, 20))
    row = months.propose_month(reconciliation=april, by=asf, deadline=DEADLINE, today=ASKED)
    assert (row.state, row.counted, row.deadline, row.proposed_by) == ("proposed", 14, DEADLINE, asf)


def test_a_deadline_within_the_month_is_refused(april, asf):
    with pytest.raises(refusals.DeadlineTooEarly, match="2021-04-30"):
        months.propose_month(reconciliation=april, by=asf, deadline=date(2021, 4, 30), today=ASKED)


def test_the_department_confirms_and_asf_closes(confirmed, asf, hr):
    assert (confirmed.state, confirmed.confirmed_by, confirmed.by_silence) == ("confirmed", hr, False)
    row = months.close_month(reconciliation=confirmed, by=asf, today=TODAY)
    assert (row.state, row.closed_by) == ("closed", asf)
    assert row.closed_at is not None


def test_what_is_not_proposed_cannot_be_confirmed_or_objected_to(april, hr):
    with pytest.raises(refusals.NotProposed, match="öppnad och räknad, men inte föreslagen"):
        months.confirm_month(reconciliation=april, by=hr, today=TODAY)
    with pytest.raises(refusals.NotProposed):
        months.object_to(reconciliation=april, placement=None, figure=16, text="Fel", by=hr)


def test_nobody_acts_for_both_sides(proposed, asf, hr):
    with pytest.raises(refusals.SamePersonForBothSides):
        months.confirm_month(reconciliation=proposed, by=asf, today=TODAY)
    row = months.confirm_month(reconciliation=proposed, by=hr, today=TODAY)
    with pytest.raises(refusals.SamePersonForBothSides):
        months.close_month(reconciliation=row, by=hr, today=TODAY)


def test_silence_confirms_from_the_day_after_the_deadline(proposed):
    with pytest.raises(refusals.SilenceIsNotYet):
        months.confirm_by_silence(reconciliation=proposed, today=DEADLINE)
    row = months.confirm_by_silence(reconciliation=proposed, today=DEADLINE + timedelta(days=1))
    assert (row.state, row.by_silence, row.confirmed_by) == ("confirmed", True, None)


def test_silence_does_not_confirm_where_the_model_year_says_so(city, proposed):
    silence_does_not_confirm(city)
    with pytest.raises(refusals.SilenceDoesNotConfirm):
        months.confirm_by_silence(reconciliation=proposed, today=date(2021, 12, 31))


def test_what_is_confirmed_is_counted_again_only_when_proposed_again(confirmed, asf):
    with pytest.raises(refusals.MonthIsConfirmed):
        months.recount(reconciliation=confirmed)
    row = months.propose_month(reconciliation=confirmed, by=asf, deadline=DEADLINE, today=ASKED)
    assert (row.state, row.confirmed_by, row.confirmed_at) == ("proposed", None, None)


def test_a_month_that_is_not_confirmed_is_not_closed(proposed, asf):
    with pytest.raises(refusals.NotConfirmed, match="väntar på förvaltningen"):
        months.close_month(reconciliation=proposed, by=asf, today=TODAY)


def test_a_closed_month_takes_no_act(confirmed, asf, hr):
    row = months.close_month(reconciliation=confirmed, by=asf, today=TODAY)
    for act in (
        lambda: months.recount(reconciliation=row),
        lambda: months.propose_month(reconciliation=row, by=asf, deadline=DEADLINE, today=ASKED),
        lambda: months.confirm_month(reconciliation=row, by=hr, today=TODAY),
        lambda: months.object_to(reconciliation=row, placement=None, figure=16, text="Fel", by=hr),
        lambda: months.close_month(reconciliation=row, by=asf, today=TODAY),
    ):
        with pytest.raises(refusals.MonthIsClosed, match="stängdes"):
            act()


def test_an_objection_to_a_line_holds_the_month_until_it_is_answered(proposed, asf, hr):
    line = proposed.lines.filter(counted=True).first()
    months.object_to(reconciliation=proposed, placement=line.placement, figure=0, text="Slutade den 20.", by=hr)
    proposed.refresh_from_db()
    assert proposed.state == "disputed"
    with pytest.raises(refusals.ObjectionsLeft, match="1 obesvarad invändning"):
        months.close_month(reconciliation=proposed, by=asf, today=TODAY)


def test_an_accepted_objection_counts_the_month_anew_and_gives_it_back(city, proposed, asf, hr):
    objection = months.object_to(reconciliation=proposed, placement=None, figure=16, text="En till började.", by=hr)
    place(city.leisure, date(2021, 4, 1), number=99)
    months.answer_objection(objection=objection, accept=True, answer="Stämmer, registrerad nu.", by=asf, today=TODAY)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.counted, proposed.missing) == ("proposed", 16, 3)
    assert proposed.deadline >= TODAY


def test_a_rejected_objection_gives_the_month_back_as_it_was(proposed, asf, hr):
    objection = months.object_to(reconciliation=proposed, placement=None, figure=16, text="Fel antal.", by=hr)
    months.answer_objection(
        objection=objection, accept=False, answer="Listan stämmer med registret.", by=asf, today=TODAY
    )
    proposed.refresh_from_db()
    assert (proposed.state, proposed.counted) == ("proposed", 15)
    objection.refresh_from_db()
    assert (objection.state, objection.answered_by) == ("rejected", asf)


def test_the_month_goes_back_only_when_the_last_objection_has_its_answer(proposed, asf, hr):
    line = proposed.lines.filter(counted=True).first()
    first = months.object_to(reconciliation=proposed, placement=line.placement, figure=0, text="Ett.", by=hr)
    second = months.object_to(reconciliation=proposed, placement=None, figure=16, text="Två.", by=hr)
    months.answer_objection(objection=first, accept=False, answer="Nej.", by=asf, today=TODAY)
    proposed.refresh_from_db()
    assert proposed.state == "disputed"
    months.answer_objection(objection=second, accept=False, answer="Nej.", by=asf, today=TODAY)
    proposed.refresh_from_db()
    assert proposed.state == "proposed"


def test_objections_and_answers_need_words_and_are_answered_once_by_the_other_side(proposed, asf, hr):
    with pytest.raises(refusals.EmptyObjection):
        months.object_to(reconciliation=proposed, placement=None, figure=16, text="  ", by=hr)
    objection = months.object_to(reconciliation=proposed, placement=None, figure=16, text="Fel.", by=hr)
    with pytest.raises(refusals.EmptyAnswer):
        months.answer_objection(objection=objection, accept=False, answer=" ", by=asf, today=TODAY)
    with pytest.raises(refusals.SamePersonForBothSides):
        months.answer_objection(objection=objection, accept=True, answer="Ja.", by=hr, today=TODAY)
    months.answer_objection(objection=objection, accept=False, answer="Nej.", by=asf, today=TODAY)
    with pytest.raises(refusals.AlreadyAnswered):
        months.answer_objection(objection=objection, accept=True, answer="Jo.", by=asf, today=TODAY)


def test_an_objection_to_a_placement_that_is_not_listed_is_refused(city, proposed, hr):
    elsewhere = place(city.environment, date(2021, 4, 1), number=98)
    with pytest.raises(refusals.NotOnTheList):
        months.object_to(reconciliation=proposed, placement=elsewhere, figure=0, text="Vår.", by=hr)
    assert not Objection.objects.exists()


def test_causes_excuse_where_the_terms_say_so_and_never_more_than_is_missing(city):
    """May: 2 missing, 3 recorded as no candidate. With the terms 2 are excused; without them none."""
    other = DepartmentFactory(code="105", name="Kulturförvaltningen")
    agree(other, city.year, 2, unfilled_place_excuses=True)
    for department in (other, city.environment):
        MissingCause.objects.create(department=department, month=MAY, cause="no_candidate", number=3)
    rows = {row.department.code: row for row in months.open_month(month=MAY, by=None)}
    assert (rows["105"].missing, rows["105"].excused, rows["105"].chargeable) == (2, 2, 0)
    assert (rows["102"].missing, rows["102"].excused, rows["102"].chargeable) == (2, 0, 2)
    assert rows["105"].causes == {"no_candidate": 3}


def test_closing_many_closes_what_is_confirmed_as_it_was_confirmed(city, confirmed, asf):
    """The register changed after the confirmation: what the department confirmed is what is frozen."""
    end_early(1, date(2021, 4, 20))
    rows = {row.reconciliation.department.code: row for row in months.close_months(months=[APRIL], by=asf)}
    assert {code: row.outcome for code, row in rows.items()} == {"101": "closed", "102": "closed", "103": "closed"}
    closed = Reconciliation.objects.get(pk=confirmed.pk)
    assert (closed.counted, closed.by_silence, closed.confirmed_by) == (15, False, confirmed.confirmed_by)


def test_closing_many_holds_back_a_dispute_and_time_that_is_left_to_answer(city, proposed, asf, hr):
    rows = months.close_months(months=[APRIL], by=asf, today=DEADLINE)
    held = next(row for row in rows if row.reconciliation.department == city.leisure)
    assert held.outcome == "held_back" and "2021-05-14" in held.why
    months.object_to(reconciliation=proposed, placement=None, figure=16, text="Fel.", by=hr)
    rows = months.close_months(months=[APRIL], by=asf, today=DEADLINE + timedelta(days=9))
    held = next(row for row in rows if row.reconciliation.department == city.leisure)
    assert held.outcome == "held_back" and "1 obesvarad invändning" in held.why


def test_a_month_that_is_held_back_at_its_opening_has_its_lines(city, asf):
    silence_does_not_confirm(city)
    rows = months.close_months(months=[JUNE], by=asf)
    assert {row.outcome for row in rows} == {"held_back"}
    row = Reconciliation.objects.get(department=city.leisure)
    assert (row.state, row.lines.count()) == ("open", 19)


def test_each_morning_what_nobody_answered_in_time_is_confirmed_by_silence(city, proposed, asf):
    [other] = months.open_month(month=APRIL, by=asf, departments=[city.environment])
    months.propose_month(reconciliation=other, by=asf, deadline=DEADLINE + timedelta(days=1), today=ASKED)
    assert confirm_all_silent(today=DEADLINE + timedelta(days=1)) == [proposed]
    assert confirm_all_silent(today=DEADLINE + timedelta(days=1)) == []
    proposed.refresh_from_db()
    assert (proposed.state, proposed.by_silence) == ("confirmed", True)
