"""What figure an objection may have, said in words on the form and refused in the operation; and taking it back.

Fritidsförvaltningen, April 2021: target 19, ASF counts 15 of the 16 or more on the list.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from billing.models import MonthParameters, Objection, ParkedLine
from billing.operations import months
from billing.operations.months import refusals
from billing.operations.parked import settle_parked
from billing.queries.month_page import month_page
from billing.queries.objection_limits import highest_figure
from placements.models import Placement
from tests.billing.city import APRIL, ASKED, agree, place
from tests.organisation.factories import DepartmentFactory, UserFactory

DEADLINE = date(2021, 5, 14)


def by_agreement(city, **terms):
    """Kulturförvaltningen, target 3: one person whole April, and one for the first ten of its thirty days."""
    other = DepartmentFactory(code="105", name="Kulturförvaltningen")
    agree(other, city.year, 3, **terms)
    place(other, date(2021, 1, 1), number=98)
    place(other, date(2021, 4, 1), date(2021, 4, 10), number=97)
    [row] = months.open_month(month=APRIL, by=None, departments=[other])
    return months.propose_month(reconciliation=row, by=None, deadline=DEADLINE, today=ASKED)


def object_to(row, figure, by=None):
    by = by or UserFactory(role="department_hr", department=row.department)
    return months.object_to(reconciliation=row, placement=None, figure=figure, text="En saknas.", by=by)


def test_a_slip_of_the_pen_is_refused_with_the_highest_figure(april):
    """Listed and ten more, or the target where that is higher. 100 000 would have been closed as 99 981 over."""
    highest = april.lines.count() + 10
    assert highest_figure(april) == highest > 19
    for figure in (-1, highest + 1, 100000, Fraction(31, 2)):
        with pytest.raises(refusals.MonthFigureOutOfRange, match=f"ett helt antal från 0 till {highest}"):
            object_to(april, figure)
    assert not Objection.objects.exists()
    assert object_to(april, highest).figure == highest


def test_how_many_more_is_a_dated_parameter_and_never_less_than_the_target(april):
    """None more than the list from 1 May: then the list itself, or the target of 19 where fewer are listed."""
    MonthParameters.objects.create(valid_from=date(2021, 5, 1), most_unlisted=0, source="ASN § 1")
    assert highest_figure(april) == max(april.lines.count(), 19)
    april.lines.filter(counted=False).delete()
    assert (april.lines.count(), highest_figure(april)) == (15, 19)


def test_the_same_figure_as_the_count_is_no_objection(april):
    with pytest.raises(refusals.SameMonthFigure, match="räknar redan 15"):
        object_to(april, 15)


def test_one_objection_to_the_month_and_one_to_a_line_wait_at_a_time(april, hr):
    line = april.lines.filter(counted=True).first()
    object_to(april, 16)
    months.object_to(reconciliation=april, placement=line.placement, figure=0, text="Nej.", by=hr)
    with pytest.raises(refusals.AlreadyObjected, match="hela månaden"):
        object_to(april, 17)
    with pytest.raises(refusals.AlreadyObjected, match="den raden"):
        months.object_to(reconciliation=april, placement=line.placement, figure=0, text="Nej.", by=hr)


def test_parts_are_for_months_that_count_parts(city):
    """Daily average, exact: 1 + 10/30 = 1,33 of 3. They say 1,67; a month of whole employments takes whole numbers."""
    row = by_agreement(city, counting_rule="average")
    assert row.counted == Fraction(4, 3)
    assert object_to(row, Fraction(5, 3)).figure == Fraction(5, 3)


def test_an_average_rounded_up_is_a_whole_number(city):
    """1,33 → 2: the month's own number is whole, though its lines have parts."""
    row = by_agreement(city, counting_rule="average", fraction_rule="up")
    with pytest.raises(refusals.MonthFigureOutOfRange):
        object_to(row, Fraction(5, 3))
    with pytest.raises(refusals.SameMonthFigure):
        object_to(row, 2)


