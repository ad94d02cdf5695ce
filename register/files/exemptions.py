"""exemptions.csv: months in which a department has no quota, with the reason (DOMAIN.md 2).

One without first and last month is `exempt_reason` in departments.csv.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables import Column, Kind
from organisation.models import Department, DepartmentKind, Exemption
from organisation.spans import Span
from register.bearing import spans_of
from register.entries import (
    Counts,
    Entry,
    Key,
    Values,
    Whole,
    counted,
    ends_before_start,
    pending,
    repeated,
    unknown_department,
)
from register.faults import Fault, Remark
from register.files import departments

NAME = "exemptions.csv"
COLUMNS: tuple[Column, ...] = (
    Column("department", gettext_lazy("förvaltning"), required=True, longest=12, aliases=("förvaltningskod",)),
    Column("first_month", gettext_lazy("undantagen från och med"), Kind.MONTH, aliases=("från och med",)),
    Column("last_month", gettext_lazy("undantagen till och med"), Kind.MONTH, aliases=("till och med",)),
    Column("reason", gettext_lazy("skäl"), required=True, longest=200, aliases=("undantagen därför att",)),
)


def key(values: Values, whole: Whole) -> Key:
    return (values["department"], values["first_month"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values


def stored() -> dict[Key, Values]:
    rows = Exemption.objects.filter(Q(first_month__isnull=False) | Q(last_month__isnull=False))
    found = rows.order_by("department__code", "first_month").values_list(
        "department__code", "first_month", "last_month", "reason"
    )
    names = [column.name for column in COLUMNS]
    return {(row[0], row[1]): dict(zip(names, row, strict=True)) for row in found}


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "first_month")
    kinds = {key[0]: values["kind"] for key, values in whole.all(departments.NAME).items()}
    for entry in entries:
        yield from unknown_department(entry, whole)
        yield from ends_before_start(entry, "first_month", "last_month")
        if entry["first_month"] is None and entry["last_month"] is None:
            expected = _("en månad, eller skälet som exempt_reason i departments.csv")
            yield entry.fault("first_month", expected)
        if kinds.get(entry["department"]) == DepartmentKind.COMPANY:
            yield entry.fault("department", _("en förvaltning: bolag har ingen kvot"))
        yield from _overlapping(entry, whole)


def _overlapping(entry: Entry, whole: Whole) -> Iterator[Fault]:
    own = Span(entry["first_month"], entry["last_month"])
    for span in spans_of(whole, entry["department"], but=entry.key):
        if _overlap(own, span):
            yield entry.fault("first_month", _("månader utanför förvaltningens andra undantag"))
            return


def _overlap(one: Span, other: Span) -> bool:
    begins_in_time = one.first is None or other.last is None or one.first <= other.last
    return begins_in_time and (other.first is None or one.last is None or other.first <= one.last)


def save(entries: list[Entry], whole: Whole) -> Counts:
    by_code = {each.code: each for each in Department.objects.all()}
    for entry in pending(entries):
        department = by_code[entry["department"]]
        Exemption.objects.update_or_create(
            department=department,
            first_month=entry["first_month"],
            defaults={"last_month": entry["last_month"], "reason": entry["reason"]},
        )
    return counted(entries)
