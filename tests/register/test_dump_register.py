"""The register out and in again is the same register."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agreements.models import AgreementVersion
from billing.models import AccountCoding, MonthParameters
from register.dump import dump_register
from register.files import FILES
from register.operations.load import load_register
from tests.register.folders import EXAMPLE, example_with, text_of, with_files

pytestmark = pytest.mark.django_db

DEPARTMENTS = "".join(
    line + (";\n" if number else ";first_month\n")
    for number, line in enumerate(text_of("departments.csv").splitlines())
)
RICH = {
    "departments": DEPARTMENTS
    + '105;"Bolaget; AB";Bolaget AB;company;;\n106;Kultur;Kulturnämnden;department;;2022-07\n',
    "exemptions": "department;first_month;last_month;reason\n106;2022-09;2022-10;KF § 8\n106;2022-12;;KF § 9\n",
    "successors": "predecessor;successor;first_month;share;decision\n101;106;2022-07;0.25;KF § 7\n",
    "company_proposals": "company;places;first_month;last_month;text;filed_on;answer;answer_text;answered_on\n"
    '105;6;2021-10;;"Kajer; grönytor";2021-08-05;;;\n'
    "105;2;2021-11;2021-12;Lager;2021-08-06;declined;Inte nu;2021-08-20\n",
    "model_year_revisions": "year;number;first_month;reason;rate;basis;headcount_date;rounding;rounding_total;fee;"
    "charging_starts;counting_rule;fraction_rule;silence_confirms;increase_target;created_target;offered_target;"
    "baseline_date;decision\n"
    "2022;1;2022-07;Ny budget;0.06;all;2022-11-01;half_up;;8000;2022-04;last_day;exact;yes;1100;1600;1600;"
    "2022-11-01;KF § 10\n",
    "headcounts": text_of("headcounts.csv") + "101;2021-11-01;350;420\n",
    "employment_types": "code;name;counts;valid_from;valid_to;support_share;support_ceiling\n"
    "extratjanst;Extratjänst;yes;2017-01-01;2021-12-31;1;20000\n"
    "nystartsjobb;Nystartsjobb;yes;;;2.5;22000.5\npraktik;Praktik;no;;;;\n",
    "agreements": "department;version;valid_from;valid_to;target;deviation_note;counting_rule;fraction_rule;"
    "unfilled_place_excuses;cost_financing;signed_on\n"
    '101;1;2021-01-01;2021-12-31;15;"Flyttar;\nfler rader";average;up;yes;=Omkostnader bärs av ASF;2021-01-15\n'
    "101;2;2021-08-01;;19;;last_day;down;no;Bärs av mottagaren;\n"
    "102;1;2021-02-01;2021-12-31;12;;whole_month;;no;Bärs av mottagaren;2021-01-20\n"
    "101;1;2022-01-01;2022-12-31;20;;last_day;;no;;\n",
    "monthly_targets": "department;version;month;target\n101;1;2021-01;5\n101;1;2021-02;10\n101;2;2021-08;17\n",
    "transfers": "from_department;to_department;number;first_month;last_month;reason;proposed_for;proposed_on;"
    "signed_on;declined_on;decline_reason;withdrawn_on;noted_on\n"
    "101;102;2;2021-03;2021-06;Ombyggnad;102;2021-01-20;2021-02-01;;;;2021-02-03\n"
    "101;102;3;2021-08;;;101;2021-06-01;;2021-06-05;Inga handledare;;\n"
    "101;102;1;2021-08;;;101;2021-06-07;;;;2021-06-08;\n102;101;1;2021-08;;;102;;;;;;\n",
    "transfer_endings": "from_department;to_department;first_month;from_month;reason;proposed_for;proposed_on;"
    "signed_on\n"
    "101;102;2021-03;2021-05;Flyttar åter;101;2021-04-01;2021-04-02\n",
    "employments": text_of("employments.csv").splitlines()[0] + "\n"
    "E1;P1;woman;extratjanst;2021-01-11;2021-10-31;101;external;2021-01-11;2021-05-31;100;work\n"
    "E1;P1;woman;extratjanst;2021-01-11;2021-10-31;102;own_team;2021-06-01;2021-10-31;60;work\n"
    "E2;P1;woman;praktik;2020-11-01;2020-12-31;105;external;2020-11-01;2020-12-31;100;Flyttade hem\n"
    "E3;P2;;nystartsjobb;2021-04-01;;103;own_team;2021-04-01;;100;\n",
    "missing_causes": "department;month;cause;number\n101;2021-04;no_candidate;2\n101;2021-04;other;1\n",
    "account_codings": "department;valid_from;valid_to;account;cost_centre;activity_code;counterpart;project;activity;"
    "object_code;reference_code\n"
    "101;2021-01-01;2021-06-30;04611;10100;610;101;;;;REF101\n101;2021-07-01;;4612;10100;610;101;P1;A1;O1;REF 101 ny\n"
    "103;2021-01-01;;3610;10300;610;103;;;;REF103\n",
    "month_parameters": "valid_from;answer_days;least_answer_days;reminder_days;parked_days;far_times;"
    "far_least_employments;source\n"
    "2021-01-01;9;7;3, 0, -1;30;2;2;STK-2020-1509\n2021-07-01;12;5;;20;2.5;3;ASN § 14\n",
    "places": "place;department;kind;state;job_title;workplace;area;tasks;openings;available_from;available_to;"
    "working_share;hours;language;accessibility;accessibility_note;supervisor;value_for_person;value_for_service;"
    "union_on;union_name;union_outcome;offered_on;withdrawn_on;withdrawal_reason\n"
    "3f0c1f6e-8f0a-5d5c-9c37-0a5d6f2b7c11;101;external;approved;Kock;Badet;Hyllie;Lagar mat;3;2021-02-01;2021-12-31;"
    "75;vardagar 7–16;sfi_c;quiet,seated;Hiss;Ann Exempel;Lär sig;Avlastar;2021-01-20;Kommunal;agreed;2021-01-21;;\n"
    "4f0c1f6e-8f0a-5d5c-9c37-0a5d6f2b7c12;102;own_team;withdrawn;Målare;Parken;;;1;2021-03-01;;100;;none;;;;Lär sig;"
    "Avlastar;;;;2021-02-01;2021-05-01;Ombyggnad\n"
    "5f0c1f6e-8f0a-5d5c-9c37-0a5d6f2b7c13;102;external;draft;;;;;1;2021-03-01;;100;;none;;;;;;;;;;;\n",
    "model_year_2022": text_of("model_year.toml")
    .replace("2021-", "2022-").replace("year = 2021", "year = 2022")
    .replace('"half_up"', '"largest_remainder"\nrounding_total = 31\nfraction_rule = "up"')
    .replace("silence_confirms = true", "silence_confirms = false"),
}  # fmt: skip


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def register():
    return {file.NAME: file.stored() for file in FILES}


def emptied():
    """An empty installation: the tables' own triggers forbid to delete what is signed, so they are truncated."""
    tables = ", ".join(
        f'"{name}"' for name in connection.introspection.table_names()
        if name.split("_")[0] in ("organisation", "allocation", "agreements", "placements", "billing")
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {tables} CASCADE")


def test_the_example_comes_out_as_it_went_in(tmp_path):
    load_register(path=EXAMPLE)
    dump_register(path=tmp_path / "out")
    out = {name: content.decode().replace("\r\n", "\n") for name, content in files_of(tmp_path / "out").items()}
    csv_files = {path.name: path.read_text() for path in EXAMPLE.glob("*.csv")}
    assert {name: text for name, text in out.items() if name.endswith(".csv")} == csv_files
    assert 'rate = "0.057"' in out["model_year.toml"] and "charging_starts = 2021-04-01" in out["model_year.toml"]


@pytest.mark.parametrize("files", [{}, RICH], ids=["example", "rich"])
def test_a_dump_loaded_into_an_empty_register_is_the_same_register(tmp_path, files):
    load_register(path=example_with(tmp_path, **files))
    before = register()
    dump_register(path=tmp_path / "first")
    emptied()
    assert load_register(path=tmp_path / "first").counts["employments.csv"].changed == 0
    assert register() == before
    dump_register(path=tmp_path / "second")
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")


def test_a_dump_loaded_onto_the_same_register_changes_nothing(tmp_path):
    load_register(path=example_with(tmp_path, **RICH))
    dump_register(path=tmp_path / "out")
    assert load_register(path=tmp_path / "out").changed_nothing


def test_every_value_of_a_rich_register_is_in_the_dump(tmp_path):
    load_register(path=example_with(tmp_path, **RICH))
    dump_register(path=tmp_path / "out")
    out = {name: content.decode().replace("\r\n", "\n") for name, content in files_of(tmp_path / "out").items()}
    assert out["employments.csv"] == RICH["employments"]
    assert out["transfers.csv"] == RICH["transfers"]
    assert out["transfer_endings.csv"] == RICH["transfer_endings"]
    assert out["monthly_targets.csv"] == RICH["monthly_targets"]
    assert out["missing_causes.csv"] == RICH["missing_causes"]
    assert out["employment_types.csv"] == RICH["employment_types"]
    assert out["departments.csv"] == RICH["departments"]
    assert out["places.csv"] == RICH["places"]
    assert out["company_proposals.csv"] == RICH["company_proposals"]
    assert out["account_codings.csv"] == RICH["account_codings"]
    assert out["month_parameters.csv"].replace("'3, 0", "3, 0") == RICH["month_parameters"]
    assert (
        "rounding_total = 31" in out["model_year_2022.toml"]
        and "silence_confirms = false" in out["model_year_2022.toml"]
    )
    assert "101;2;2021-08-01;;19;;last_day;down;no;Bärs av mottagaren;\n" in out["agreements.csv"]
    assert "'=Omkostnader bärs av ASF" in out["agreements.csv"]  # no spreadsheet takes it for a formula


TERMS = {
    **RICH,
    "agreements": "department;version;valid_from;valid_to;target;deviation_note;counting_rule;fraction_rule;"
    "unfilled_place_excuses;cost_financing;signed_on;registry_number;part_time_rule;excusing_causes;supervision;"
    "free_terms;department_contact;provider_contact\n"
    "101;1;2021-01-01;2021-12-31;19;;last_day;exact;no;Bärs av mottagaren;2021-01-15;ASN-2021-101;share;"
    "declined, support_refused;En handledare;Möte varje kvartal;HR, 040-34;ASF, 040-35\n"
    "102;1;2021-01-01;2021-12-31;12;;last_day;;no;Bärs av mottagaren;2021-01-20;;;;;;;\n",
    "monthly_targets": None,
    "transfers": None,
    "transfer_endings": None,
    "agreement_endings": "department;model_year;version;last_month;reason;proposed_side;agreed_on\n"
    "101;2021;1;2021-08;Verksamheten flyttar;department;2021-06-01\n"
    "102;2021;1;2021-10;Läggs ner;provider;\n",
}  # fmt: skip


def test_all_terms_of_an_agreement_and_its_end_go_out_and_in(tmp_path):
    files = {name: text for name, text in TERMS.items() if text is not None}
    load_register(path=example_with(tmp_path, **files))
    dump_register(path=tmp_path / "out")
    out = {name: content.decode().replace("\r\n", "\n") for name, content in files_of(tmp_path / "out").items()}
    assert out["agreements.csv"] == TERMS["agreements"]
    assert out["agreement_endings.csv"] == TERMS["agreement_endings"]
    before = register()
    assert load_register(path=tmp_path / "out").changed_nothing
    emptied()
    load_register(path=tmp_path / "out")
    assert register() == before
    version = AgreementVersion.objects.get(agreement__department__code="101")
    assert (version.part_time_rule, version.excusing_causes) == ("share", ["declined", "support_refused"])
    assert version.agreement.registry_number == "ASN-2021-101"


def test_a_file_without_the_further_terms_leaves_them_as_they_are(tmp_path):
    files = {name: text for name, text in TERMS.items() if text is not None}
    load_register(path=example_with(tmp_path, **files))
    rows = [";".join(line.split(";")[:11]) for line in TERMS["agreements"].splitlines()]
    old = with_files(tmp_path / "old", agreements="\n".join(rows) + "\n")
    assert load_register(path=old).counts["agreements.csv"].changed == 0
    version = AgreementVersion.objects.get(agreement__department__code="101")
    assert (version.part_time_rule, version.supervision) == ("share", "En handledare")


def test_a_cancelled_version_is_left_out_and_its_number_can_come_again(tmp_path):
    load_register(path=example_with(tmp_path, **RICH))
    AgreementVersion.objects.filter(number=2).update(state="cancelled", signed_on=None)
    dump_register(path=tmp_path / "out")
    assert b"101;2;" not in (tmp_path / "out" / "agreements.csv").read_bytes()
    assert load_register(path=tmp_path / "register").counts["agreements.csv"].new == 1
    assert AgreementVersion.objects.get(number=2).state == "draft"


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("account_codings", "department;valid_from;account;cost_centre;activity_code;counterpart\n"
         "999;2021-01-01;1;2;3;4\n", "account_codings.csv:2:department"),
        ("account_codings", "department;valid_from;account;cost_centre;activity_code;counterpart\n"
         "101;2021-01-01;1;2;3;4\n101;2021-02-01;1;2;3;4\n", "redan en kontering några av de dagarna"),
        ("month_parameters", "valid_from;answer_days;reminder_days;source\n2021-01-01;9;i går;X\n",
         "month_parameters.csv:2:reminder_days"),
        ("month_parameters", "valid_from;answer_days;source\n2021-01-01;0;X\n", "1–90 dagar"),
    ],
)  # fmt: skip
def test_a_faulty_coding_or_parameter_is_told_and_nothing_is_loaded(tmp_path, name, rows, said):
    faults = io.StringIO()
    with pytest.raises(CommandError):
        call_command("load_register", str(example_with(tmp_path, **{name: rows})), stderr=faults)
    assert said in faults.getvalue()
    assert not AccountCoding.objects.exists() and not MonthParameters.objects.exists()


def test_a_folder_with_something_in_it_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("kvar")
    with pytest.raises(CommandError, match="är inte tom"):
        call_command("dump_register", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_says_what_it_wrote(tmp_path):
    load_register(path=EXAMPLE)
    said = io.StringIO()
    call_command("dump_register", str(tmp_path / "new" / "folder"), stderr=said)
    assert said.getvalue().splitlines() == [
        "model_year.toml: 1 rader", "departments.csv: 4 rader", "headcounts.csv: 4 rader",
        "agreements.csv: 2 rader", "employments.csv: 32 rader",
    ]  # fmt: skip


def test_a_sent_version_is_written_as_a_draft(tmp_path):
    load_register(path=example_with(tmp_path, **RICH))
    version = AgreementVersion.objects.get(agreement__department__code="101", number=2)
    version.send(now=f"{date(2021, 7, 1)} 12:00+00", content_sha256="0" * 64)
    dump_register(path=tmp_path / "out")
    assert (
        b"101;2;2021-08-01;;19;;last_day;down;no;B\xc3\xa4rs av mottagaren;\r\n"
        in (tmp_path / "out" / "agreements.csv").read_bytes()
    )
    assert load_register(path=tmp_path / "out").changed_nothing
