"""What a giver has left, and what may be given back: looked at month by month, also when a file comes alone."""

import pytest

from register.faults import FolderRefused
from register.operations.load import load_register
from tests.register.folders import example_with, lines_of, text_of, with_files

pytestmark = pytest.mark.django_db
AGREEMENTS = text_of("agreements.csv")
SETTLED = "from_department;to_department;number;first_month;signed_on;declined_on;decline_reason\n"


def test_an_ending_that_comes_alone_does_not_take_back_what_has_been_given_on(tmp_path):
    """102 owes 12, receives 2 and gives 13 on from May: without the 2 it would owe 12 − 13 = −1 from July."""
    transfers = SETTLED + "101;102;2;2021-05;2021-04-01;;\n102;103;13;2021-05;2021-04-02;;\n"
    load_register(path=example_with(tmp_path, transfers=transfers))
    endings = "from_department;to_department;first_month;from_month;signed_on\n101;102;2021-05;2021-07;2021-06-01\n"
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", transfer_endings=endings))
    assert lines_of(refusal) == [
        "transfer_endings.csv:2:from_month: väntade en månad då 102 har platserna kvar (inte 2021-07), fann 2021-07"
    ]


def test_an_agreement_does_not_end_while_its_quota_is_less_than_what_is_given_away(tmp_path):
    """101 has agreed on 25, has a quota of 19 and gives 20 away from October: from then 19 − 20 = −1."""
    agreements = AGREEMENTS.replace("2021-12-31;19;", "2021-12-31;25;Fler platser")
    transfers = SETTLED + "101;102;20;2021-10;2021-04-01;;\n"
    load_register(path=example_with(tmp_path, agreements=agreements, transfers=transfers))
    endings = "department;model_year;version;last_month;reason;agreed_on\n101;2021;1;2021-08;Flyttar;2021-06-01\n"
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", agreement_endings=endings))
    assert lines_of(refusal) == [
        "agreement_endings.csv:2:last_month: väntade en månad efter vilken kvoten räcker till det som är överfört "
        "(inte 2021-10), fann 2021-08"
    ]


def test_what_a_giver_has_left_follows_the_revisions_of_the_model_year(tmp_path):
    """From October the rate is 3 %: 0.03 × 205 = 6.15 → 6, which cannot give 7; 102 has no agreement here."""
    same = {
        "basis": "permanent", "headcount_date": "2020-11-01", "rounding": "half_up", "rounding_total": "",
        "fee": "7500", "charging_starts": "2021-04", "counting_rule": "last_day", "fraction_rule": "exact",
        "silence_confirms": "yes", "increase_target": "1000", "created_target": "1500", "offered_target": "1500",
        "baseline_date": "2020-11-01",
    }  # fmt: skip
    head = ";".join(("year", "number", "first_month", "reason", "rate", "decision", *same))
    revisions = f"{head}\n2021;1;2021-10;Ny budget;0.03;KF § 9;{';'.join(same.values())}\n"
    agreements = "".join(line for line in AGREEMENTS.splitlines(keepends=True) if not line.startswith("102"))
    transfers = SETTLED + "102;101;7;2021-05;;;\n"
    folder = example_with(tmp_path, agreements=agreements, transfers=transfers, model_year_revisions=revisions)
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=folder)
    assert lines_of(refusal) == [
        "transfers.csv:2:number: väntade högst 6, som 2021-10 är allt givaren har kvar, fann 7"
    ]
