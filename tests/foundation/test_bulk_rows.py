"""Rows saved by COPY say the same as rows saved one by one, and their history is kept all the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError

from allocation.models import ModelYear
from foundation.bulk_rows import copy_in, new_ids, save_in
from foundation.periods import Month
from organisation.models import Board, Department
from tests.allocation.factories import ModelYearFactory
from tests.organisation.factories import BoardFactory, DepartmentFactory

pytestmark = pytest.mark.django_db


def test_decimals_months_and_text_come_back_as_they_were_given():
    years = [ModelYearFactory(year=2031), ModelYearFactory(year=2032)]
    for year, fee in zip(years, (Decimal("7500.50"), Decimal(8000)), strict=True):
        year.fee, year.charging_starts, year.decision = fee, Month(year.year, 5), 'Beslut "ett"\t2\n'
    save_in(years, ["fee", "charging_starts", "decision"])
    read = ModelYear.objects.filter(year__in=(2031, 2032)).order_by("year")
    assert [(one.fee, one.charging_starts, one.decision) for one in read] == [
        (Decimal("7500.50"), Month(2031, 5), 'Beslut "ett"\t2\n'), (Decimal(8000), Month(2032, 5), 'Beslut "ett"\t2\n'),
    ]  # fmt: skip


def test_only_the_named_fields_are_saved_and_each_row_leaves_its_history():
    rows = [DepartmentFactory(), DepartmentFactory()]
    codes = [row.code for row in rows]
    for row in rows:
        row.name, row.code = f"Förvaltning {row.pk}", f"X{row.pk}"
    save_in(rows, ["name"])
    read = list(Department.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
    assert [(row.name, row.code) for row in read] == [
        (f"Förvaltning {row.pk}", code) for row, code in zip(rows, codes, strict=True)
    ]
    events = Department.pgh_event_model.objects.filter(pgh_obj__in=rows, pgh_label="update")
    assert sorted(events.values_list("name", flat=True)) == sorted(row.name for row in rows)


def test_the_database_refuses_as_ever_and_nothing_is_saved():
    first, second = BoardFactory(name="Första"), BoardFactory(name="Andra")
    first.name, second.name = "Tredje", "Tredje"
    with pytest.raises(IntegrityError):
        save_in([first, second], ["name"])


def test_no_rows_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        save_in([], ["name"])
        assert new_ids(Board, 0) == []


def test_ids_taken_beforehand_are_nobody_elses():
    before = BoardFactory()
    taken = new_ids(Board, 2)
    after = BoardFactory()
    assert len({before.pk, *taken, after.pk}) == 4
    copy_in(Board, ["id", "name"], zip(taken, ["Första", "Andra"], strict=True))
    assert list(Board.objects.filter(pk__in=taken).order_by("name").values_list("pk", flat=True)) == taken[::-1]
