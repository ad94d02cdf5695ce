"""The extract on a person holds what stood in the register before, also in rows that were taken away."""

from __future__ import annotations

from datetime import date

import pytest

from billing.models import ReconciliationLine
from organisation.audit_words import KINDS, field_word
from placements.identity import encrypted, identity_hash
from placements.models import CaseOfficerAssignment, Employment, Leave, Placement
from privacy.documents import parts_of
from privacy.personal import LEFT_PATHS, TREATMENTS, model_of
from privacy.queries.earlier import earlier_facts
from privacy.queries.extract import extract_of
from privacy.queries.facts import Fact, value_of
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import ParticipantFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def earlier_of(person):
    """{(part, number, name): [value without its moment, oldest first]} of what no longer holds."""
    found: dict[tuple[str, int, str], list[str]] = {}
    for fact in extract_of(person):
        if fact.part.startswith("Tidigare: "):
            value, moment = fact.value.rsplit(", till ", 1)
            assert len(moment) == len("2021-03-01 12:00")
            found.setdefault((fact.part, fact.number, fact.name), []).append(value)
    return found


@pytest.fixture
def placement():
    return PlacementFactory(
        employment__participant=ParticipantFactory(key="P77", name="Ärla Prov"),
        department=DepartmentFactory(name="Simhallarna"),
        employment__employed_to=date(2021, 8, 31),
        placed_to=date(2021, 8, 31),
    )


def test_nothing_is_earlier_of_what_was_never_changed(placement):
    assert earlier_of(placement.employment.participant) == {}


def test_each_changed_value_stands_with_the_ones_before_it_in_order(placement):
    for last in (date(2021, 9, 30), date(2021, 12, 31)):
        placement.employment.employed_to = last
        placement.employment.save()
    placement.department = DepartmentFactory(name="Parkerna")
    placement.save()
    assert earlier_of(placement.employment.participant) == {
        ("Tidigare: anställning", 1, "Anställd till och med"): ["2021-08-31", "2021-09-30"],
        ("Tidigare: placering", 1, "Förvaltning"): ["Simhallarna"],
    }


def test_a_row_that_was_taken_away_stands_whole_after_those_that_there_are(placement):
    leave = Leave.objects.create(employment=placement.employment, first_day=date(2021, 5, 3))
    other = PlacementFactory(
        employment=placement.employment, department=placement.department, placed_from=date(2021, 9, 1),
        placed_to=None, working_share=60,
    )  # fmt: skip
    leave.delete()
    other.delete()
    found = earlier_of(placement.employment.participant)
    assert found["Tidigare: frånvaro", 1, "Ledig från och med"] == ["2021-05-03"]
    assert found["Tidigare: placering", 2, "Placerad från och med"] == ["2021-09-01"]
    assert found["Tidigare: placering", 2, "Sysselsättningsgrad, procent"] == ["60"]


def test_what_hung_on_an_employment_that_is_gone_is_found_by_its_history(placement):
    person = placement.employment.participant
    Placement.objects.filter(pk=placement.pk).delete()
    Employment.objects.filter(pk=placement.employment_id).delete()
    found = earlier_of(person)
    assert found["Tidigare: placering", 1, "Förvaltning"] == ["Simhallarna"]
    assert ("Tidigare: anställning", 1, "Anställningsnyckel") in found


def test_an_earlier_name_stands_there_and_an_earlier_number_is_kept_nowhere(placement):
    person = placement.employment.participant
    person.name = "Ärla Rättad"
    person.save()
    for number in ("198507089806", "198507099805"):
        person.identity_number, person.identity_hash = encrypted(number), identity_hash(number)
        person.save()
    values = [fact.value for fact in extract_of(person)]
    assert earlier_of(person)["Tidigare: deltagare", 1, "Namn"] == ["Ärla Prov"]
    assert "198507099805" in values
    assert not any("198507089806" in value for value in values)


def test_of_another_person_nothing_is_told(placement):
    stranger = PlacementFactory().employment.participant
    stranger.name = "Någon Annan"
    stranger.save()
    assert earlier_of(placement.employment.participant) == {}


def test_the_way_to_the_person_is_known_for_every_table_that_has_a_history(placement):
    ways = {model: treatment.person for model, treatment in TREATMENTS.items()}
    ways |= {model_of(label): path for label, path in LEFT_PATHS.items()}
    for model, path in ways.items():
        list(earlier_facts(model, path=path, participant_id=placement.employment.participant_id, numbers={}))


def test_every_kind_and_every_field_has_a_word_of_its_own():
    """A person reads it: no name of a table, and none of a field, is the code's."""
    models = [*TREATMENTS, *map(model_of, LEFT_PATHS)]
    wordless = [
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if not field.primary_key and not field_word(field)
    ]
    assert wordless == []
    assert [model._meta.label for model in models if model._meta.label not in KINDS] == []


def test_what_came_of_an_employment_and_who_followed_it_stand_in_words(placement):
    person, officer = placement.employment.participant, UserFactory(first_name="Maja", last_name="Handläggare")
    CaseOfficerAssignment.objects.create(participant=person, officer=officer, valid_from=date(2021, 3, 1))
    Employment.objects.filter(pk=placement.employment_id).update(end_cause="work")
    facts = {(fact.part, fact.name): fact.value for fact in extract_of(person)}
    assert facts["Anställning", "Avslutsorsak"] == "arbete"
    assert facts["Deltagarens handläggare", "Arbetsmarknadssekreterare"] == "Maja Handläggare"


def test_the_paper_has_a_table_for_what_has_few_columns_and_else_each_by_itself():
    looks = [Fact("Visningar", number, name, "x") for number in (1, 2) for name in ("När", "Roll")]
    lines = [Fact("Rad", number, f"Uppgift {n}", f"{number}{n}") for number in (1, 2, 3) for n in range(7)]
    earlier = [Fact("Tidigare", number, "Namn", value) for number in (1, 2) for value in ("A", "B")]
    parts = parts_of([*looks, *lines, *earlier])
    assert [(part.title, part.columns, len(part.items)) for part in parts] == [
        ("Visningar", ["När", "Roll"], 2), ("Rad", [], 3), ("Tidigare", [], 2)
    ]  # fmt: skip
    assert parts[0].rows == [["x", "x"], ["x", "x"]]


def test_codes_that_a_closed_month_keeps_are_told_in_words():
    """The month's row has the sex and the type as the machine keeps them."""
    line = ReconciliationLine(sex="woman", type_code="extratjanst", type_name="Extratjänst")
    told = {field.name: value_of(field, line) for field in ReconciliationLine._meta.concrete_fields}
    assert (told["sex"], told["type_name"], told["type_code"]) == ("kvinna", "Extratjänst", "")
