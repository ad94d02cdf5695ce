"""Every fault that a folder can have: one line that leads to the cell, and nothing written."""

import pytest

from organisation.models import Department
from register.faults import FolderRefused
from register.operations.load import load_register
from tests.register.folders import EXAMPLE, example_with, lines_of, text_of, with_files

pytestmark = pytest.mark.django_db

EMPLOYMENTS, AGREEMENTS = text_of("employments.csv"), text_of("agreements.csv")
TYPES = "extratjanst, introduktionsjobb, jobb_for_unga, lonebidrag, nystartsjobb"
STEPS = "department;version;month;target\n"
TRANSFERS = "from_department;to_department;number;first_month;last_month\n"
SETTLED = "from_department;to_department;number;first_month;signed_on;declined_on;decline_reason\n"
ENDINGS = "from_department;to_department;first_month;from_month\n"
YEAR_2022 = text_of("model_year.toml").replace("2021-", "2022-").replace("year = 2021", "year = 2022")


def replaced(name: str, old: str, new: str) -> str:
    text = text_of(name)
    assert old in text
    return text.replace(old, new)


def with_row(name: str, row: str) -> str:
    return text_of(name) + row + "\n"


FAULTS = [
    # keys
    ({"employments": with_row(
        "employments.csv", "E9;900101-9802;woman;extratjanst;2021-01-11;;101;external;2021-01-11;;;")},
     ["employments.csv:34:participant: väntade en nyckel som inte är ett personnummer, "
      "fann ett personnummer (som inte visas här)"]),
    # headings and files
    ({"departments": replaced("departments.csv", "code;", "kode;")},
     ["departments.csv:1:kode: väntade en känd rubrik, fann ”kode”",
      "departments.csv:1:code: väntade rubriken, fann en tabell utan den"]),
    ({"headcounts": replaced("headcounts.csv", "all\n", "all;date\n")},
     ["headcounts.csv:1:date: väntade en rubrik som finns bara en gång, fann ”date”"]),
    ({"employment": "id\n1\n"}, ["employment.csv:1:-: väntade employments.csv, fann en csv-fil med ett annat namn"]),
    # departments
    ({"departments": with_row("departments.csv", "105;ASF två;Nämnd;provider;")},
     ["departments.csv:4:kind: väntade högst en anordnare i staden, fann en till utöver 105",
      "departments.csv:6:kind: väntade högst en anordnare i staden, fann en till utöver 103"]),
    ({"departments": with_row("departments.csv", "101;Igen;Nämnd;department;")},
     ["departments.csv:6:code: väntade en rad för varje, fann samma uppgift som på rad 2"]),
    ({"departments": with_row("departments.csv", "106;;Nämnd;department;")},
     ["departments.csv:6:name: väntade ett värde, fann en tom cell"]),
    # headcounts
    ({"places": "place;department;kind;available_from\nA1;101;external;2021-02-01\n"},
     ["places.csv:2:job_title: väntade ett värde, eftersom platsen är erbjuden, fann en tom cell",
      "places.csv:2:workplace: väntade ett värde, eftersom platsen är erbjuden, fann en tom cell",
      "places.csv:2:value_for_person: väntade ett värde, eftersom platsen är erbjuden, fann en tom cell",
      "places.csv:2:value_for_service: väntade ett värde, eftersom platsen är erbjuden, fann en tom cell"]),
    ({"places": "place;department;kind;state;available_from;working_share;accessibility;union_name\n"
      "A1;999;external;draft;2021-02-01;120;sol;Kommunal\nA1;101;external;draft;2021-02-01;;;\n"},
     ["places.csv:2:department: väntade en kod som finns i departments.csv, fann ”999”",
      "places.csv:2:union_on: väntade dag, organisation och utfall, eller inget av dem, fann en tom cell",
      "places.csv:2:accessibility: väntade step_free, seated, no_lifting, quiet, flexible, structured, fann ”sol”",
      "places.csv:2:working_share: väntade hela procent, 1–100, fann 120",
      "places.csv:3:place: väntade en rad för varje, fann samma uppgift som på rad 2"]),
    ({"headcounts": with_row("headcounts.csv", "999;2020-11-01;1;2")},
     ["headcounts.csv:6:department: väntade en kod som finns i departments.csv, fann ”999”"]),
    ({"headcounts": with_row("headcounts.csv", "101;2020-11-01;330;400")},
     ["headcounts.csv:6:date: väntade en rad för varje, fann samma uppgift som på rad 2"]),
    ({"headcounts": with_row("headcounts.csv", "101;2020-12-01;500;400")},
     ["headcounts.csv:6:permanent: väntade högst 400, alla anställda, fann 500"]),
    ({"headcounts": with_row("headcounts.csv", "101;2020-12-01;99999999999;99999999999")},
     ["headcounts.csv:6:permanent: väntade ett tal till och med 2147483647, fann 99999999999",
      "headcounts.csv:6:all: väntade ett tal till och med 2147483647, fann 99999999999"]),
    # agreements
    ({"agreements": replaced("agreements.csv", "101;1;2021-01-01", "101;1;2021-01-15")},
     ["agreements.csv:2:valid_from: väntade den första dagen i en månad, fann 2021-01-15"]),
    ({"agreements": replaced("agreements.csv", "2021-12-31;19", "2020-12-31;19")},
     ["agreements.csv:2:valid_to: väntade 2021-01-01 eller senare (valid_from), fann 2020-12-31"]),
    ({"agreements": replaced("agreements.csv", "2021-12-31;19", "2021-12-15;19")},
     ["agreements.csv:2:valid_to: väntade den sista dagen i en månad, t.ex. 2021-12-31, fann 2021-12-15"]),
    ({"agreements": with_row("agreements.csv", "101;2;2023-01-01;;9;;;;;Text;2022-12-01")},
     ["agreements.csv:4:valid_from: väntade en månad i ett modellår (2021-01-01–2021-12-31), fann 2023-01-01"]),
    ({"agreements": with_row("agreements.csv", "101;1;2021-05-01;;9;;;;;Text;2021-04-01")},
     ["agreements.csv:4:version: väntade en rad för varje, fann samma uppgift som på rad 2"]),
    ({"agreements": with_row("agreements.csv", "103;1;2021-01-01;;9;;;;;Text;2021-04-01")},
     ["agreements.csv:4:department: väntade en förvaltning: anordnaren kan inte sluta avtal med sig själv, "
      "fann ”103”"]),
    ({"agreements": with_row("agreements.csv", "101;2;2021-05-01;;9;;;;;;2021-04-01")},
     ["agreements.csv:4:cost_financing: väntade hur omkostnaderna finansieras, som allt undertecknat ska säga, "
      "fann en tom cell"]),
    ({"agreements": AGREEMENTS + "101;2;2021-05-01;;9;;;;;A;\n101;3;2021-06-01;;9;;;;;A;\n"},
     ["agreements.csv:5:signed_on: väntade en dag för underskrift, för version 2 är redan ett utkast, "
      "fann en tom cell"]),
    ({"agreements": with_row("agreements.csv", "101;2;2021-05-01;;9;;sista;;;A;")},
     ["agreements.csv:4:counting_rule: väntade något av månadens sista dag, månadens första dag, den 15:e, "
      "hela månaden, någon dag i månaden, genomsnitt per dag, fann ”sista”"]),
    # steps
    ({"monthly_targets": STEPS + "101;2;2021-05;3\n"},
     ["monthly_targets.csv:2:version: väntade en version i agreements.csv som gäller den månaden, fann 2"]),
    ({"agreements": with_row("agreements.csv", "101;2;2021-05-01;2021-06-30;9;;;;;A;"),
      "monthly_targets": STEPS + "101;2;2021-07;3\n"},
     ["monthly_targets.csv:2:month: väntade en månad i versionens giltighet (2021-05-01–2021-06-30), fann 2021-07"]),
    ({"monthly_targets": STEPS + "101;1;2021-07;3\n101;1;2021-07;4\n"},
     ["monthly_targets.csv:3:month: väntade en rad för varje, fann samma uppgift som på rad 2"]),
    # transfers
    ({"transfers": TRANSFERS + "101;101;1;2021-05;\n"},
     ["transfers.csv:2:to_department: väntade en annan förvaltning än den som ger, fann ”101”"]),
    ({"transfers": TRANSFERS + "101;102;1;2021-05;2021-04\n"},
     ["transfers.csv:2:last_month: väntade 2021-05 eller senare (first_month), fann 2021-04"]),
    ({"transfers": TRANSFERS + "101;104;1;2021-05;\n"},
     ["transfers.csv:2:to_department: väntade en förvaltning som har en kvot, fann ”104”"]),
    ({"transfers": TRANSFERS + "102;101;13;2021-05;\n"},  # 102 owes 12
     ["transfers.csv:2:number: väntade högst 12, som 2021-05 är allt givaren har kvar, fann 13"]),
    ({"transfers": SETTLED + "102;101;1;2021-05;2021-04-01;2021-04-02;Nej\n"},
     ["transfers.csv:2:declined_on: väntade en tom cell, för signed_on är ifylld, fann 2021-04-02"]),
    ({"transfers": SETTLED + "102;101;1;2021-05;;2021-04-02;\n"},
     ["transfers.csv:2:decline_reason: väntade varför överföringen avböjdes, fann en tom cell"]),
    ({"transfers": TRANSFERS.replace("last_month", "noted_on") + "102;101;1;2021-05;2021-04-03\n"},
     ["transfers.csv:2:noted_on: väntade en tom cell, för överföringen är inte undertecknad, fann 2021-04-03"]),
    ({"transfers": TRANSFERS.replace("last_month", "proposed_for") + "102;101;1;2021-05;103\n"},
     ["transfers.csv:2:proposed_for: väntade någon av de två förvaltningarna, fann ”103”"]),
    ({"transfers": SETTLED + "102;101;1;2021-05;2021-04-01;;\n",
      "transfer_endings": ENDINGS + "102;101;2021-06;2021-07\n102;101;2021-05;2021-04\n"},
     ["transfer_endings.csv:2:first_month: väntade en undertecknad överföring i transfers.csv, fann 2021-06",
      "transfer_endings.csv:3:from_month: väntade en av överföringens månader, 2021-05–tills vidare, fann 2021-04"]),
    ({"transfers": TRANSFERS + "102;101;0;2021-05;\n"}, ["transfers.csv:2:number: väntade 1 eller mer, fann ”0”"]),
    # types
    ({"employment_types": "code;name;counts\nextratjanst;Extratjänst;kanske\n"},
     ["employment_types.csv:2:counts: väntade ja eller nej, fann ”kanske”"]),
    ({"employment_types": "code;name;counts;support_share\nextratjanst;Extratjänst;ja;12,5\n"},
     ["employment_types.csv:2:support_share: väntade ett tal till och med 9.9999 med högst 4 decimaler, fann 12.5"]),
    # employments
    ({"employments": with_row("employments.csv", "E1;P1;man;praktik;2021-05-01;;101;external;2021-05-01;;;")},
     [f"employments.csv:34:type: väntade en anställningsform som finns ({TYPES}), fann ”praktik”"]),
    ({"employments": with_row("employments.csv", "E1;P1;man;extratjanst;2021-05-01;;555;external;2021-05-01;;;")},
     ["employments.csv:34:department: väntade en kod som finns i departments.csv, fann ”555”"]),
    ({"employments": with_row("employments.csv",
                              "E1;P1;man;extratjanst;2021-05-01;2021-04-01;101;external;2021-05-01;2021-04-30;;")},
     ["employments.csv:34:employed_to: väntade 2021-05-01 eller senare (employed_from), fann 2021-04-01",
      "employments.csv:34:placed_to: väntade 2021-05-01 eller senare (placed_from), fann 2021-04-30"]),
    ({"employments": with_row("employments.csv", "E1;P1;man;extratjanst;2021-05-01;;101;external;2021-05-01;;0;")},
     ["employments.csv:34:working_share: väntade hela procent, 1–100, fann 0"]),
    ({"employments": with_row("employments.csv",
                              "E0001;P0009;woman;lonebidrag;2021-01-11;;102;external;2021-03-01;;50;")},
     ["employments.csv:34:participant: väntade ”P0001” som på rad 2, fann ”P0009”",
      "employments.csv:34:type: väntade ”extratjanst” som på rad 2, fann ”lonebidrag”"]),
    ({"employments": with_row("employments.csv", "E1;P0001;man;extratjanst;2021-05-01;;101;external;2021-05-01;;;")},
     ["employments.csv:34:sex: väntade ”woman” som på rad 2, fann ”man”"]),
    ({"employments": EMPLOYMENTS + EMPLOYMENTS.splitlines()[1] + "\n"},
     ["employments.csv:34:placed_from: väntade en rad för varje, fann samma uppgift som på rad 2"]),
    ({"employments": with_row("employments.csv", "E1;P1;man;extratjanst;1/5 2021;;101;extern;2021-05-01;;;")},
     ["employments.csv:34:employed_from: väntade ett datum, fann ”1/5 2021”",
      "employments.csv:34:placement_kind: väntade något av extern plats, särskilt arbetslag, fann ”extern”"]),
    # causes
    ({"missing_causes": "department;month;cause;number\n101;april;no_candidate;1\n101;2021-04;lat;1\n"},
     ["missing_causes.csv:2:month: väntade en månad, fann ”april”",
      "missing_causes.csv:3:cause: väntade något av ingen plats erbjuden, ASF hade ingen till en godkänd plats, "
      "stöd nekat eller inte finansierat, tackade nej, slutade i förtid, annat, fann ”lat”"]),
    ({"missing_causes": "department;month;cause;number\n101;2021-04;other;1\n101;2021-04;other;2\n"},
     ["missing_causes.csv:3:cause: väntade en rad för varje, fann samma uppgift som på rad 2"]),
    # model years
    ({"model_year": replaced("model_year.toml", 'fee = "7500"', 'fee = "7500"\nfees = 1')},
     ["model_year.toml:9:fees: väntade en känd rubrik, fann ”fees”"]),
    ({"model_year": replaced("model_year.toml", 'rate = "0.057"', 'rate = "5,7 %"')},
     ["model_year.toml:4:rate: väntade ett tal, fann ”5,7 %”"]),
    ({"model_year": replaced("model_year.toml", 'rate = "0.057"', "rate = 5.7")},
     ["model_year.toml:4:rate: väntade en andel mellan 0 och 1 med högst sex decimaler, t.ex. 0.057, fann 5.7"]),
    ({"model_year": replaced("model_year.toml", "starts = 2021-01-01\n", "")},
     ["model_year.toml:1:starts: väntade rubriken, fann en tabell utan den"]),
    ({"model_year": replaced("model_year.toml", '"half_up"', '"largest_remainder"')},
     ["model_year.toml:1:rounding_total: väntade en summa att fördela, som största rest kräver, fann en tom cell"]),
    ({"model_year": replaced("model_year.toml", "charging_starts = 2021-04-01", "charging_starts = 2021-04-15")},
     ["model_year.toml:9:charging_starts: väntade en månad, fann ”2021-04-15”"]),
    ({"model_year": replaced("model_year.toml", "silence_confirms = true", "silence_confirms = [1]")},
     ["model_year.toml:11:silence_confirms: väntade ja eller nej, fann ”en lista eller tabell”"]),
    ({"model_year_2022": YEAR_2022.replace("starts = 2022-01-01\n", "starts = 2021-12-01\n")},
     ["model_year.toml:2:starts: väntade en dag utanför modellåret 2022 (2021-12-01–2022-12-31), fann 2021-01-01",
      "model_year_2022.toml:2:starts: väntade en dag utanför modellåret 2021 (2021-01-01–2021-12-31), "
      "fann 2021-12-01"]),
    ({"model_year": replaced("model_year.toml", "ends = 2021-12-31", "ends = 2021-01-01"),
      "agreements": AGREEMENTS.splitlines()[0] + "\n"},
     ["model_year.toml:3:ends: väntade en dag efter 2021-01-01 (starts), fann 2021-01-01"]),
    ({"model_year_2023": YEAR_2022}, ["model_year_2023.toml:1:year: väntade 2023, som i filens namn, fann 2022"]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), FAULTS)
