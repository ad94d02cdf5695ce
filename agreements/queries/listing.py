"""The list of agreements: one row for each department that should have one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from agreements.models import Agreement, AgreementVersion, Side, VersionState
from agreements.reminders import Waiting, waiting
from agreements.standing import Party, Stage, Standing, VersionFacts, standing
from agreements.wording import StandingWords, reminder_in_words, standing_in_words
from allocation.models import ModelYear
from allocation.queries import YearQuotas
from foundation.periods import Month
from organisation.access import may
from organisation.models import Department, User
from organisation.roles import Act


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """`shown` is the version that the row tells of: the open one, else the one in force, else the last."""

    department: Department
    quota: int
    agreement: Agreement | None
    shown: AgreementVersion | None
    standing: Standing
    words: StandingWords
    waits_for_reader: bool
    waiting: Waiting | None = None

    @property
    def reminder(self) -> str:
        """How long it has waited for a signature, in words; empty when it waits for none."""
        return reminder_in_words(self.waiting) if self.waiting else ""

    @property
    def is_draft(self) -> bool:
        return self.standing.stage == Stage.DRAFT

    @property
    def target(self) -> int | None:
        return self.shown.target if self.shown else None


def parties_of(user: User, department: Department) -> frozenset[Party]:
    """For which sides the user can act in this department's agreement."""
    acts = {
        Party.DRAFTER: Act.DRAFT_AGREEMENT,
        Party.DEPARTMENT: Act.SIGN_FOR_DEPARTMENT,
        Party.PROVIDER: Act.SIGN_FOR_PROVIDER,
    }
    return frozenset(party for party, act in acts.items() if may(user, act, department))


def side_of(user: User, department: Department) -> Side | None:
    """The side that the user speaks for in this department's agreement; None for those who only read."""
    if may(user, Act.DRAFT_AGREEMENT, department) or may(user, Act.SIGN_FOR_PROVIDER, department):
        return Side.PROVIDER
    speaks = may(user, Act.COMMENT_AGREEMENT, department) or may(user, Act.SIGN_FOR_DEPARTMENT, department)
    return Side.DEPARTMENT if speaks else None


def facts_of(version: AgreementVersion) -> VersionFacts:
    """Reads the signatures and the agreement's endings, unless they are already fetched."""
    sides = frozenset(signature.side for signature in version.signatures.all())
    return VersionFacts(version.number, version.state, version.valid_from, last_month_of(version), sides)


def last_month_of(version: AgreementVersion) -> Month | None:
    """Until when it holds: to an ending that both sides have agreed to, at most as long as the department exists."""
    department_ends = version.agreement.department.last_month
    last: Month | None = version.valid_to
    if department_ends is not None:
        last = min(last, department_ends) if last else department_ends
    for ending in version.agreement.endings.all():
        if ending.agreed_on and version.number <= ending.through_version:
            last = min(last, ending.last_month) if last else ending.last_month
    return last


def agreement_rows(
    *, model_year: ModelYear, reader: User, month: Month, today: date | None = None
) -> list[AgreementRow]:
    """The departments that the reader sees and that should have an agreement some time of the year, by code.

    The quota is that of the month, or of the month nearest to it in which the department has one. With `today` the
    rows say how long they have waited for a signature. The provider has a quota but cannot sign with itself
    (DOMAIN.md 2), so it has no row. Nine queries.
    """
    quotas = YearQuotas(model_year)
    reach = reader.reach(Act.SEE_AGREEMENTS)
    live = AgreementVersion.objects.exclude(state="cancelled").prefetch_related("signatures").order_by("number")
    agreements = Agreement.objects.filter(model_year=model_year).prefetch_related(
        Prefetch("versions", queryset=live), "endings"
    )
    by_department = {agreement.department_id: agreement for agreement in agreements}
    rows = []
    for department in quotas.departments:
        bearing = department.months_with_quota(model_year.first_month, model_year.last_month)
        if not bearing or department.is_provider or not (reach.whole_city or department.pk in reach.departments):
            continue
        nearest = next((one for one in bearing if one >= month), bearing[-1])
        agreement = by_department.get(department.pk)
        if agreement:
            agreement.department = department
        rows.append(_row(department, quotas.at(nearest)[department.pk].quota, agreement, reader, month, today))
    return rows


def _row(
    department: Department,
    quota: int,
    agreement: Agreement | None,
    reader: User,
    month: Month,
    today: date | None,
) -> AgreementRow:
    versions = list(agreement.versions.all()) if agreement else []
    stands = standing([facts_of(version) for version in versions], month=month)
    number = stands.open or stands.in_force
    shown = next((version for version in versions if version.number == number), versions[-1] if versions else None)
    parties = parties_of(reader, department)
    return AgreementRow(
        department=department,
        quota=quota,
        agreement=agreement,
        shown=shown,
        standing=stands,
        words=standing_in_words(stands.stage, reader=parties),
        waits_for_reader=bool(stands.waits_for & parties),
        waiting=_waiting(shown, today),
    )


def _waiting(shown: AgreementVersion | None, today: date | None) -> Waiting | None:
    if today is None or shown is None or shown.state != VersionState.SENT or shown.sent_at is None:
        return None
    sent_on = timezone.localdate(shown.sent_at)
    return waiting(sent_on=sent_on, today=today, stages=settings.AGREEMENT_REMINDER_DAYS)


_SORTS: dict[str, Callable[[AgreementRow], Any]] = {
    "code": lambda row: row.department.code,
    "quota": lambda row: row.quota,
    "target": lambda row: -1 if row.target is None else row.target,
    "state": lambda row: list(Stage).index(row.standing.stage),
}


def filtered(rows: list[AgreementRow], *, search: str, stage: str, mine: bool, sort: str) -> list[AgreementRow]:
    """The rows that the reader asks for; `sort` is code, quota, target or state, with "-" before it for falling."""
    wanted = search.casefold()
    rows = [
        row
        for row in rows
        if (not wanted or wanted in f"{row.department.code} {row.department.name} {_registry(row)}".casefold())
        and (not stage or row.standing.stage == stage)
        and (not mine or row.waits_for_reader)
    ]
    return sorted(rows, key=_SORTS.get(sort.lstrip("-"), _SORTS["code"]), reverse=sort.startswith("-"))


def _registry(row: AgreementRow) -> str:
    return row.agreement.registry_number if row.agreement else ""
