"""What supports the jobs of the story: supervisors, decisions of Arbetsförmedlingen, modules taken. All constructed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from register.demonstration.jobs import Job
from register.demonstration.start import KNOWN_ON, SUPERVISORS

DAY = timedelta(days=1)
PARAMETERS = (
    "valid_from;payroll_overhead;statutory_fees;support_ceiling;standard_wage;supervisor_load;source",
    "2020-11-01;0.4015;0.3142;20000;20500;4;STK-2020-1509, schablonlönen konstruerad",
)
# by type: the share (or multiple) that each decision says; empty = the type's own
SHARES = {
    "extratjanst": ("",), "introduktionsjobb": ("",), "lonebidrag": ("0.8", "0.6", "0.7"),
    "nystartsjobb": ("1", "2", "2.5"),
}  # fmt: skip
MODULES = ("preparatory", "trade", "civics", "vocational_swedish", "language")
_FIRST_NAMES = ("Siv", "Stig", "Ulla", "Bo", "Kerstin", "Lars", "Fatima", "Omar", "Ingrid", "Nils", "Leila", "Per")


def supervisor_rows(jobs: Sequence[Job]) -> Iterator[str]:
    for department, number in SUPERVISORS.items():
        for n in range(1, number + 1):
            name = f"{_FIRST_NAMES[n % len(_FIRST_NAMES)]} Handledarsson {department}-{n}"
            yield f"H{department}{n:02d};{department};{name};Exempelplatsen {department}-{n};2019-11-01"


def decision_rows(jobs: Sequence[Job]) -> Iterator[str]:
    """One for each job with support; one in fifty is missing, one in forty runs out a month early."""
    for job in jobs:
        shares = SHARES.get(job.type)
        if shares is None or job.number % 50 == 0:
            continue
        last = job.last or date(2022, 12, 31)
        if job.number % 40 == 1 and last - job.first > 60 * DAY:
            last -= 30 * DAY
        share = shares[job.number % len(shares)]
        yield f"{job.key};AF-{job.number:06d};{job.type};{job.first};{last};{share}"


def training_rows(jobs: Sequence[Job]) -> Iterator[str]:
    """Every third is offered a module a month after the start; most take it."""
    for job in jobs[::3]:
        offered = job.first + 30 * DAY
        if offered > KNOWN_ON:
            continue
        started = offered + 14 * DAY if job.number % 5 else None
        completed = started + 60 * DAY if started and started + 60 * DAY <= KNOWN_ON else None
        module = MODULES[job.number % len(MODULES)]
        yield f"{job.key};{module};{offered};{started or ''};{completed or ''}"