def test_a_fault_is_told_by_file_row_and_column_and_nothing_is_written(tmp_path, files, expected):
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=example_with(tmp_path, **files))
    assert lines_of(refusal) == expected
    assert not Department.objects.exists()


def test_a_toml_that_cannot_be_read_is_told_with_its_line(tmp_path):
    folder = example_with(tmp_path, model_year="year = 2021\nrate = 0,057\n")
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=folder)
    (line,) = lines_of(refusal)
    assert line.startswith('model_year.toml:2:-: väntade toml, t.ex. rate = "0.057", fann')


def test_faults_in_several_files_are_told_at_once(tmp_path):
    folder = example_with(
        tmp_path,
        departments=replaced("departments.csv", "102;Miljö", "102;"),
        headcounts=replaced("headcounts.csv", "330;400", "330;fyra"),
        agreements=replaced("agreements.csv", "101;1;2021-01-01", "777;1;2021-01-01"),
        employments=replaced("employments.csv", "E0001;P0001;woman;extratjanst", "E0001;P0001;woman;sommarjobb"),
    )
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=folder)
    assert [line.split(" ")[0] for line in lines_of(refusal)] == [
        "headcounts.csv:2:all:",
        "agreements.csv:2:department:",
        "employments.csv:2:type:",
    ]
    assert not Department.objects.exists()


