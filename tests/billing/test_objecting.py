"""What figure an objection may have, said in words on the form and refused in the operation; and taking it back.

Fritidsförvaltningen, April 2021: target 19, ASF counts 15 of the 16 or more on the list.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from billing.models import MonthParameters, Objection
from billing.operations import months
from billing.operations.months import refusals
from billing.queries.objection_limits import highest_figure
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
