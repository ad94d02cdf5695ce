"""The story's register as a folder, so that it is loaded the way a city moves in."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from register.demonstration.jobs import Job, practice_rows
from register.demonstration.promises import PROMISES, TRANSFER_HEADINGS, TRANSFERS
from register.demonstration.stock import COMPANIES
from register.demonstration.supervision import PARAMETERS, decision_rows, supervisor_rows, training_rows
from register.files import employment_types, employments

BASE_DATA = Path(__file__).parent / "malmo-2021"
AGREEMENT_HEADINGS = (
    "department;version;valid_from;valid_to;target;deviation_note;counting_rule;fraction_rule;"
    "unfilled_place_excuses;cost_financing;signed_on;registry_number;department_contact;provider_contact"
)


def write_folder(folder: Path, jobs: Sequence[Job]) -> None:
    """The base data with the two companies, the agreements, the employments and the proposed year 2022."""
    for name in ("headcounts.csv", "model_year.toml"):
        shutil.copy(BASE_DATA / name, folder / name)
    companies = [f"{code};{name};{name};company;" for code, name in COMPANIES.items()]
    departments = (BASE_DATA / "departments.csv").read_text(encoding="utf-8").splitlines()
    _write(folder, "departments.csv", [*departments, *companies])
    _write(folder, "model_year_2022.toml", _year_2022())
    _write(folder, "agreements.csv", [AGREEMENT_HEADINGS, *(promise.row() for promise in PROMISES)])
    steps = [row for promise in PROMISES for row in promise.step_rows()]
    _write(folder, "monthly_targets.csv", ["department;version;month;target", *steps])
    _write(folder, "transfers.csv", [TRANSFER_HEADINGS, *TRANSFERS])
    types = employment_types.standard_rows().values()
    rows = [
        f"{row['code']};{row['name']};yes;{row['support_share'] or ''};{row['support_ceiling'] or ''}" for row in types
    ]
    head = "code;name;counts;support_share;support_ceiling"
    _write(folder, "employment_types.csv", [head, *rows, "praktik;Arbetspraktik;no;;"])
    write_supervision(folder, jobs)
    write_employments(folder, [row for job in jobs for row in job.rows()] + practice_rows(jobs[-1].number))


def write_employments(folder: Path, rows: Sequence[str]) -> None:
    names = [column.name for column in employments.COLUMNS]
    _write(folder, employments.NAME, [";".join(names), *rows])


def write_supervision(folder: Path, jobs: Sequence[Job]) -> None:
    """Supervisors, Arbetsförmedlingen's decisions, modules taken, and the parameters that jobs are costed by."""
    _write(folder, "job_parameters.csv", PARAMETERS)
    _write(folder, "supervisors.csv", ["supervisor;department;name;workplace;active_from", *supervisor_rows(jobs)])
    head = "employment;number;type;valid_from;valid_to;share"
    _write(folder, "support_decisions.csv", [head, *decision_rows(jobs)])
    _write(folder, "trainings.csv", ["employment;module;offered_on;started_on;completed_on", *training_rows(jobs)])


def _year_2022() -> list[str]:
    """A copy of 2021 with its own decision, charging from January (DOMAIN.md 9)."""
    text = (BASE_DATA / "model_year.toml").read_text(encoding="utf-8")
    changed = {
        "year": "2022",
        "starts": "2022-01-01",
        "ends": "2022-12-31",
        "charging_starts": "2022-01-01",
        "decision": '"Förslag om förlängning till 2022 (konstruerat)"',
    }
    lines = [line for line in text.splitlines() if line.split("=")[0].strip() not in changed]
    return [*(f"{key} = {value}" for key, value in changed.items()), *lines]


def _write(folder: Path, name: str, lines: Sequence[str]) -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def held_back(jobs: Sequence[Job]) -> tuple[list[Job], list[Job]]:
    """All jobs but two, and the two: the provider registers them late, and Grundskoleförvaltningen objects."""
    late = [job for job in jobs if job.stays[0].department == "170" and job.first.isoformat() == "2021-04-26"][:2]
    return [job for job in jobs if job not in late], late
