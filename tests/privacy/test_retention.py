"""Rules, holds and lists; the workers make people anonymous, and every figure stays (DOMAIN.md 10)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from billing.operations.corrections import find_corrections
from billing.operations.months import close_months
from billing.queries.proof import prove
from followup.queries.city import city_measures
from foundation.models import AccessLogEntry
from foundation.periods import Month
from foundation.runs import work_until_done
from foundation.tables import read_table
from organisation.models import User
from placements.employment_file import read_employments
from placements.identity import encrypted, identity_hash
from placements.models import Employment, EmploymentImport, Participant, Placement, RetentionHorizon
from placements.operations.imports import propose_import
from privacy.models import LegalHold, Purge, RetentionEntry, RetentionRun
from privacy.operations import anonymising
from privacy.operations.purging import purge
from privacy.operations.retention import (
    AlreadyHeld,
    AlreadyPerformed,
    HoldIsLifted,
    NobodyDue,
    NoRule,
    SecondPersonNeeded,
    lift_hold,
    perform_retention,
    place_hold,
    rehearse_retention,
)
from privacy.queries.lists import listed_people
from tests.conftest import SmallCity
from tests.organisation.factories import UserFactory
from tests.placements.factories import EmploymentFactory, ParticipantFactory, PlacementFactory, employment_row
from tests.privacy.factories import RetentionRuleFactory

NUMBER = "198507089806"
TODAY = date(2024, 6, 1)  # 24 months back: 1 June 2022


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    return UserFactory(role="asf_administrator"), UserFactory(role="asf_head")


def someone(*, ended: date | None, **values: object) -> Participant:
    person = ParticipantFactory(
        name="Ärla Prov", identity_number=encrypted(NUMBER), identity_hash=identity_hash(NUMBER), is_protected=True
    )
    PlacementFactory(employment__participant=person, employment__employed_to=ended, placed_to=ended, **values)
    return person


def perform(people: tuple[User, User]) -> RetentionRun:
    listed = rehearse_retention(by=people[0], today=TODAY)
    done = perform_retention(retention_run=listed, by=people[1])
    progress = work_until_done(done.run)
    assert (progress.done, progress.failed) == (progress.total, 0)
    return done


def test_without_a_rule_nothing_is_listed(people):
    with pytest.raises(NoRule, match="2024-06-01"):
        rehearse_retention(by=people[0], today=TODAY)


def test_a_rule_counts_from_its_first_day(people):
    RetentionRuleFactory(months=84, valid_from=date(2020, 1, 1))
    RetentionRuleFactory(months=24, valid_from=date(2025, 1, 1))
    someone(ended=date(2021, 6, 30))
    with pytest.raises(NobodyDue, match="2017-06-01"):
        rehearse_retention(by=people[0], today=TODAY)


def test_the_person_is_gone_from_rows_and_history_and_the_rest_stands(people):
    RetentionRuleFactory()
    person = someone(ended=date(2022, 6, 1))
    old = person.key, person.employments.get().key
    perform(people)
    person.refresh_from_db()
    employment = person.employments.get()
    assert (person.name, person.identity_number, person.identity_hash, person.is_protected) == ("", None, None, False)
    assert (person.sex, employment.employed_to) == ("woman", date(2022, 6, 1))
    assert person.key.startswith("A") and employment.key.startswith("A")
    for model in (Participant, Employment):
        kept = model.pgh_event_model.objects.filter(pgh_obj_id__in=[person.pk, employment.pk])
        assert not any(key in old for key in kept.values_list("key", flat=True))
    assert set(Participant.pgh_event_model.objects.values_list("name", flat=True)) == {""}
    assert RetentionHorizon.objects.day() == date(2022, 6, 1)


def test_nothing_in_the_whole_database_holds_the_name_or_number_afterwards(people):
    """Every text and byte column of every table is searched."""
    RetentionRuleFactory()
    someone(ended=date(2022, 6, 1))
    perform(people)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND data_type IN ('text', 'character varying', 'jsonb')"
        )
        found = []
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE ANY (%s)',  # names from the catalogue
                [["%Ärla Prov%", f"%{NUMBER}%", f"%{identity_hash(NUMBER)}%"]],
            )
            if cursor.fetchone()[0]:
                found.append((table, column))
    assert found == []


def test_who_is_held_or_has_come_back_is_passed_over_also_after_the_list_was_made(people):
    RetentionRuleFactory()
    gone, held, back = (someone_else(ended=date(2022, 5, day)) for day in (1, 2, 3))
    listed = rehearse_retention(by=people[0], today=TODAY)
    place_hold(participant=held, reason="tvist", by=people[0])
    EmploymentFactory(participant=back, employed_from=date(2024, 5, 1))
    work_until_done(perform_retention(retention_run=listed, by=people[1]).run)
    outcomes = dict(RetentionEntry.objects.values_list("participant_id", "outcome"))
    assert outcomes == {gone.pk: "anonymised", held.pk: "held", back.pk: "no_longer_due"}
    assert Participant.objects.get(pk=held.pk).name and Participant.objects.get(pk=back.pk).name


def someone_else(*, ended: date) -> Participant:
    return PlacementFactory(
        employment__employed_to=ended, placed_to=ended, employment__employed_from=date(2021, 1, 4)
    ).employment.participant


def test_a_held_person_is_counted_and_not_listed(people):
    RetentionRuleFactory()
    someone_else(ended=date(2022, 5, 1))
    place_hold(participant=someone_else(ended=date(2022, 5, 2)), reason="granskning", by=people[0])
    listed = rehearse_retention(by=people[0], today=TODAY)
    assert (listed.people, listed.held) == (1, 1)


def test_a_list_is_carried_out_once_and_by_a_second_person(people):
    RetentionRuleFactory()
    someone_else(ended=date(2022, 5, 1))
    both = UserFactory(role="asf_head")
    listed = rehearse_retention(by=both, today=TODAY)
    with pytest.raises(SecondPersonNeeded):
        perform_retention(retention_run=listed, by=both)
    with pytest.raises(IntegrityError, match="retention_performed_by_a_second_person"), transaction.atomic():
        RetentionRun.objects.filter(pk=listed.pk).update(performed_by=both)
    perform_retention(retention_run=listed, by=people[1])
    with pytest.raises(AlreadyPerformed):
        perform_retention(retention_run=listed, by=people[1])


def test_the_same_list_asked_for_twice_is_one_list(people):
    RetentionRuleFactory()
    someone_else(ended=date(2022, 5, 1))
    first = rehearse_retention(by=people[0], today=TODAY)
    assert rehearse_retention(by=people[0], today=TODAY) == first
    someone_else(ended=date(2022, 5, 2))
    assert rehearse_retention(by=people[0], today=TODAY).people == 2
    assert RetentionRun.objects.count() == 2


def test_who_became_anonymous_by_another_list_is_said_to_be_so_and_shown_by_no_key(people):
    RetentionRuleFactory()
    gone = someone_else(ended=date(2022, 5, 1))
    earlier, later = (rehearse_retention(by=UserFactory(role="asf_administrator"), today=TODAY) for _n in range(2))
    for listed in (earlier, later):
        work_until_done(perform_retention(retention_run=listed, by=people[1]).run)
    assert [(row.key, row.outcome) for row in listed_people(later, [gone.pk])] == [("", "avidentifierad")]


def test_a_batch_done_twice_does_nothing_more(people):
    RetentionRuleFactory()
    someone_else(ended=date(2022, 5, 1))
    done = perform(people)
    key = Participant.objects.get().key
    anonymising.anonymise_batch(done.batches.get().pk)
    assert (RetentionEntry.objects.count(), Participant.objects.get().key) == (1, key)


def test_holds_are_placed_once_and_lifted_once(people):
    person = ParticipantFactory()
    hold = place_hold(participant=person, reason="tvist", by=people[0])
    with pytest.raises(AlreadyHeld):
        place_hold(participant=person, reason="tvist", by=people[0])
    lift_hold(hold=hold, by=people[0])
    with pytest.raises(HoldIsLifted):
        lift_hold(hold=hold, by=people[0])
    place_hold(participant=person, reason="ny tvist", by=people[0])
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        LegalHold.objects.filter(pk=hold.pk).update(reason="annat")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"months": 3}, "retention_rule_lets_day_90_pass"),
        ({"decision": ""}, "retention_rule_has_decision"),
        ({"kind": "file", "months": 0}, "retention_rule_has_decision"),
    ],
)
def test_rules_that_the_database_refuses(db, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RetentionRuleFactory(**values)


def test_logs_and_lists_are_refused_change(people):
    RetentionRuleFactory()
    someone_else(ended=date(2022, 5, 1))
    done = perform(people)
    for rows in (RetentionEntry.objects.all(), done.batches.all(), RetentionHorizon.objects.all()):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            rows.delete()


def figures(city: SmallCity) -> dict[str, object]:
    """What the reports are made of: the three measures, the closed months' proof, corrections, the stock by sex."""
    measures = city_measures(model_year=city.model_year, today=date(2021, 12, 31))
    held = prove()
    return {
        "increase": measures.increase.values,
        "created": measures.created.values,
        "departments": [(one.department.code, one.stock, one.created) for one in measures.departments],
        "proof": (held.tried["people"], held.differences),
        "corrections": len(find_corrections(today=TODAY)),
        "sex": list(
            Placement.objects.order_by("pk").values_list("department", "employment__participant__sex", "placed_to")
        ),
    }


