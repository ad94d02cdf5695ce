"""headcounts.csv: each department's staff on a day (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.models import Headcount
from foundation.tables import Column, Kind
from organisation.models import Department
from register.entries import Counts, Entry, Key, Values, Whole, counted, pending, repeated, unknown_department
from register.faults import Fault, Remark

NAME = "headcounts.csv"
COLUMNS: tuple[Column, ...] = (
    Column("department", gettext_lazy("förvaltning"), required=True, longest=12, aliases=("förvaltningskod",)),
    Column("date", gettext_lazy("datum"), Kind.DATE, required=True),
    Column("permanent", gettext_lazy("tillsvidareanställda"), Kind.INTEGER, required=True, minimum=0),
    Column(
        "all", gettext_lazy("alla anställda"), Kind.INTEGER, required=True, minimum=0,
        aliases=("all_employees", "månadsavlönade", "anställda"),
    ),
)  # fmt: skip


def key(values: Values, whole: Whole) -> Key:
    return (values["department"], values["date"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values


def stored() -> dict[Key, Values]:
    rows = Headcount.objects.order_by("date", "department__code")
    return {
        (code, day): {"department": code, "date": day, "permanent": permanent, "all": everyone}
        for code, day, permanent, everyone in rows.values_list("department__code", "date", "permanent", "all_employees")
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "date")
    locked = set(Headcount.objects.exclude(locked_at=None).values_list("department__code", "date"))
    for entry in entries:
        yield from unknown_department(entry, whole)
        if entry["permanent"] > entry["all"]:
            yield entry.fault("permanent", _("högst %(all)s, alla anställda") % {"all": entry["all"]})
        if entry.before and entry.key in locked:
            for column in entry.differing:
                expected = _("%(before)s, som en undertecknad överenskommelse vilar på")
                yield entry.fault(column, expected % {"before": entry.before[column]})


def save(entries: list[Entry], whole: Whole) -> Counts:
    departments = {each.code: each for each in Department.objects.all()}
    Headcount.objects.bulk_create(
        [
            Headcount(
                department=departments[entry["department"]],
                date=entry["date"],
                permanent=entry["permanent"],
                all_employees=entry["all"],
            )
            for entry in pending(entries)
        ],
        update_conflicts=True,
        unique_fields=["department", "date"],
        update_fields=["permanent", "all_employees"],
    )
    return counted(entries)
