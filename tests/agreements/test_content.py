"""What is signed: one value, one hash; what is missing; what differs."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from agreements.content import AgreementContent, Basis, changed_fields, content_sha256, missing_parts
from agreements.wording import clauses, differences
from foundation.periods import Month

CONTENT = AgreementContent(
    department_code="101",
    department="Fritidsförvaltningen",
    board="Fritidsnämnden",
    provider="ASF",
    provider_board="ASN",
    model_year=2021,
    decision="KF 2020-12-22 § 291",
    registry_number="ASN-2021-101",
    number=1,
    replaces=None,
    valid_from=Month(2021, 1),
    valid_to=Month(2021, 12),
    basis=Basis(Decimal("0.057"), "permanent", 330, date(2020, 11, 1), "half_up", None, Fraction(1881, 100)),
    formula_quota=19,
    target=19,
    deviation_note="",
    steps=(),
    counting_rule="last_day",
    fraction_rule="exact",
    unfilled_place_excuses=False,
    cost_financing="Värden bär dem.",
    free_terms="",
    department_contact="HR",
    provider_contact="Enheten",
    fee=Decimal("7500"),
    charging_starts=Month(2021, 4),
)
OTHERWISE = {
    "number": 2, "model_year": 2022, "replaces": 1, "valid_from": Month(2021, 2), "valid_to": None, "formula_quota": 20,
    "basis": replace(CONTENT.basis, people=331), "target": 20, "steps": ((Month(2021, 1), 5),),
    "unfilled_place_excuses": True, "fee": Decimal(8000), "charging_starts": Month(2021, 5),
    "counting_rule": "first_day", "fraction_rule": "up",
}  # fmt: skip


@pytest.mark.parametrize("name", [field.name for field in fields(AgreementContent)])
def test_every_field_is_under_the_hash(name):
    changed = replace(CONTENT, **{name: OTHERWISE.get(name, "annat")})
    assert content_sha256(changed) != content_sha256(CONTENT)


def test_the_same_content_gives_the_same_hash_however_its_numbers_are_written():
    """0.057 and 0.057000 are the same rate."""
    same = replace(CONTENT, basis=replace(CONTENT.basis, rate=Decimal("0.057000")), fee=Decimal("7500.00"))
    assert content_sha256(same) == content_sha256(CONTENT)


def test_a_complete_content_misses_nothing():
    assert missing_parts(CONTENT) == []


@pytest.mark.parametrize(
    "name", ["registry_number", "cost_financing", "department_contact", "provider_contact", "provider"]
)
def test_an_empty_mandatory_part_is_missing(name):
    assert missing_parts(replace(CONTENT, **{name: " " if name != "provider" else ""})) == [name]


def test_another_target_needs_a_note_and_a_quota_needs_people():
    assert missing_parts(replace(CONTENT, target=17)) == ["deviation_note"]
    assert missing_parts(replace(CONTENT, target=17, deviation_note="Ombyggnad.")) == []
    assert missing_parts(replace(CONTENT, basis=replace(CONTENT.basis, people=None))) == ["headcount"]


def test_the_version_number_alone_is_no_difference():
    assert changed_fields(CONTENT, replace(CONTENT, number=2, replaces=1)) == []


def test_differences_are_told_clause_by_clause():
    after = replace(CONTENT, target=25, deviation_note="Fler.", valid_from=Month(2021, 7), fraction_rule="up")
    told = {difference.heading: (difference.before, difference.after) for difference in differences(CONTENT, after)}
    assert told["Överenskommet mål"] == ("19 anställningar", "25 anställningar")
    assert told["Gäller"] == ("januari 2021 – december 2021", "juli 2021 – december 2021")
    assert list(told) == [
        "Överenskommet mål",
        "Varför målet avviker från kvoten",
        "Gäller",
        "När en anställning räknas",
    ]


@pytest.mark.parametrize("rule", ["last_day", "first_day", "fifteenth", "whole_month", "any_day", "average"])
def test_every_counting_rule_has_its_sentence(rule):
    said = {clause.name: clause.text for clause in clauses(replace(CONTENT, counting_rule=rule))}
    assert said["counting_rule"].endswith(".") and ("Delar" in said["counting_rule"]) == (rule == "average")