def test_a_row_with_a_fault_of_its_own_makes_no_faults_in_other_files(tmp_path):
    folder = example_with(
        tmp_path, departments=replaced("departments.csv", "102;Miljöförvaltningen;Miljönämnden", "102;;")
    )
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=folder)
    assert lines_of(refusal) == [
        "departments.csv:3:name: väntade ett värde, fann en tom cell",
        "departments.csv:3:board: väntade ett värde, fann en tom cell",
    ]


@pytest.mark.parametrize("name", ["model_year", "departments"])
def test_an_empty_register_needs_departments_and_a_model_year(tmp_path, name):
    files = {"headcounts": None, "agreements": None, "employments": None, name: None}
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=example_with(tmp_path, **files))
    (line,) = lines_of(refusal)
    assert line.startswith(name) and "filen, eftersom registret är tomt" in line


def test_an_empty_file_is_told(tmp_path):
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=example_with(tmp_path, transfers=""))
    (line,) = lines_of(refusal)
    assert line.startswith("transfers.csv:1:-: väntade en tabell med rubriker, fann Filen är tom.")


LATER_FAULTS = [
    ({"headcounts": replaced("headcounts.csv", "330;400", "340;400")},
     ["headcounts.csv:2:permanent: väntade 330, som en undertecknad överenskommelse vilar på, fann 340"]),
    ({"monthly_targets": STEPS + "101;1;2021-07;3\n"},
     ["monthly_targets.csv:2:target: väntade inget steg, för versionen är undertecknad eller skickad "
      "(gör en ny version), fann 3"]),
    ({"model_year": replaced("model_year.toml", '"7500"', '"8000"')},
     ["model_year.toml:8:fee: väntade 7500.00, som överenskommelser vilar på, fann 8000"]),
    ({"agreements": replaced("agreements.csv", "2021-01-15", "")},
     ["agreements.csv:2:signed_on: väntade 2021-01-15, för versionen är undertecknad (gör en ny version), "
      "fann en tom cell"]),
    ({"departments": "code;name;board;kind\n105;Ny;Nämnd;provider\n"},
     ["departments.csv:2:kind: väntade högst en anordnare i staden, fann en till utöver 103"]),
    ({"transfers": "from_department;to_department;number;first_month;signed_on\n102;101;12;2021-05;2021-04-01\n"
      "102;101;1;2021-06;2021-04-02\n"},
     ["transfers.csv:2:number: väntade högst 11, som 2021-06 är allt givaren har kvar, fann 12",
      "transfers.csv:3:number: väntade högst 0, som 2021-06 är allt givaren har kvar, fann 1"]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), LATER_FAULTS)