def test_part_time_by_working_share_has_parts_too(city):
    row = by_agreement(city, part_time_rule="share")
    line = row.lines.filter(counted=True).first()
    hr = UserFactory(role="department_hr", department=row.department)
    made = months.object_to(reconciliation=row, placement=line.placement, figure=Fraction(1, 2), text="Halvtid.", by=hr)
    assert made.figure == Fraction(1, 2)
    assert object_to(row, Fraction(3, 2)).figure == Fraction(3, 2)


def test_a_line_of_whole_employments_counts_or_does_not(april, hr):
    line = april.lines.filter(counted=True).first()
    with pytest.raises(refusals.LineFigureOutOfRange, match="skriv 1 eller 0"):
        months.object_to(reconciliation=april, placement=line.placement, figure=Fraction(1, 2), text="Halv.", by=hr)


def test_the_form_says_what_may_be_written(city, april, login_as):
    hr = login_as("department_hr", city.leisure)
    page = reverse("billing:reconciliation", args=[april.pk])
    highest = highest_figure(april)
    assert f"ASF räknar 15. Skriv ett annat helt antal, från 0 till {highest}." in hr.get(page).text
    address = reverse("billing:objections", args=[april.pk])
    told = hr.post(address, {"figure": "100000", "text": "Fel."})
    assert told.status_code == 409 and f"från 0 till {highest}" in told.text
    hr.post(address, {"figure": "16", "text": "En saknas."})
    assert "Er invändning mot hela månaden väntar på svar." in hr.get(page).text


@pytest.mark.parametrize("figure", ["1e999999999", "١٧", "17,", "--1", "1/0", "9999999"])
def test_what_is_no_number_is_refused_at_once(city, april, login_as, figure):
    """An exponent would be worked out in full: it is not read as a number."""
    told = login_as("department_hr", city.leisure).post(
        reverse("billing:objections", args=[april.pk]), {"figure": figure, "text": "Fel."}
    )
    assert told.status_code == 409 and "går inte att läsa" in told.text


# Taking it back


def test_the_department_takes_back_what_has_no_answer(april, asf, hr):
    """Put forward on 3 May until the 14th, eleven days. Taken back on the 12th: until the 23rd, as it was counted."""
    objection = object_to(april, 17, by=hr)
    withdrawn = months.withdraw_objection(objection=objection, by=hr, today=date(2021, 5, 12))
    april.refresh_from_db()
    assert (withdrawn.state, withdrawn.withdrawn_by, withdrawn.answered_at) == ("withdrawn", hr, None)
    assert (april.state, april.counted, april.deadline) == ("proposed", 15, date(2021, 5, 23))
    assert april.proposed_by == asf
    months.confirm_month(reconciliation=april, by=hr, today=date(2021, 5, 12))
    assert months.close_month(reconciliation=april, by=asf, today=date(2021, 5, 13)).is_closed


def test_taking_back_is_for_once_and_for_the_departments_side(april, asf, hr):
    objection = object_to(april, 17, by=hr)
    with pytest.raises(refusals.SamePersonForBothSides):
        months.withdraw_objection(objection=objection, by=asf, today=ASKED)
    months.withdraw_objection(objection=objection, by=hr, today=ASKED)
    with pytest.raises(refusals.AlreadyAnswered, match="återtagen"):
        months.withdraw_objection(objection=objection, by=hr, today=ASKED)
    with pytest.raises(refusals.AlreadyAnswered, match="återtagen"):
        months.answer_objection(objection=objection, accept=False, answer="Nej.", by=asf, today=ASKED)
    answered = object_to(april, 18, by=hr)
    months.answer_objection(objection=answered, accept=False, answer="Nej.", by=asf, today=ASKED)
    with pytest.raises(refusals.AlreadyAnswered, match="besvarad"):
        months.withdraw_objection(objection=answered, by=hr, today=ASKED)


