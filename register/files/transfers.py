"""transfers.csv: places that move between two departments' targets, whole months (DOMAIN.md 4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import QuotaTransfer
from billing.models import Reconciliation
from foundation.periods import Month
from foundation.tables import Column, Kind
from organisation.models import Department
from register.bearing import has_quota
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
    shown,
    unknown_department,
)
from register.faults import Fault, Remark
from register.targets import first_months_below_zero

NAME = "transfers.csv"
COLUMNS: tuple[Column, ...] = (
    Column("from_department", gettext_lazy("från förvaltning"), required=True, longest=12, aliases=("från",)),
    Column("to_department", gettext_lazy("till förvaltning"), required=True, longest=12, aliases=("till",)),
    Column("number", gettext_lazy("antal"), Kind.INTEGER, required=True, minimum=1),
    Column("first_month", gettext_lazy("första månaden"), Kind.MONTH, required=True),
    Column("last_month", gettext_lazy("sista månaden"), Kind.MONTH),
    Column("signed_on", gettext_lazy("undertecknad"), Kind.DATE),
)


def key(values: Values, whole: Whole) -> Key:
    return (values["from_department"], values["to_department"], values["first_month"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values


def stored() -> dict[Key, Values]:
    transfers = QuotaTransfer.objects.select_related("from_department", "to_department").order_by(
        "from_department__code", "to_department__code", "first_month"
    )
    return {
        (t.from_department.code, t.to_department.code, t.first_month): {
            "from_department": t.from_department.code,
            "to_department": t.to_department.code,
            "number": t.number,
            "first_month": t.first_month,
            "last_month": t.last_month,
            "signed_on": t.signed_on,
        }
        for t in transfers
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "first_month")
    closed = _closed_months()
    below_zero = first_months_below_zero(whole)
    for entry in entries:
        yield from ends_before_start(entry, "first_month", "last_month")
        yield from _parties(entry, whole)
        if entry.before and entry.before["signed_on"]:
            yield from _changed_though_signed(entry)
        elif entry["signed_on"]:
            yield from _in_closed_month(entry, closed)
        if entry.key in below_zero:
            month, has = below_zero[entry.key]
            words = {"has": has, "month": month}
            yield entry.fault("number", _("högst %(has)s, som %(month)s är allt givaren har kvar") % words)


def _parties(entry: Entry, whole: Whole) -> Iterator[Fault]:
    for column in ("from_department", "to_department"):
        yield from unknown_department(entry, whole, column)
        if not has_quota(whole, entry[column], entry["first_month"]):
            yield entry.fault(column, _("en förvaltning som har en kvot"))
    if entry["from_department"] == entry["to_department"]:
        yield entry.fault("to_department", _("en annan förvaltning än den som ger"))


def _changed_though_signed(entry: Entry) -> Iterator[Fault]:
    for column in entry.differing:
        before = shown((entry.before or {})[column])
        yield entry.fault(column, _("%(before)s, för överföringen är undertecknad") % {"before": before})


def _closed_months() -> set[tuple[str, Month]]:
    return set(Reconciliation.objects.closed().values_list("department__code", "month"))


def _in_closed_month(entry: Entry, closed: set[tuple[str, Month]]) -> Iterator[Fault]:
    """A transfer is refused if it would change a closed month (DOMAIN.md 4)."""
    for code, month in sorted(closed):
        within = entry["first_month"] <= month and (entry["last_month"] is None or month <= entry["last_month"])
        if within and code in (entry["from_department"], entry["to_department"]):
            words = {"month": month, "code": code}
            yield entry.fault("first_month", _("en månad efter %(month)s, som är stängd för %(code)s") % words)
            return


def save(entries: list[Entry], whole: Whole) -> Counts:
    departments = {each.code: each for each in Department.objects.all()}
    for entry in pending(entries):
        QuotaTransfer.objects.update_or_create(
            from_department=departments[entry["from_department"]],
            to_department=departments[entry["to_department"]],
            first_month=entry["first_month"],
            defaults={name: entry[name] for name in ("number", "last_month", "signed_on")},
        )
    return counted(entries)
