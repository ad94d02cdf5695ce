"""Reading in counted staff: the act, its refusals, its second run and its race."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from allocation.models import Headcount, HeadcountImport
from allocation.operations import (
    Accepted,
    HeadcountLocked,
    NothingToRead,
    accept_headcounts,
    cancel_headcounts,
    propose_headcounts,
)
from allocation.queries import formula_quotas
from allocation.queries.comparison import compare
from allocation.reorganisation import CountedRow
from foundation.import_refusals import ImportSettled, NothingNew
from foundation.periods import Month
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.organisation.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 1)


def propose(*rows: tuple[str, int, int], day: date = DAY, content: bytes = b"file") -> HeadcountImport:
    counted = [CountedRow(code, day, permanent, everyone) for code, permanent, everyone in rows]
    return propose_headcounts(content=content, file_name="antal.xlsx", rows=counted, by=UserFactory())


def test_a_proposed_file_changes_nothing_until_it_is_accepted(small_city):
    waiting = propose(("101", 350, 420))
    assert formula_quotas(small_city.model_year, Month(2021, 6))[small_city.leisure.pk].quota == 19
    assert accept_headcounts(headcount_import=waiting, by=UserFactory()) == Accepted(added=0, changed=1)
    # 0.057 × 350 = 19.95 → 20
    assert formula_quotas(small_city.model_year, Month(2021, 6))[small_city.leisure.pk].quota == 20


def test_accepted_rows_name_their_file_and_rows_that_say_the_same_are_left_alone(small_city):
    waiting = propose(("101", 350, 420), ("102", 205, 230))
    accept_headcounts(headcount_import=waiting, by=UserFactory())
    assert list(Headcount.objects.filter(source=waiting).values_list("department__code", flat=True)) == ["101"]


def test_a_new_day_adds_rows_beside_the_old(small_city):
    waiting = propose(("101", 340, 410), day=date(2021, 11, 1))
    assert accept_headcounts(headcount_import=waiting, by=UserFactory()) == Accepted(added=1, changed=0)
    assert Headcount.objects.filter(department=small_city.leisure).count() == 2


def test_the_same_file_twice_says_so_and_changes_nothing(small_city):
    accept_headcounts(headcount_import=propose(("101", 350, 420)), by=UserFactory())
    with pytest.raises(NothingNew, match=r"densamma som ni läste in \d{4}-\d\d-\d\d"):
        propose(("101", 350, 420))
    assert HeadcountImport.objects.count() == 1


def test_another_file_that_says_what_the_register_says_changes_nothing(small_city):
    with pytest.raises(NothingNew, match="redan så i registret"):
        propose(("101", 330, 400), content=b"other")


def test_the_same_file_while_it_waits_is_the_one_that_waits(small_city):
    assert propose(("101", 350, 420)) == propose(("101", 350, 420))


def test_a_file_without_rows_is_refused(small_city):
    with pytest.raises(NothingToRead):
        propose()


def test_an_accepted_or_cancelled_file_cannot_be_settled_again(small_city):
    accepted, cancelled = propose(("101", 350, 420)), propose(("102", 300, 400), content=b"other")
    accept_headcounts(headcount_import=accepted, by=UserFactory())
    cancel_headcounts(headcount_import=cancelled, by=UserFactory())
    for settled in (accepted, cancelled):
        with pytest.raises(ImportSettled):
            accept_headcounts(headcount_import=settled, by=UserFactory())
        with pytest.raises(ImportSettled):
            cancel_headcounts(headcount_import=settled, by=UserFactory())
    assert Headcount.objects.get(department=small_city.environment, date=DAY).permanent == 205


def test_a_row_that_became_locked_meanwhile_stops_the_whole_file(small_city):
    waiting = propose(("101", 350, 420), ("102", 300, 400))
    Headcount.objects.get(department=small_city.leisure).lock(now=timezone.now())
    with pytest.raises(HeadcountLocked, match="Fritidsförvaltningen 2020-11-01 är låst"):
        accept_headcounts(headcount_import=waiting, by=UserFactory())
    assert Headcount.objects.get(department=small_city.environment).permanent == 205


def test_the_comparison_shows_staff_and_quotas_before_and_after_under_both_readings(small_city):
    """101: 350 permanent → 19.95 → 20 (was 19); 420 of all → 23.94 → 24 (was 22.8 → 23)."""
    comparison = compare(propose(("101", 350, 420)))
    row = comparison.rows[0]
    assert (row.before.permanent, row.after.permanent, row.changes, row.is_new) == (330, 350, True, False)
    effect = next(effect for effect in comparison.effects[0].rows if effect.department == small_city.leisure)
    assert (effect.permanent_before, effect.permanent_after, effect.all_before, effect.all_after) == (19, 20, 23, 24)
    assert comparison.changed_quotas == 1
    assert [department.code for department in comparison.absent] == ["102", "103"]


def test_a_new_day_is_compared_with_the_latest_before_it_and_changes_no_quota(small_city):
    comparison = compare(propose(("101", 350, 420), day=date(2021, 3, 1)))
    assert (comparison.rows[0].before.date, comparison.rows[0].is_new, comparison.effects) == (DAY, True, [])


@pytest.mark.parametrize("more", [0, 40])
def test_the_comparison_takes_nine_queries_however_many_rows(small_city, django_assert_num_queries, more):
    rows = [("101", 350, 420)]
    for department in DepartmentFactory.create_batch(more):
        HeadcountFactory(department=department)
        rows.append((department.code, 350, 420))
    waiting = propose(*rows)
    with django_assert_num_queries(9):
        compare(waiting)


@pytest.mark.django_db(transaction=True)
def test_two_files_with_the_same_new_day_accepted_at_once_both_hold():
    """One after the other: the first adds the row, the second changes it; nothing is doubled and nobody fails."""
    ModelYearFactory()
    DepartmentFactory(code="101")
    day = date(2021, 11, 1)
    files = [propose(("101", 340, 410), day=day), propose(("101", 345, 410), day=day, content=b"other")]
    by, start, outcomes = UserFactory(), Barrier(2), []

    def accept(waiting: HeadcountImport) -> None:
        start.wait()
        try:
            outcomes.append(accept_headcounts(headcount_import=waiting, by=by))
        finally:
            connection.close()

    threads = [Thread(target=accept, args=[file]) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=lambda done: done.added) == [Accepted(added=0, changed=1), Accepted(added=1, changed=0)]
    assert Headcount.objects.count() == 1