def test_what_is_signed_or_rested_upon_is_not_changed_by_a_later_folder(tmp_path, files, expected):
    load_register(path=EXAMPLE)
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", **files))
    assert lines_of(refusal) == expected


def test_a_signed_transfer_is_not_changed(tmp_path):
    head = "from_department;to_department;number;first_month;signed_on\n"
    load_register(path=example_with(tmp_path, transfers=f"{head}102;101;3;2021-05;2021-04-01\n"))
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", transfers=f"{head}102;101;4;2021-05;2021-04-01\n"))
    assert lines_of(refusal) == ["transfers.csv:2:number: väntade 3, för överföringen är undertecknad, fann 4"]


def test_a_transfer_that_has_ended_early_takes_nothing_after_its_end_and_its_end_is_not_changed(tmp_path):
    """102 owes 12: all are given away in May and June, and 12 again from July."""
    transfers = SETTLED + "102;101;12;2021-05;2021-04-01;;\n102;103;12;2021-07;2021-04-02;;\n"
    endings = "from_department;to_department;first_month;from_month;signed_on\n102;101;2021-05;2021-07;2021-06-01\n"
    load_register(path=example_with(tmp_path, transfers=transfers, transfer_endings=endings))
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", transfer_endings=endings.replace("2021-07;", "2021-06;")))
    assert lines_of(refusal) == [
        "transfer_endings.csv:2:from_month: väntade 2021-07, för avslutet är undertecknat, fann 2021-06"
    ]
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "noted", transfers=SETTLED + "102;101;11;2021-05;2021-04-01;;\n"))
    assert lines_of(refusal) == ["transfers.csv:2:number: väntade 12, för överföringen är undertecknad, fann 11"]