def test_the_month_waits_while_another_objection_does_and_the_rest_is_confirmed_anew(disputed, asf, hr):
    """Two objections, the rest confirmed; one is taken back: what it concerned was never confirmed."""
    whole = object_to(disputed, 17, by=hr)
    months.confirm_rest(reconciliation=disputed, by=hr)
    months.withdraw_objection(objection=whole, by=hr, today=ASKED)
    disputed.refresh_from_db()
    assert (disputed.state, disputed.confirmed_at) == ("disputed", None)


def test_the_button_takes_it_back_and_the_log_says_so(city, april, login_as):
    hr, asf = login_as("department_hr", city.leisure), login_as("asf_administrator")
    hr.post(reverse("billing:objections", args=[april.pk]), {"figure": "17", "text": "Två saknas."})
    address = reverse("billing:objection_withdrawal", args=[Objection.objects.get().pk])
    page = reverse("billing:reconciliation", args=[april.pk])
    assert address in hr.get(page).text and address not in asf.get(page).text
    hr.post(address)
    shown = hr.get(page).text
    assert "Förvaltningen tog tillbaka invändningen mot hela månaden: den räknar 17." in shown
    assert "återtagen" in shown and address not in shown


# What the log says


def told(row):
    """The log of the month, oldest first."""
    return [event.what for event in reversed(month_page(row).events)]


def test_the_log_names_the_row_and_the_figure_and_says_what_came_of_the_rest(april, asf, hr):
    """The rest is confirmed, falls when they object once more, is confirmed again, and all of it is parked."""
    placement = Placement.objects.get(employment__key="E0099")
    months.object_to(reconciliation=april, placement=placement, figure=1, text="Slutade den 30.", by=hr)
    months.confirm_rest(reconciliation=april, by=hr)
    object_to(april, 18, by=hr)
    months.confirm_rest(reconciliation=april, by=hr)
    months.park_and_close(reconciliation=april, deadline=date(2021, 6, 14), by=asf, today=date(2021, 5, 12))
    april.refresh_from_db()
    found = told(april)
    assert "Förvaltningen invände mot E0099: ska räknas." in found
    assert "Förvaltningen invände mot hela månaden: den räknar 18." in found
    assert found.count("Förvaltningen bekräftade resten.") == 2
    assert found.count("Bekräftelsen av resten gäller inte längre.") == 1
    assert "ASF parkerade invändningen mot E0099: ska räknas. Omtvistat: 1, avgörs senast 2021-06-14." in found
    assert (
        "ASF parkerade invändningen mot hela månaden: den räknar 18. Omtvistat: 2, avgörs senast 2021-06-14." in found
    )
    assert not [text for text in found if text.startswith("Räknades om")]
    settle_parked(parked=ParkedLine.objects.get(placement=None), counts=False, answer="Nej.", by=asf)
    assert "Avgjort att det inte räknas. Invändningen gällde hela månaden: den räknar 18." in told(april)


def test_the_log_says_that_the_month_went_back_and_that_what_was_confirmed_fell(disputed, asf, hr):
    months.confirm_rest(reconciliation=disputed, by=hr)
    months.answer_objection(
        objection=Objection.objects.get(), accept=False, answer="Slutade den 29.", by=asf, today=date(2021, 5, 12)
    )
    assert any(
        text.startswith("Månaden gick tillbaka till förvaltningen, svar senast 2021-05-23: 15 av 19")
        and text.endswith("Bekräftelsen av resten gäller inte längre.")
        for text in told(disputed)
    )
    assert "ASF avslog invändningen mot E0099: ska räknas." in told(disputed)


def test_the_rest_may_be_confirmed_by_silence_and_the_log_says_so(disputed, asf):
    row = months.park_and_close(reconciliation=disputed, deadline=date(2021, 6, 14), by=asf, today=date(2021, 5, 15))
    assert "Resten bekräftades genom tystnad." in told(row)
