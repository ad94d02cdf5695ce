"""Who is where on a day, and how many employments began: the measures of the city targets."""

from datetime import date

from billing.presence import present_on, starts_in
from tests.billing.presences import A, B, presence, register_example


def test_the_stock_on_a_day_and_the_gross_starts():
    presences = [
        *register_example(),
        presence(40, "P40", "2021-02-01", department=A, counts=False),
        presence(41, "P41", "2021-02-01", "2021-06-30", placed=("2021-02-01", "2021-03-31")),
        presence(42, "P41", "2021-02-01", "2021-06-30", placed=("2021-04-01", "2021-06-30"), department=B),
    ]
    assert present_on(presences, date(2021, 4, 30)) == {A: 15, B: 13}  # 12 and the one who moved
    assert present_on(presences, date(2021, 5, 1)) == {A: 15, B: 11}
    assert present_on(presences, date(2021, 3, 31)) == {A: 13, B: 12}
    assert starts_in(presences, first=date(2021, 1, 1), last=date(2021, 1, 31)) == 17
    assert starts_in(presences, first=date(2021, 2, 1), last=date(2021, 2, 28)) == 5  # 4 + one with two placements


def test_a_start_in_a_type_that_is_not_in_force_is_no_start():
    presences = [presence(1, "P", "2021-02-01", valid=("2021-03-01", None))]
    assert starts_in(presences, first=date(2021, 2, 1), last=date(2021, 2, 28)) == 0
    assert present_on(presences, date(2021, 3, 1)) == {A: 1}
