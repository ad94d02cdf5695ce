"""missing_causes.csv: why employments were missing in a month (DOMAIN.md 6)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from billing.models import Cause, MissingCause
from foundation.tables import Column, Kind
from organisation.models import Department
from register.entries import Counts, Entry, Key, Values, Whole, counted, pending, repeated, unknown_department
from register.faults import Fault, Remark

NAME = "missing_causes.csv"
CAUSES = {cause.value: cause.label for cause in Cause}
COLUMNS: tuple[Column, ...] = (
    Column("department", gettext_lazy("förvaltning"), required=True, longest=12, aliases=("förvaltningskod",)),
    Column("month", gettext_lazy("månad"), Kind.MONTH, required=True, aliases=("avstämningsmånad",)),
    Column("cause", gettext_lazy("orsak"), Kind.CHOICE, required=True, choices=CAUSES),
    Column("number", gettext_lazy("antal"), Kind.INTEGER, required=True, minimum=0),
)


def key(values: Values, whole: Whole) -> Key:
    return (values["department"], values["month"], values["cause"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values


def stored() -> dict[Key, Values]:
    rows = MissingCause.objects.order_by("department__code", "month", "cause")
    return {
        (code, month, cause): {"department": code, "month": month, "cause": cause, "number": number}
        for code, month, cause, number in rows.values_list("department__code", "month", "cause", "number")
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "cause")
    for entry in entries:
        yield from unknown_department(entry, whole)


def save(entries: list[Entry], whole: Whole) -> Counts:
    departments = {each.code: each for each in Department.objects.all()}
    MissingCause.objects.bulk_create(
        [
            MissingCause(
                department=departments[entry["department"]],
                month=entry["month"],
                cause=entry["cause"],
                number=entry["number"],
            )
            for entry in pending(entries)
        ],
        update_conflicts=True,
        unique_fields=["department", "month", "cause"],
        update_fields=["number"],
    )
    return counted(entries)