def test_all_figures_are_the_same_before_and_after(people, small_city: SmallCity):
    """Three at the leisure department; two ended in 2021, one is still there. January and February are closed."""
    RetentionRuleFactory()
    for ended in (date(2021, 2, 14), date(2021, 9, 30), None):
        PlacementFactory(
            department=small_city.leisure,
            employment__employed_from=date(2021, 1, 4),
            employment__employed_to=ended,
            placed_to=ended,
        )
    close_months(months=[Month(2021, 1), Month(2021, 2)], by=None)
    before = figures(small_city)
    assert before["created"][-1] == 3 and before["increase"][-1] == 1  # three began, one is still there
    perform(people)
    assert RetentionEntry.objects.filter(outcome="anonymised").count() == 2
    assert figures(small_city) == before


def test_the_nightly_purge_lays_forgotten_files_aside_and_forgets_old_looks(people):
    RetentionRuleFactory(kind="file", months=3)
    RetentionRuleFactory(kind="access_log", months=60)
    propose_import(content=b"x", file_name="x.csv", rows=[employment_row(1)], kept=(), by=people[0])
    AccessLogEntry.objects.create(user=people[0], act="employment_shown", subject="E1")
    assert purge(today=date(2021, 1, 1)) == {"file": 0, "access_log": 0}
    later = date(2040, 1, 1)
    assert purge(today=later) == {"file": 1, "access_log": 1}
    assert purge(today=later) == {"file": 0, "access_log": 0}
    assert bytes(EmploymentImport.objects.get().rows) == b""
    assert sorted(Purge.objects.values_list("rule__kind", "number")) == [("access_log", 1), ("file", 1)]


def test_an_old_file_does_not_bring_back_who_was_taken_away(people):
    """Ended on 1 June 2022, the list's last day: refused by row and cell. Ended the day after: taken in."""
    RetentionRuleFactory()
    department = PlacementFactory(employment__employed_to=date(2022, 6, 1), placed_to=date(2022, 6, 1)).department
    key = Employment.objects.get().key
    perform(people)
    lines = [
        "employment;participant;type;employed_from;employed_to;department;placed_from;placement_kind",
        f"{key};P1;extratjanst;2021-01-11;2022-06-01;{department.code};2021-01-11;external",
        f"E2;P2;extratjanst;2021-01-11;2022-06-02;{department.code};2021-01-11;external",
    ]
    table = read_table(file="\n".join(lines).encode(), name="gammal.csv")
    errors = read_employments(table, today=TODAY).errors
    assert [(error.row, error.name) for error in errors] == [(2, "employment"), (2, "employed_to")]
    assert "gallrade" in str(errors[1].mend) and "2022-06-01" in str(errors[1].expected)
