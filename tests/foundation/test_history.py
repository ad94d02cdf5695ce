"""Rows as they stood at a moment: the last event before it, deleted ones left out, through the same queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from foundation.history import build_views, end_of, history_begins, known_at
from foundation.history.latest import latest_change
from foundation.history.views import tracked_models
from organisation.models import Board, Department, User
from placements.models import EmploymentType, Participant, Placement
from tests.history import written_on
from tests.organisation.factories import BoardFactory, DepartmentFactory
from tests.placements.factories import ParticipantFactory, PlacementFactory

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY, JUNE = (date(2021, month, 5) for month in (3, 4, 5, 6))


def names(day: date) -> list[str]:
    with known_at(end_of(day)):
        return list(Department.objects.order_by("code").values_list("name", flat=True))


@pytest.fixture
def department() -> Department:
    """Made in April, renamed in May, taken away in June."""
    with written_on(APRIL):
        made = DepartmentFactory(code="901", name="Gamla namnet")
    with written_on(MAY):
        made.name = "Nya namnet"
        made.save()
    with written_on(JUNE):
        made.delete()
    return made


def test_before_it_was_made_after_each_change_and_after_it_was_taken_away(department):
    assert names(MARCH) == []
    assert names(APRIL) == ["Gamla namnet"]
    assert names(date(2021, 5, 4)) == ["Gamla namnet"]
    assert names(MAY) == ["Nya namnet"]
    assert names(JUNE) == []


def test_outside_the_block_all_is_as_it_is_now_also_after_an_error(department):
    BoardFactory(name="I dag")
    with pytest.raises(ZeroDivisionError), known_at(end_of(APRIL)):
        raise ZeroDivisionError
    assert not Department.objects.exists()
    with known_at(end_of(APRIL)), known_at(end_of(MARCH)):
        assert not Department.objects.exists()
    with pytest.raises(ProgrammingError), transaction.atomic(), known_at(end_of(APRIL)):
        connection.cursor().execute("SELECT nothing FROM nowhere")
    assert Board.objects.filter(name="I dag").exists()


def test_a_block_within_another_gives_the_outer_moment_back(department):
    with known_at(end_of(APRIL)):
        assert Department.objects.get().name == "Gamla namnet"
        with known_at(end_of(MAY)):
            assert Department.objects.get().name == "Nya namnet"
        assert Department.objects.get().name == "Gamla namnet"


def test_the_past_cannot_be_written(department):
    with pytest.raises(DatabaseError), known_at(end_of(APRIL)):
        Department.objects.update(name="Ett annat")


def test_a_day_ends_at_midnight_in_sweden():
    """Summer time: 5 June is over at 22.00 UTC; winter time: 5 December at 23.00 UTC."""
    assert end_of(JUNE).utctimetuple()[3:5] == (22, 0)
    assert end_of(date(2021, 12, 5)).utctimetuple()[3:5] == (23, 0)


def test_whole_statements_and_joins_are_read_as_they_stood():
    with written_on(APRIL):
        one, other = PlacementFactory(), PlacementFactory()
        EmploymentType.objects.update(name="Så hette den")
    with written_on(MAY):
        Placement.objects.update(placed_to=date(2021, 5, 31))
        EmploymentType.objects.update(name="Så heter den")
    rows = Placement.objects.order_by("pk").values_list("pk", "placed_to", "employment__type__name")
    with known_at(end_of(APRIL)):
        assert [row[2] for row in rows.all()] == ["Så hette den"] * 2
        assert {row[1] for row in rows.all()} != {date(2021, 5, 31)}
    assert list(rows.all()) == [(pk, date(2021, 5, 31), "Så heter den") for pk in (one.pk, other.pk)]


def test_who_is_protected_and_who_may_see_what_is_judged_by_today():
    with written_on(APRIL):
        person = ParticipantFactory(name="Öppet Namn", is_protected=False)
    with written_on(MAY):
        Participant.objects.filter(pk=person.pk).update(is_protected=True)
    with known_at(end_of(APRIL)):
        assert Participant.objects.get(pk=person.pk).is_protected
    labels = {model._meta.label for model, _events in tracked_models()}
    assert not labels & {"placements.Participant", "organisation.Membership"}


def test_every_tracked_table_has_its_view_with_every_column():
    """But those judged by today: a new tracked model is read as it stood without anyone having to think of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE table_schema IN ('known', 'public') GROUP BY 1, 2"
        )
        found = {(schema, table): set(columns) for schema, table, columns in cursor.fetchall()}
    for model, _events in tracked_models():
        table = model._meta.db_table
        assert found["known", table] == found["public", table], table
    tracked = {one.pgh_tracked_model for one in apps.get_models() if hasattr(one, "pgh_tracked_model")}
    assert len({model for model, _events in tracked_models()}) == len(tracked) - 2


def test_views_that_are_right_are_left_alone_and_wrong_ones_made_again():
    def identity() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'known.organisation_department'::regclass::oid::bigint")
            return int(cursor.fetchone()[0])

    first = identity()
    build_views()
    assert identity() == first
    connection.cursor().execute("COMMENT ON SCHEMA known IS 'something else'")
    build_views()
    assert identity() != first


def test_history_says_when_it_begins_and_what_is_followed_only_later(department):
    """A board that was there when boards began to be followed is taken to have been so before."""
    board = BoardFactory(name="Nämnden")
    begins = history_begins()
    assert begins.day == APRIL
    assert begins.later == ()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_boardevent (pgh_created_at, pgh_label, pgh_obj_id, id, name)"
            " SELECT NOW(), 'backfill', id, id, name FROM organisation_board WHERE id = %s",
            [board.pk],
        )
    with known_at(end_of(MARCH)):
        assert Board.objects.filter(pk=board.pk).exists()


def test_a_row_leaves_a_new_mark_and_the_session_says_that_no_trigger_is_ignored(department):
    """Were that unset, each trigger would find so by an exception (config.settings)."""
    first = latest_change([Board, Department])
    assert latest_change([Board, Department]) == first
    BoardFactory()
    assert latest_change([Board, Department]) != first
    with pytest.raises(KeyError):
        latest_change([User])
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)")
        assert cursor.fetchone() == ("{}",)
