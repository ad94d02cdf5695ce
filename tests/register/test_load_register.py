"""A folder into the register: what is written, what is left alone, what is said."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from agreements.models import AgreementVersion, QuotaTransfer
from allocation.models import Headcount, ModelYear
from foundation.periods import Month
from organisation.models import Department, Exemption
from placements.models import Employment, EmploymentType, Participant, Placement
from register.faults import FolderRefused
from register.operations.load import load_register
from tests.register.folders import EXAMPLE, example_with, lines_of, text_of, with_files

pytestmark = pytest.mark.django_db


def test_the_example_is_loaded_as_it_stands():
    loaded = load_register(path=EXAMPLE)
    assert {name: count.new for name, count in loaded.counts.items()} == {
        "model_year.toml": 1,
        "departments.csv": 4,
        "headcounts.csv": 4,
        "employment_types.csv": 5,
        "agreements.csv": 2,
        "employments.csv": 32,
    }
    assert loaded.remarks == ()
    year = ModelYear.objects.get()
    assert (year.rate, year.fee, year.charging_starts) == (Decimal("0.057"), Decimal(7500), Month(2021, 4))
    assert Exemption.objects.get(department__code="104").reason == "Undantagen enligt KF 2020-12-22 § 291"
    assert Placement.objects.filter(department__code="102", placed_to=date(2021, 4, 30)).count() == 2


def test_a_version_with_a_day_of_signing_is_signed_with_its_quota_and_locks_its_headcount():
    load_register(path=EXAMPLE)
    version = AgreementVersion.objects.get(agreement__department__code="101")
    assert (version.state, version.signed_on, version.formula_quota) == ("signed", date(2021, 1, 15), 19)
    assert (version.valid_from, version.valid_to) == (Month(2021, 1), Month(2021, 12))
    assert (version.counting_rule, version.fraction_rule) == ("last_day", "exact")
    assert version.headcount.locked_at is not None
    assert Headcount.objects.get(department__code="104").locked_at is None


def test_the_same_folder_twice_changes_nothing_and_says_so():
    load_register(path=EXAMPLE)
    before = list(Employment.objects.order_by("pk").values_list("pk", "key"))
    said = io.StringIO()
    call_command("load_register", str(EXAMPLE), stderr=said)
    assert "ingenting ändrades" in said.getvalue()
    assert "employments.csv: 0 nya, 0 ändrade, 32 oförändrade" in said.getvalue()
    assert list(Employment.objects.order_by("pk").values_list("pk", "key")) == before


def test_headings_may_be_swedish_in_any_order_with_bom_and_with_decimal_comma(tmp_path):
    folder = example_with(
        tmp_path,
        departments="nämnd;kod;slag;namn\n"
        "Fritidsnämnden;101;förvaltning;Fritidsförvaltningen\nMiljönämnden;102;förvaltning;Miljöförvaltningen\n",
        headcounts="Alla anställda;Tillsvidareanställda;Datum;Förvaltning\n400;330;2020-11-01;101\n"
        "230;205;2020-11-01;102\n",
        employment_types="code;name;counts;support_share\nextratjanst;Extratjänst;ja;0,8\n",
        missing_causes="förvaltning;månad;orsak;antal\n101;2021-04;no_candidate;2\n",
    )
    path = folder / "headcounts.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (folder / "departments.csv").write_bytes((folder / "departments.csv").read_text().encode("cp1252"))
    load_register(path=folder)
    assert Department.objects.get(code="102").name == "Miljöförvaltningen"
    assert Headcount.objects.get(department__code="101").all_employees == 400
    assert EmploymentType.objects.get().support_share == Decimal("0.8")


def test_other_files_are_left_alone(tmp_path):
    folder = example_with(tmp_path)
    (folder / "anteckningar.txt").write_text("inget för registret")
    assert load_register(path=folder).counts["departments.csv"].new == 4


def test_a_folder_with_some_files_adds_and_changes_only_what_they_name(tmp_path):
    load_register(path=EXAMPLE)
    head = text_of("employments.csv").splitlines()[0]
    folder = with_files(
        tmp_path / "later",
        employments=f"{head}\n"
        "E0001;P0001;;extratjanst;2021-01-11;2021-05-20;101;external;2021-01-11;2021-05-20;100;Arbete\n"
        "E0100;P0100;man;lonebidrag;2021-05-03;;102;own_team;2021-05-03;;75;\n",
    )
    loaded = load_register(path=folder)
    count = loaded.counts["employments.csv"]
    assert (count.new, count.changed, count.unchanged) == (1, 1, 0)
    ended = Employment.objects.get(key="E0001")
    assert (ended.employed_to, ended.end_cause) == (date(2021, 5, 20), "work")
    assert Participant.objects.get(key="P0001").sex == "woman"  # an empty cell takes nothing away
    assert Employment.objects.count() == 33


def test_a_column_that_the_file_lacks_leaves_what_the_register_holds(tmp_path):
    load_register(path=EXAMPLE)
    folder = with_files(
        tmp_path / "later", departments="code;name;board;kind\n104;Överförmyndaren;Överförmyndarnämnden;department\n"
    )
    load_register(path=folder)
    department = Department.objects.get(code="104")
    assert (department.name, department.exemptions.get().reason) == (
        "Överförmyndaren",
        "Undantagen enligt KF 2020-12-22 § 291",
    )


def test_steps_and_a_second_version_are_signed_together(tmp_path):
    folder = example_with(
        tmp_path,
        agreements=text_of("agreements.csv")
        + "101;2;2021-07-01;2021-12-31;15;Ny verksamhet;last_day;;yes;Bärs av ASF.;2021-06-10\n",
        monthly_targets="department;version;month;target\n101;1;2021-01;5\n101;1;2021-02;10\n101;2;2021-07;12\n",
    )
    load_register(path=folder)
    first, second = AgreementVersion.objects.filter(agreement__department__code="101").order_by("number")
    assert [(step.month, step.target) for step in first.monthly_targets.order_by("month")] == [
        (Month(2021, 1), 5), (Month(2021, 2), 10),
    ]  # fmt: skip
    assert second.state == "signed" and second.unfilled_place_excuses
    assert load_register(path=folder).changed_nothing


def test_a_draft_is_changed_and_then_signed_by_later_folders(tmp_path):
    draft = text_of("agreements.csv").replace("2021-01-15", "")
    load_register(path=example_with(tmp_path, agreements=draft))
    version = AgreementVersion.objects.get(agreement__department__code="101")
    assert (version.state, version.signed_on) == ("draft", None)
    load_register(path=with_files(tmp_path / "signed", agreements=text_of("agreements.csv").replace(";19;", ";18;")))
    version.refresh_from_db()
    assert (version.state, version.target, version.signed_on) == ("signed", 18, date(2021, 1, 15))


def test_transfers_are_loaded(tmp_path):
    folder = example_with(
        tmp_path,
        transfers="from_department;to_department;number;first_month;last_month;signed_on\n102;101;3;2021-08;;2021-07-01\n",
    )
    load_register(path=folder)
    transfer = QuotaTransfer.objects.get()
    assert (transfer.number, transfer.first_month, transfer.last_month) == (3, Month(2021, 8), None)


def test_further_model_years_lie_beside_the_first(tmp_path):
    year = text_of("model_year.toml").replace("2021-", "2022-").replace("year = 2021", "year = 2022")
    folder = example_with(
        tmp_path,
        model_year_2022=year.replace("2022-04-01", "2022-01-01"),
        agreements=text_of("agreements.csv") + "101;1;2022-01-01;2022-12-31;20;;;;;Bärs av ASF.;2021-12-15\n",
    )
    load_register(path=folder)
    versions = AgreementVersion.objects.filter(agreement__department__code="101").order_by("valid_from")
    assert [(v.agreement.model_year.year, v.number) for v in versions] == [(2021, 1), (2022, 1)]
    assert load_register(path=folder).changed_nothing


def test_a_placement_outside_its_employment_is_loaded_with_a_warning(tmp_path):
    text = text_of("employments.csv").replace(
        "2021-06-01;;102;external;2021-06-01", "2021-06-01;;102;external;2021-05-20"
    )
    loaded = load_register(path=example_with(tmp_path, employments=text))
    assert [remark.line for remark in loaded.remarks] == [
        "employments.csv:33:placed_from: varning: före anställningens första dag; räknas först från 2021-06-01"
    ]


def test_faults_are_written_to_standard_error_and_nothing_is_saved(tmp_path):
    folder = example_with(
        tmp_path,
        departments=text_of("departments.csv").replace(";provider;", ";verkstad;"),
        headcounts=text_of("headcounts.csv").replace("101;2020-11-01;330", "101;2020-11-01;tre"),
    )
    said = io.StringIO()
    with pytest.raises(CommandError, match="2 fel"):
        call_command("load_register", str(folder), stderr=said)
    assert said.getvalue().splitlines() == [
        "departments.csv:4:kind: väntade något av förvaltning, anordnare, bolag, fann ”verkstad”",
        "headcounts.csv:2:permanent: väntade ett heltal, fann ”tre”",
    ]
    assert not Department.objects.exists() and not ModelYear.objects.exists() and not EmploymentType.objects.exists()


def test_a_signed_version_is_not_changed_by_a_folder(tmp_path):
    load_register(path=EXAMPLE)
    folder = example_with(tmp_path, agreements=text_of("agreements.csv").replace(";19;", ";10;"))
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=folder)
    assert lines_of(refusal) == [
        "agreements.csv:2:target: väntade 19, för versionen är undertecknad (gör en ny version), fann 10"
    ]
    assert AgreementVersion.objects.get(agreement__department__code="101").target == 19
