"""Employments that give the stock of `stock.py`: hired, ended for every kind of cause, moved, shared between two hosts.

Seeded, so that the city is the same every time it is built.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from foundation.periods import Month
from register.demonstration.start import start_of
from register.demonstration.stock import FIRST, MONTHS, PROVIDER, STOCK

DAY = timedelta(days=1)
KNOWN_ON = date(2021, 8, 9)  # the story's today: what ends later has no cause yet
# share of all, and months that it lasts; None = until further notice
TYPES = (
    ("extratjanst", 62, 12),
    ("introduktionsjobb", 12, 12),
    ("nystartsjobb", 10, 18),
    ("lonebidrag", 8, None),
    ("jobb_for_unga", 8, 12),
)
EARLY_CAUSES = (("work", 40), ("studies", 12), ("discontinued", 18), ("illness", 10), ("moved", 8), ("other", 12))
SHARES = ((100, 86), (75, 8), (50, 4), (80, 2))


@dataclass(slots=True)
class Stay:
    """A placement."""

    department: str
    kind: str
    first: date
    last: date | None
    share: int = 100


@dataclass(slots=True)
class Job:
    number: int
    participant: int
    sex: str
    type: str
    first: date
    last: date | None
    cause: str = ""
    stays: list[Stay] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"A{self.number:05d}"

    @property
    def participant_key(self) -> str:
        return f"P{self.participant:05d}"

    def rows(self) -> Iterator[str]:
        """The job as rows of employments.csv."""
        for stay in self.stays:
            cells = (
                self.key, self.participant_key, self.sex, self.type, self.first, self.last or "", stay.department,
                stay.kind, stay.first, stay.last or "", stay.share, self.cause, *start_of(self.number, stay),
            )  # fmt: skip
            yield ";".join(map(str, cells))


class Recruiter:
    """Hires and ends jobs month by month until each department's stock is what the curve says."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.jobs: list[Job] = []
        self.present: dict[str, list[Job]] = {department: [] for department in STOCK}
        self.moving: list[Job] = []  # placement ended, employment goes on

    def hire_those_who_were_there(self) -> None:
        """The stock on 1 November 2020: hired on the Mondays of the twelve months before."""
        mondays = [date(2019, 11, 4) + timedelta(weeks=week) for week in range(51)]
        for department, (baseline, *_later) in STOCK.items():
            for _each in range(baseline):
                self._hire(department, self.random.choice(mondays))

    def live_through(self, month: Month, stock: dict[str, int]) -> None:
        for department in STOCK:
            self._end_early(department, month)
            self.present[department] = [job for job in self.present[department] if _is_there(job, month.last_day)]
        for department, wanted in stock.items():
            while len(self.present[department]) > wanted:
                self._let_go(self.random.choice(self.present[department]), month)
                self.present[department] = [job for job in self.present[department] if _is_there(job, month.last_day)]
            while len(self.present[department]) < wanted:
                self._fill(department, month)
        self.moving.clear()

    def _end_early(self, department: str, month: Month) -> None:
        for job in self.present[department]:
            stay = job.stays[-1]
            if stay.first < month.first_day and _is_there(job, month.last_day) and self.random.random() < 0.013:
                if self.random.random() < 0.25 and job.last and job.last > month.last_day + 60 * DAY:
                    stay.last = self._day_within(month)
                    self.moving.append(job)
                else:
                    self._let_go(job, month)

    def _let_go(self, job: Job, month: Month) -> None:
        job.last = job.stays[-1].last = max(self._day_within(month), job.stays[-1].first)
        if job.last <= KNOWN_ON:
            job.cause = self._drawn(EARLY_CAUSES)

    def _fill(self, department: str, month: Month) -> None:
        movable = [job for job in self.moving if job.stays[-1].department != department and department != PROVIDER]
        if movable:
            job = movable[0]
            self.moving.remove(job)
            first = (job.stays[-1].last or month.first_day) + DAY
            job.stays.append(Stay(department, "external", first, job.last, job.stays[-1].share))
            self.present[department].append(job)
        else:
            days = _mondays(month)
            self._hire(department, self.random.choice(days))

    def _hire(self, department: str, first: date) -> None:
        kind, months = self._type()
        last = None if months is None else _months_later(first, months) - DAY
        number = len(self.jobs) + 1
        sex = self.random.choices(("woman", "man", ""), (530, 465, 5))[0]
        job = Job(number, number, sex, kind, first, last)
        own_team = department == PROVIDER and self.random.random() < 0.85
        place = "own_team" if own_team else "external"
        job.stays.append(Stay(department, place, first, last, int(self._drawn(SHARES))))
        if last and last <= KNOWN_ON:
            job.cause = "period_over"
        self.jobs.append(job)
        self.present[department].append(job)

    def _type(self) -> tuple[str, int | None]:
        code, _share, months = self.random.choices(TYPES, [share for _code, share, _months in TYPES])[0]
        return code, months

    def _drawn(self, shares: tuple[tuple[object, int], ...]) -> str:
        return str(self.random.choices([value for value, _share in shares], [share for _value, share in shares])[0])

    def _day_within(self, month: Month) -> date:
        return month.first_day + self.random.randrange(month.days - 1) * DAY


def build_jobs(seed: int = 2021) -> list[Job]:
    """Every employment that counts, with what is known of it in August 2021."""
    recruiter = Recruiter(seed)
    recruiter.hire_those_who_were_there()
    for index, month in enumerate(MONTHS, start=1):
        recruiter.live_through(month, {department: numbers[index] for department, numbers in STOCK.items()})
    _share_between_two(recruiter.jobs)
    return recruiter.jobs


def _share_between_two(jobs: list[Job]) -> None:
    """Four people work mostly at one department and a little at another: they count where they are most."""
    chosen = [job for job in jobs if job.first >= FIRST.first_day and len(job.stays) == 1 and job.stays[0].share == 100]
    for job, other in zip(chosen[40::90], ("140", "200", "110", "230"), strict=False):
        stay = job.stays[0]
        if stay.department != other:
            stay.share = 60
            job.stays.append(Stay(other, "external", stay.first, stay.last, 40))


def practice_rows(last_number: int) -> list[str]:
    """Practice never counts; it is in the register all the same."""
    starts = ("2021-02-01", "2021-03-01", "2021-05-03")
    ends = ("2021-04-30", "2021-05-28", "2021-07-30")
    hosts = ("140", "160", "170", "190", "220", "310")
    rows = []
    for index in range(24):
        number, first, last = last_number + 1 + index, starts[index % 3], ends[index % 3]
        sex, host = ("woman", "man")[index % 2], hosts[index % len(hosts)]
        rows.append(
            f"A{number:05d};P{number:05d};{sex};praktik;{first};{last};{host};external;{first};{last};100;period_over"
        )
    return rows


def _is_there(job: Job, day: date) -> bool:
    last = job.stays[-1].last
    return last is None or last >= day


def _mondays(month: Month) -> list[date]:
    first = month.first_day + ((7 - month.first_day.weekday()) % 7) * DAY
    return [first + timedelta(weeks=week) for week in range(5) if first + timedelta(weeks=week) <= month.last_day]


def _months_later(day: date, months: int) -> date:
    month = Month.of(day)
    for _each in range(months):
        month = month.next()
    return month.first_day.replace(day=min(day.day, month.days))
